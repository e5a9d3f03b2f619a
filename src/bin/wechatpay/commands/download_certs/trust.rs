//! What vouches for downloaded certificates, and what it means where nothing does.

use std::path::Path;

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::error::Error;
use wechatpay::profile::{PlatformFiles, Profile};
use wechatpay::protocol::certificate::{
    Bootstrap, CertificateError, PlatformCertificate, TrustChain,
};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::signed::VerifyError;

use super::FirstUse;
use super::stored::Stored;
use crate::args;
use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};
use crate::lang::Lang;

/// What the answer was verified with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Trust {
    /// A certificate that was trusted before.
    Pinned,
    /// Nothing but the APIv3 key, and the certificate itself.
    FirstUse,
    /// The WeChat Pay public key.
    PublicKey,
}

/// Returns all keys that are trusted already.
pub(super) fn keyring(
    context: &Context,
    stored: &[Stored],
    given: PlatformFiles,
) -> Result<Keyring, Failure> {
    let mut keyring = context.profile()?.trusted()?;
    for x509 in stored.iter().map(|stored| &stored.x509) {
        keyring.add_certificate(x509).map_err(|error| {
            let serial_no = x509.serial_no();
            let subject = x509.subject();
            Failure::config(format!(
                "certificate {serial_no} ({subject}) cannot be trusted"
            ))
            .because(&error)
        })?;
    }
    for key in given.into_keyring().into_keys() {
        keyring.add(key);
    }
    Ok(keyring)
}

/// Reads the file of `--chain`.
pub(super) fn chain(path: &Path, profile: &Profile) -> Result<TrustChain, Failure> {
    profile.check_control("--chain", path)?;
    TrustChain::read(&args::file(path)?).map_err(|error| {
        Failure::config(format!("{} cannot be used as a chain", path.display()))
            .because(&error)
            .with_help(
                "give WeChat Pay's CertTrustChain.p7b (https://wx.gtimg.com/mch/files/CertTrustChain.p7b), or its certificates up to the root in PEM",
                "使用微信支付的 CertTrustChain.p7b（https://wx.gtimg.com/mch/files/CertTrustChain.p7b），或包含根证书的 PEM 文件",
            )
    })
}

/// Follows each certificate to the chain's root.
pub(super) fn follow(
    chain: Option<&TrustChain>,
    bootstrap: &Bootstrap,
    request_id: Option<&str>,
) -> Result<(), Failure> {
    let Some(chain) = chain else { return Ok(()) };
    let now = ambient::now();
    for certificate in &bootstrap.certificates {
        chain.verify(&certificate.x509, now).map_err(|source| {
            Failure::from(Error::Certificates {
                source: CertificateError::Chain {
                    serial_no: certificate.serial_no.clone(),
                    source,
                },
                request_id: request_id.map(str::to_owned),
            })
        })?;
    }
    Ok(())
}

/// Tells what the answer was verified with, unless that is not enough.
pub(super) fn judge(
    bootstrap: &Bootstrap,
    trusted: &Keyring,
    first_use: FirstUse,
    context: &Context,
) -> Result<Trust, Failure> {
    let signed_by = &bootstrap.signed_by;
    match (bootstrap.pinned, signed_by.is_public_key_id()) {
        (true, true) => Ok(Trust::PublicKey),
        (true, false) => Ok(Trust::Pinned),
        (false, _) if first_use == FirstUse::Refuse => Err(Failure::new(
            Kind::Verification,
            "no key at hand vouches for these certificates, and --first-use refuse was given",
        )
        .in_chinese("没有已信任的密钥能为这些证书作证，且指定了 --first-use refuse")
        .with_help(
            "give a certificate that is trusted already with -c, or the WeChat Pay public key",
            "用 -c 提供已信任的证书，或配置微信支付公钥",
        )),
        (false, _) => {
            if !trusted.is_empty() && !context.output.json {
                context.output.warn(match context.output.lang {
                    Lang::En => format!(
                        "{signed_by} signed the answer, which none of the trusted keys vouches for; the APIv3 key alone does"
                    ),
                    Lang::Zh => format!(
                        "应答由 {signed_by} 签名，已信任的密钥均不能为其作证；仅由 APIv3 密钥验证"
                    ),
                });
            }
            Ok(Trust::FirstUse)
        }
    }
}

/// An answer that lists a certificate twice means it once.
pub(super) fn distinct(bootstrap: &Bootstrap) -> Vec<&PlatformCertificate> {
    let mut distinct: Vec<&PlatformCertificate> = Vec::new();
    for certificate in &bootstrap.certificates {
        if distinct
            .iter()
            .all(|known| known.serial_no != certificate.serial_no)
        {
            distinct.push(certificate);
        }
    }
    distinct
}

/// Says what a refusal means here: public-key merchants have no certificates, which is no fault
/// of theirs or of the request.
pub(super) fn explain(error: Error) -> Failure {
    let says = |message: &Option<String>| {
        let message = message.as_deref();
        message.is_some_and(|text| text.to_lowercase().contains("apiv3"))
    };
    let no_apiv3_key = matches!(
        &error,
        Error::Api(refused) if refused.status == 401 && says(&refused.message)
    );
    let public_key = is_public_key_merchants(&error);
    let mut failure = asking_failed(error);
    if public_key {
        failure.kind = Kind::NotFound;
        return failure.public_key_mode();
    }
    if no_apiv3_key {
        return failure.with_help(
            "set the APIv3 key in the merchant console (账户中心 → API安全 → APIv3密钥), and the same as apiv3_key in the profile",
            "在商户平台「账户中心 → API安全」设置 APIv3 密钥，并在配置的 apiv3_key 中填写同一密钥",
        );
    }
    failure
}

fn is_public_key_merchants(error: &Error) -> bool {
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
        _ => false,
    }
}
