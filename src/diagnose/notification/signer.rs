//! What the key that signed a notification says, beside the one that its serial number names.

use crate::diagnose::serial_text;
use crate::diagnose::signature_analysis::{CandidateKey, Party, Signer};
use crate::diagnose::{Cause, Finding, Sentence, Subject, sentence};
use crate::protocol::keys::VerifyingKey;
use crate::protocol::signed::SERIAL;

/// Returns what is wrong with the signer.
pub(super) fn finding(
    signer: &Signer<'_>,
    serial: &str,
    named: Option<&VerifyingKey>,
    candidate_keys: &[CandidateKey<'_>],
) -> Option<Finding> {
    match signer {
        Signer::Expected | Signer::Apiv3Key => None,
        Signer::Other(candidate) if candidate.party == Party::Merchant => Some(swapped(sentence!(
            "finding-merchant-key-signed",
            "a merchant's key made this signature: {owner}";
            owner: candidate.owner
        ))),
        Signer::Other(candidate) if named.is_some() => Some(Finding::verified(
            Cause::OtherKnownKey,
            sentence!(
                "finding-other-key-signed",
                "Wechatpay-Serial names {serial}, but {owner} signed",
                serial = serial;
                owner: candidate.owner
            ),
            sentence!(
                "finding-fix-other-key-signed",
                "verify with the key that signed; check under which serial number each key is saved, and that Wechatpay-Serial is passed on unchanged"
            ),
        )),
        // It names its own key, which is not one of this profile's.
        Signer::Other(candidate)
            if serial_text::meant(serial).as_ref() == Some(candidate.key.serial_no()) =>
        {
            Some(Finding::fact(
                Cause::OtherKnownKey,
                Subject::Notification,
                sentence!(
                    "finding-other-key",
                    "another key made this signature: {owner}";
                    owner: candidate.owner
                ),
            ))
        }
        Signer::Other(candidate) => Some(other_serial(serial, candidate)),
        Signer::Unknown => Some(unknown_signer(serial, named, candidate_keys)),
    }
}

fn other_serial(serial: &str, signer: &CandidateKey<'_>) -> Finding {
    let (cause, message) = match serial_text::cut(SERIAL, serial, signer.key.serial_no()) {
        Some(cut) => (Cause::MalformedSerial, cut),
        None => (
            Cause::SerialMismatch,
            sentence!(
                "finding-serial-is-not-signers",
                "Wechatpay-Serial is {serial}, but {owner} signed",
                serial = serial;
                owner: signer.owner
            ),
        ),
    };
    Finding::fact(cause, Subject::Notification, message)
}

fn unknown_signer(
    serial: &str,
    named: Option<&VerifyingKey>,
    candidate_keys: &[CandidateKey<'_>],
) -> Finding {
    let Some(named) = named else {
        let fix = if serial.starts_with("PUB_KEY_ID_") {
            sentence!(
                "finding-fix-set-public-key",
                "set public_key and public_key_id in the profile: this is a WeChat Pay public key"
            )
        } else {
            sentence!(
                "finding-fix-download-certs",
                "run download-certs: the platform certificate is new, or another merchant's"
            )
        };
        return Finding::verified(
            Cause::UnknownSerial,
            sentence!(
                "finding-serial-unknown",
                "no key is known for Wechatpay-Serial {serial}",
                serial = serial
            ),
            fix,
        );
    };
    let own = candidate_keys
        .iter()
        .find(|candidate| candidate.party == Party::Merchant && candidate.key.same_key(named));
    match own {
        Some(candidate) => swapped(sentence!(
            "finding-stored-key-is-merchants",
            "the key stored under {serial} is a merchant's: {owner}",
            serial = serial;
            owner: candidate.owner
        )),
        None => Finding::supposed(Cause::WrongKey, Subject::Notification),
    }
}

fn swapped(message: Sentence) -> Finding {
    Finding::fact(
        Cause::PlatformAndMerchantSwapped,
        Subject::Notification,
        message,
    )
}
