//! What only signed calls show: the platform certificates, and an echo that is encrypted both ways.

use std::time::Duration;

use super::check::CheckId;
use super::evidence::{CertificatesState, EchoState, SkipReason};
use super::outcome::Outcomes;
use crate::ambient;
use crate::client::{Answered, Client};
use crate::error::Error;
use crate::protocol::certificate::Certificates;
use crate::protocol::certificate::{Bootstrap, CertificateError};
use crate::protocol::echo::{Echo, Echoed};
use crate::protocol::id::SerialNo;
use crate::protocol::keys::{Ciphertext, VerifyingKey};
use crate::protocol::sensitive;
use crate::protocol::signed::VerifyError;
use crate::transport::TransportError;

/// Whether the merchant has platform certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Some,
    None,
    Unknown,
}

/// Lists the platform certificates: proof that the signature is accepted, that `apiv3_key` is
/// WeChat Pay's, and of what the merchant verifies with.
pub(super) async fn list_certificates(
    client: &Client,
    limit: Duration,
    outcomes: &mut Outcomes,
) -> Listed {
    const ID: CheckId = CheckId::Certificates;
    let merchant = client.merchant();
    let listed = if let Some(apiv3_key) = &merchant.apiv3_key {
        let call = client.certificates(&merchant.keyring, apiv3_key);
        within(client, limit, call)
            .await
            .map(|listed| Some(listed.bootstrap))
    } else if merchant.keyring.is_empty() {
        outcomes.skip(ID, SkipReason::Failed(CheckId::ApiV3Key));
        return Listed::Unknown;
    } else {
        within(client, limit, client.call(&Certificates))
            .await
            .map(|_| None)
    };
    match listed {
        Ok(Some(bootstrap)) => compare(client, &bootstrap, outcomes),
        Ok(None) => outcomes.ok(ID, CertificatesState::NotOpened),
        Err(error) => return refused(client, error, outcomes),
    }
    Listed::Some
}

fn compare(client: &Client, bootstrap: &Bootstrap, outcomes: &mut Outcomes) {
    let keyring = &client.merchant().keyring;
    let (known, new): (Vec<SerialNo>, Vec<SerialNo>) = bootstrap
        .certificates
        .iter()
        .map(|certificate| certificate.serial_no.clone())
        .partition(|serial_no| keyring.find(serial_no).is_some());
    let has_certificates = keyring
        .iter()
        .any(|key| !key.serial_no().is_public_key_id());
    if new.is_empty() {
        outcomes.ok(CheckId::Certificates, CertificatesState::Opened(known));
    } else if has_certificates {
        outcomes.warn(CheckId::Certificates, CertificatesState::New(new));
    } else {
        outcomes.ok(CheckId::Certificates, CertificatesState::Opened(new));
    }
}

fn refused(client: &Client, error: Error, outcomes: &mut Outcomes) -> Listed {
    const ID: CheckId = CheckId::Certificates;
    let listed = listed(&error);
    match (listed, &error) {
        // A merchant without platform certificates is in order once its public key is set.
        (Listed::None, _) if client.merchant().public_key_id.is_some() => {
            outcomes.ok(ID, CertificatesState::PublicKeyOnly);
        }
        (Listed::None, _) if outcomes.has_failed(CheckId::PlatformKeys) => {
            outcomes.warn(ID, CertificatesState::NoneListed(error));
        }
        (Listed::None, _) => outcomes.fail(ID, CertificatesState::NoneListed(error)),
        (_, Error::Api(refused)) if refused.status == 403 && refused.is("NOT_ENOUGH") => {
            outcomes.fail(ID, CertificatesState::ExpiredAtWechatPay(error));
        }
        (_, Error::Api(refused)) if contains(refused.message.as_deref(), "APIv3") => {
            outcomes.fail(ID, CertificatesState::NoApiV3Key(error));
        }
        (Listed::Some | Listed::Unknown, _) => outcomes.fail(ID, CertificatesState::Failed(error)),
    }
    listed
}

fn contains(message: Option<&str>, part: &str) -> bool {
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
            CertificateError::Signature(_)
            | CertificateError::Shape(_)
            | CertificateError::Key { .. }
            | CertificateError::Serial { .. }
            | CertificateError::Validity { .. }
            | CertificateError::Expired(_)
            | CertificateError::Merchant { .. }
            | CertificateError::Chain { .. } => Listed::Unknown,
        },
        Error::Api(_)
        | Error::Transport(_)
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Answer { .. }
        | Error::AfterUnknown { .. }
        | Error::Login(_) => Listed::Unknown,
    }
}

/// Has a text echoed that is encrypted both ways with a key of WeChat Pay's.
pub(super) async fn echo(
    id: CheckId,
    key: &VerifyingKey,
    client: &Client,
    limit: Duration,
    outcomes: &mut Outcomes,
) {
    let message = format!("wechatpay doctor {}", ambient::letters(12));
    let echo = match Echo::new(&message, None, key) {
        Ok(echo) => echo,
        Err(error) => return outcomes.fail(id, EchoState::NotEncrypted(error)),
    };
    let state = match within(client, limit, client.call(&echo)).await {
        Ok(response) => check_echo(key.serial_no(), &message, &response, client),
        Err(Error::Api(refused)) if contains(refused.message.as_deref(), "Wechatpay-Serial") => {
            EchoState::UnknownKey(Error::Api(refused))
        }
        Err(Error::Answer { .. }) => EchoState::OtherText,
        Err(error) => EchoState::Failed(error),
    };
    match state {
        EchoState::Proved { .. } => outcomes.ok(id, state),
        EchoState::OtherSigner { .. } | EchoState::NoEncryptedText => outcomes.warn(id, state),
        EchoState::NotEncrypted(_)
        | EchoState::UnknownKey(_)
        | EchoState::Failed(_)
        | EchoState::OtherText
        | EchoState::NotOpened => outcomes.fail(id, state),
    }
}

fn check_echo(
    serial_no: &SerialNo,
    message: &str,
    response: &Answered<Echoed>,
    client: &Client,
) -> EchoState {
    if response.value.echo_message != message {
        return EchoState::OtherText;
    }
    if response.signed_by.parse::<SerialNo>().ok().as_ref() != Some(serial_no) {
        return EchoState::OtherSigner {
            requested: serial_no.clone(),
            signed_by: response.signed_by.clone(),
        };
    }
    let Some(sealed) = &response.value.encrypted_echo_message else {
        return EchoState::NoEncryptedText;
    };
    let opened = sealed
        .parse::<Ciphertext>()
        .and_then(|sealed| sensitive::open_either(&sealed, &client.merchant().key));
    match opened {
        Ok(opened) if opened.plaintext.as_slice() == message.as_bytes() => EchoState::Proved {
            serial_no: serial_no.clone(),
            hash: opened.hash,
        },
        Ok(_) | Err(_) => EchoState::NotOpened,
    }
}

/// Waits for a call no longer than `limit`.
async fn within<T>(
    client: &Client,
    limit: Duration,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    tokio::time::timeout(limit, call).await.unwrap_or_else(|_| {
        Err(Error::Transport(TransportError::Timeout {
            host: client.base().host(),
            waited: limit,
        }))
    })
}
