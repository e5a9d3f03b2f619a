//! `GET /v3/certificates`: the first signed call, and what its answer says of the merchant.

use std::time::Duration;

use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::certificate::{Bootstrap, CertificateError};
use wechatpay::protocol::certificates::Certificates;
use wechatpay::protocol::signed::VerifyError;

use super::checks::{Checks, Status, told};
use super::live::{explained, within};
use crate::diagnostic::Failure;

pub(super) const NAME: &str = "certificates";

/// Whether the merchant has platform certificates, as far as WeChat Pay has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Some,
    None,
    Unknown,
}

/// Lists the platform certificates: proof that the signature is accepted, that `apiv3_key` is
/// WeChat Pay's, and of what the merchant verifies with.
pub(super) async fn check(client: &Client, limit: Duration, checks: &mut Checks) -> Listed {
    let merchant = client.merchant();
    let Some(apiv3_key) = &merchant.apiv3_key else {
        return unopened(client, limit, checks).await;
    };
    match within(
        client,
        limit,
        client.certificates(&merchant.keyring, apiv3_key),
    )
    .await
    {
        Ok((bootstrap, _)) => {
            opened(client, &bootstrap, checks);
            Listed::Some
        }
        Err(error) => refused(client, error, checks),
    }
}

async fn unopened(client: &Client, limit: Duration, checks: &mut Checks) -> Listed {
    if client.merchant().keyring.is_empty() {
        checks.skip_for(NAME, "apiv3-key");
        return Listed::Unknown;
    }
    match within(client, limit, client.call(&Certificates)).await {
        Ok(_) => {
            let text = checks.lang.pick(
                "the signature is accepted; not opened, since apiv3-key failed",
                "签名已被接受；apiv3-key 未通过，未解密",
            );
            checks.ok(NAME, text);
            Listed::Some
        }
        Err(error) => refused(client, error, checks),
    }
}

fn opened(client: &Client, bootstrap: &Bootstrap, checks: &mut Checks) {
    let keyring = &client.merchant().keyring;
    let serials = |known: bool| {
        let all = bootstrap.certificates.iter();
        all.filter(move |one| keyring.find(&one.serial_no).is_some() == known)
            .map(|one| one.serial_no.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let stored = keyring
        .iter()
        .any(|key| !key.serial_no().is_public_key_id());
    let new = serials(false);
    if stored && !new.is_empty() {
        let (message, fix) = checks.lang.pick(
            (
                format!("WeChat Pay has a certificate that is not at hand: {new}"),
                "run `wechatpay download-certs`",
            ),
            (
                format!("微信支付有本地没有的证书：{new}"),
                "运行 `wechatpay download-certs`",
            ),
        );
        return checks.warn(NAME, message, fix);
    }
    let all = if new.is_empty() { serials(true) } else { new };
    let text = checks.lang.pick(
        format!("the signature is accepted, apiv3_key opens the platform certificate {all}"),
        format!("签名已被接受，apiv3_key 可解密平台证书 {all}"),
    );
    checks.ok(NAME, text);
}

fn refused(client: &Client, error: Error, checks: &mut Checks) -> Listed {
    let lang = checks.lang;
    let listed = listed(&error);
    match (&error, listed) {
        (_, Listed::None) => {
            none_listed(client, error, checks);
            return listed;
        }
        (Error::Api(refused), _) if refused.status == 403 && refused.is("NOT_ENOUGH") => {
            let fix = lang.pick(
                "the platform certificate has expired at WeChat Pay: apply for the WeChat Pay public key in the merchant console (账户中心 → API安全), and set public_key and public_key_id",
                "微信支付一侧的平台证书已过期：在商户平台「账户中心 → API安全」申请微信支付公钥，并配置 public_key 与 public_key_id",
            );
            checks.fail(NAME, told(&Failure::from(error)), fix);
        }
        (Error::Api(refused), _) if says(refused.message.as_deref(), "APIv3") => {
            let fix = lang.pick(
                "set the APIv3密钥 in the merchant console (账户中心 → API安全), and apiv3_key to the same text",
                "在商户平台「账户中心 → API安全」设置 APIv3 密钥，并将 apiv3_key 设为相同内容",
            );
            checks.fail(NAME, told(&Failure::from(error)), fix);
        }
        _ => checks.fail_with(NAME, explained(error)),
    }
    listed
}

fn says(message: Option<&str>, part: &str) -> bool {
    message.is_some_and(|message| message.contains(part))
}

fn listed(error: &Error) -> Listed {
    match error {
        Error::Api(refused) if refused.status == 404 && refused.is("RESOURCE_NOT_EXISTS") => {
            Listed::None
        }
        Error::Certificates { source, .. } => match source {
            CertificateError::None => Listed::None,
            CertificateError::Signature(VerifyError::UnknownSerial(serial))
                if serial.starts_with("PUB_KEY_ID_") =>
            {
                Listed::Some
            }
            CertificateError::Sealed { .. } => Listed::Some,
            _ => Listed::Unknown,
        },
        _ => Listed::Unknown,
    }
}

/// A merchant without platform certificates is no fault, once its public key is set.
fn none_listed(client: &Client, error: Error, checks: &mut Checks) {
    let lang = checks.lang;
    if client.merchant().public_key_id.is_some() {
        let text = lang.pick(
            "the signature is accepted; this merchant has no platform certificates, and verifies with the WeChat Pay public key",
            "签名已被接受；此商户没有平台证书，使用微信支付公钥验签",
        );
        return checks.ok(NAME, text);
    }
    let failure = Failure::from(error).public_key_mode();
    if checks.status("platform-keys") == Some(Status::Failed) {
        let fix = failure.help(lang).unwrap_or_default();
        checks.warn(NAME, told(&failure), fix);
    } else {
        checks.fail_with(NAME, failure);
    }
}
