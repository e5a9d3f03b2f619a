//! What a failed download means to the user.

use std::path::Path;

use wechatpay::certificates::CertificatesError;
use wechatpay::error::Error;
use wechatpay::profile::PlatformFiles;
use wechatpay::protocol::certificate::{CertificateError, ChainFileError};
use wechatpay::protocol::signed::VerifyError;

use crate::commands::waiting::asking_failed;
use crate::error::{CliError, Kind, keys};
use crate::ui::Lang;
use crate::ui::Text;

impl From<CertificatesError> for CliError {
    fn from(error: CertificatesError) -> Self {
        let message = error.to_string();
        match error {
            CertificatesError::Call(error) => call(error),
            CertificatesError::Profile(error) => error.into(),
            CertificatesError::File(error) => error.into(),
            CertificatesError::TooLarge { .. } => Self::config(message),
            CertificatesError::Unusable { source, .. } => Self::config(message).with_source(source),
            CertificatesError::FirstUse { request_id } => Self::new(
                Kind::Verification,
                format!("{message}, and --first-use refuse was given"),
            )
            .in_chinese("没有已信任的密钥能为这些证书作证，且指定了 --first-use refuse")
            .with_help(Text::pair(
                "give a certificate that is trusted already with -c, or the WeChat Pay public key",
                "用 -c 提供已信任的证书，或配置微信支付公钥",
            ))
            .with_request_id(request_id),
        }
    }
}

/// The failure of a file for `--chain`.
pub(super) fn unusable_chain(path: &Path, error: ChainFileError) -> CliError {
    CliError::config(format!("{} cannot be used as a chain", path.display()))
        .with_source(error)
        .with_help(Text::pair(
            "give WeChat Pay's CertTrustChain.p7b (https://wx.gtimg.com/mch/files/CertTrustChain.p7b), or its certificates up to the root in PEM",
            "使用微信支付的 CertTrustChain.p7b（https://wx.gtimg.com/mch/files/CertTrustChain.p7b），或包含根证书的 PEM 文件"))
}

/// The failure of a path for `-c` that has no key.
pub(super) fn without_key(path: &Path, files: &PlatformFiles) -> CliError {
    let path = path.display();
    let mut failure = CliError::config(format!("-c {path} contains no WeChat Pay key to trust"))
        .in_chinese(format!("-c {path} 中没有可信任的微信支付密钥"))
        .with_help(Text::pair(
            "give a platform certificate (wechatpay_….pem), a folder of them, or the WeChat Pay public key under the name PUB_KEY_ID_….pem (or set public_key and public_key_id); without -c, the first download is trusted on first use",
            "请提供平台证书（wechatpay_….pem）、存放平台证书的文件夹，或名为 PUB_KEY_ID_….pem 的微信支付公钥（也可配置 public_key 与 public_key_id）；不带 -c 时，首次下载按首次使用处理"));
    if files.passed_over.is_empty() {
        failure.add_cause(Text::pair(
            "no file in it is a certificate or key",
            "其中没有证书或密钥文件",
        ));
    }
    for passed in &files.passed_over {
        failure.add_cause(Text::pair(
            keys::passed_over(passed, Lang::En),
            keys::passed_over(passed, Lang::Zh),
        ));
    }
    failure
}

/// Public-key merchants have no certificates, which is not a mistake of theirs or of the request.
fn call(error: Error) -> CliError {
    let says = |message: &Option<String>| {
        let message = message.as_deref();
        message.is_some_and(|text| text.to_lowercase().contains("apiv3"))
    };
    let no_apiv3_key = matches!(
        &error,
        Error::Api(refused) if refused.status == 401 && says(&refused.message)
    );
    let public_key = has_public_key_only(&error);
    let mut failure = asking_failed(error);
    if public_key {
        failure.kind = Kind::NotFound;
        return failure.public_key_mode();
    }
    if no_apiv3_key {
        return failure.with_help(Text::pair(
            "set the APIv3 key in the merchant console (账户中心 → API安全 → APIv3密钥), and the same as apiv3_key in the profile",
            "在商户平台「账户中心 → API安全」设置 APIv3 密钥，并在配置的 apiv3_key 中填写同一密钥"));
    }
    failure
}

fn has_public_key_only(error: &Error) -> bool {
    match error {
        Error::Api(refused) => refused.status == 404 && refused.is("RESOURCE_NOT_EXISTS"),
        Error::Certificates {
            source: CertificateError::None,
            ..
        } => true,
        Error::Certificates {
            source: CertificateError::Signature(VerifyError::UnknownSerial(serial)),
            ..
        } => serial.starts_with("PUB_KEY_ID_"),
        Error::Certificates { .. }
        | Error::Transport(_)
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Answer { .. }
        | Error::AfterUnknown { .. }
        | Error::Login(_) => false,
    }
}
