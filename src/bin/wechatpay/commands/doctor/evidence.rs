//! What the checks of `doctor` found, in words.

use std::io;

use wechatpay::ambient;
use wechatpay::doctor::{
    CertificateState, CertificatesState, CheckId, EchoState, Evidence, HostState, Outcome,
    PlatformKeys, SkipReason, Status,
};
use wechatpay::error::Error;
use wechatpay::notify_url::NotifyUrlError;
use wechatpay::profile::ProfileError;
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::keys::{EncryptError, OaepHash};
use wechatpay::transport::{Obstacle, TransportError};

use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::error::{CliError, by_variant, io_cause, keys};
use crate::text;
use crate::ui::{Lang, Text, count};

/// Describes what a check found; `setup` is why no connection can be set up.
pub(super) fn describe(outcome: Outcome, setup: &mut Option<CliError>, lang: Lang) -> CliError {
    let is_ok = outcome.status == Status::Ok;
    CliError::config(match outcome.evidence {
        Evidence::Skipped(reason) => skipped(reason),
        Evidence::Mchid(mchid) if is_ok => Text::verbatim(mchid.as_str()),
        Evidence::Mchid(mchid) => {
            let digits = mchid.as_str().len();
            text!("doctor-mchid", mchid, digits)
        }
        Evidence::Appid(appid) if is_ok => Text::verbatim(appid.as_str()),
        Evidence::Appid(appid) => text!("doctor-appid", appid),
        Evidence::AppidNotSet(error) => {
            return CliError::config(text!("doctor-appid-not-set")).with_help_of(error, lang);
        }
        Evidence::KeyUsable => text!("doctor-key-usable"),
        Evidence::Certificate(state) => certificate(state),
        Evidence::SerialNo(serial_no) => Text::verbatim(serial_no.as_str()),
        Evidence::ApiV3Key => text!("doctor-apiv3-key"),
        Evidence::SameSecrets => text!("doctor-same-secrets"),
        Evidence::AppSecret => text!("doctor-app-secret"),
        Evidence::AppSecretNotSet(error) => {
            return CliError::config(text!("doctor-app-secret-not-set")).with_help_of(error, lang);
        }
        Evidence::SecretsPrivate => text!("doctor-secrets-private"),
        Evidence::FilesControlled => text!("doctor-files-controlled"),
        Evidence::SecretsExposed(errors) | Evidence::FilesNotControlled(errors) => {
            return files(errors, lang);
        }
        Evidence::NotifyUrl(url) => Text::verbatim(url),
        Evidence::NotifyUrlNotSet(error) => {
            let failure = CliError::config(text!("doctor-notify-url-not-set"));
            return match error {
                Some(error) => failure.with_help_of(error, lang),
                None => failure,
            };
        }
        Evidence::NotifyUrlFault(fault) => {
            let help = text!("doctor-notify-url-help");
            return CliError::config(notify_url_fault(fault)).with_help(help);
        }
        Evidence::PlatformKeys(keys) => return platform_keys(&keys, lang),
        Evidence::NoPlatformKey(unused) => return Context::no_key_in(&unused),
        Evidence::SubMchid(Some(sub_mchid)) => text!("doctor-partner", sub_mchid),
        Evidence::SubMchid(None) => skipped(SkipReason::NoSubMchid),
        Evidence::BaseUrls(urls) => Text::list(&urls),
        Evidence::Profile(error) => return error.into(),
        Evidence::ForeignHost(error) => return error.into(),
        Evidence::Setup(error) => return error.into(),
        Evidence::NoTransport => {
            return setup
                .take()
                .unwrap_or_else(|| CliError::config(String::new()));
        }
        Evidence::Host(state) => return host(state),
        Evidence::ClockBehind(0) => text!("doctor-clock-exact"),
        Evidence::ClockBehind(seconds @ 1..) => text!("doctor-clock-behind", seconds),
        Evidence::ClockBehind(seconds) => text!("doctor-clock-ahead", seconds = -seconds),
        Evidence::Certificates(state) => return certificates(state),
        Evidence::Echo(state) => return echo(outcome.id, state),
    })
}

fn skipped(reason: SkipReason) -> Text {
    match reason {
        SkipReason::Failed(id) => text!("doctor-skipped", check = id.name()),
        SkipReason::Offline => text!("doctor-offline"),
        SkipReason::CertificateNotSet => text!("doctor-certificate-not-set"),
        SkipReason::InsecurePermissions => text!("doctor-insecure-permissions"),
        SkipReason::NoFileModes => text!("doctor-no-file-modes"),
        SkipReason::NoSubMchid => text!("doctor-no-sub-mchid"),
        SkipReason::NoBackupHost => text!("doctor-no-backup-host"),
        SkipReason::SameHost => text!("doctor-same-host"),
        SkipReason::PlainHttp => text!("doctor-plain-http"),
        SkipReason::Proxy => text!("doctor-proxy"),
        SkipReason::NoDate => text!("doctor-no-date"),
        SkipReason::NoKey => text!("doctor-no-key"),
    }
}

/// Describes files that others can read or change, each remedy once.
fn files(errors: Vec<ProfileError>, lang: Lang) -> CliError {
    let (mut messages, mut fixes) = (Vec::new(), Vec::new());
    for failure in errors.into_iter().map(CliError::from) {
        messages.push(failure.message(lang));
        fixes.extend(failure.help(lang).filter(|fix| !fixes.contains(fix)));
    }
    CliError::config(messages.join(lang.semicolon())).with_help(fixes.join("\n"))
}

fn certificate(state: CertificateState) -> Text {
    by_variant!(state: CertificateState {
        OldIssuer => text!("doctor-certificate-old-issuer"),
        NotYetValid(start) => text!("doctor-certificate-not-yet-valid", start = start.to_rfc3339()),
        Expired(end) => text!("doctor-certificate-expired", end = end.to_rfc3339()),
        Valid { end, days_left } => {
            text!("doctor-certificate-valid", end = end.to_rfc3339(), days = count(days_left))
        },
    })
}

/// Returns why WeChat Pay cannot use a notify_url.
pub(in crate::commands) fn notify_url_fault(fault: NotifyUrlError) -> Text {
    match fault {
        NotifyUrlError::Whitespace => text!("doctor-notify-url-whitespace"),
        NotifyUrlError::NotUrl => text!("doctor-notify-url-not-url"),
        NotifyUrlError::Credentials => text!("doctor-notify-url-credentials"),
        NotifyUrlError::Scheme => text!("doctor-notify-url-scheme"),
        NotifyUrlError::QueryOrFragment => text!("doctor-notify-url-query"),
        NotifyUrlError::TooLong => text!("doctor-notify-url-too-long"),
        NotifyUrlError::PlainHttp => text!("doctor-notify-url-plain-http"),
        NotifyUrlError::Loopback => text!("doctor-notify-url-loopback"),
        NotifyUrlError::NotPublic => text!("doctor-notify-url-not-public"),
        NotifyUrlError::NoPath => text!("doctor-notify-url-no-path"),
    }
}

fn platform_keys(found: &PlatformKeys, lang: Lang) -> CliError {
    let now = ambient::now();
    let id = found.public_key_id.as_ref();
    let mut lines: Vec<Text> = id
        .map(|id| text!("doctor-platform-public-key", id))
        .into_iter()
        .collect();
    lines.extend(found.certificates.iter().map(|certificate| {
        let serial_no = &certificate.serial_no;
        let days = certificate.not_after.whole_days_since(now);
        if days < 0 {
            let end = certificate.not_after.to_rfc3339();
            text!("doctor-platform-certificate-expired", serial_no, end)
        } else {
            text!("doctor-platform-certificate", serial_no, days = count(days))
        }
    }));
    lines.extend(found.unused.iter().map(keys::unused));
    let lines: Vec<String> = lines.iter().map(|line| line.show(lang)).collect();
    CliError::config(lines.join(lang.semicolon())).with_help(match &found.not_of {
        Some(mchid) => text!("doctor-other-public-key", mchid),
        None => text!("doctor-help-prune"),
    })
}

/// The port of a sandbox that is started without options.
const DEFAULT_PORT: u16 = 8787;

fn host(state: HostState) -> CliError {
    let reason = |source: Option<io::Error>| match source {
        Some(source) => io_cause(&source),
        None => text!("doctor-host-timeout"),
    };
    CliError::config(match state {
        HostState::Passed { peer, elapsed } => {
            text!("doctor-host", peer, millis = elapsed.as_millis())
        }
        HostState::Unresolved { hosts, source } => {
            let host = Text::list(&hosts);
            text!("doctor-host-unresolved", host, reason = reason(source))
        }
        HostState::Unconnected {
            hosts,
            local_port,
            source,
        } => {
            let (host, reason) = (Text::list(&hosts), reason(source));
            match local_port {
                Some(DEFAULT_PORT) => {
                    text!(
                        "doctor-host-local",
                        host,
                        reason,
                        command = "wechatpay sandbox"
                    )
                }
                Some(port) => {
                    let command = format!("wechatpay sandbox --listen 127.0.0.1:{port}");
                    text!("doctor-host-local", host, reason, command)
                }
                None => text!("doctor-host-unconnected", host, reason),
            }
        }
        HostState::NoResponse { plain, source } => {
            let is_proxy = matches!(source.obstacle(), Some(Obstacle::Proxy { .. }));
            return CliError::from(source).with_help(if is_proxy {
                text!("doctor-help-proxy")
            } else if plain {
                text!("doctor-help-plain-host")
            } else {
                text!("doctor-help-tls-host")
            });
        }
    })
}

fn certificates(state: CertificatesState) -> CliError {
    let joined = |serials: Vec<SerialNo>| {
        let serials: Vec<String> = serials.iter().map(ToString::to_string).collect();
        Text::list(&serials)
    };
    CliError::config(match state {
        CertificatesState::Opened(serials) => {
            text!("doctor-listed", serials = joined(serials))
        }
        CertificatesState::New(serials) => text!("doctor-listed-new", serials = joined(serials)),
        CertificatesState::NotOpened => text!("doctor-listed-not-opened"),
        CertificatesState::PublicKeyOnly => text!("doctor-listed-none"),
        CertificatesState::NoneListed(error) => return CliError::from(error).public_key_mode(),
        CertificatesState::ExpiredAtWechatPay(error) => {
            return CliError::from(error).with_help(text!("doctor-help-expired-at-wechat-pay"));
        }
        CertificatesState::NoApiV3Key(error) => {
            return CliError::from(error).with_help(text!("doctor-help-no-apiv3-key"));
        }
        CertificatesState::Failed(error) => return call_failed(error),
    })
}

fn echo(id: CheckId, state: EchoState) -> CliError {
    CliError::config(match state {
        EchoState::Proved { serial_no, hash } => {
            let hash = match hash {
                OaepHash::Sha1 => "OAEP SHA-1",
                OaepHash::Sha256 => "OAEP SHA-256",
            };
            text!("doctor-echo", serial_no, hash)
        }
        EchoState::NotEncrypted(EncryptError::TooLong { length, max_bytes }) => {
            text!("doctor-echo-too-long", length, max_bytes)
        }
        EchoState::NotEncrypted(EncryptError::Key) => text!("doctor-echo-not-encrypted"),
        EchoState::UnknownKey(error) => {
            return CliError::from(error).with_help(if id == CheckId::EchoPublicKey {
                text!("doctor-help-public-key")
            } else {
                text!("doctor-help-prune")
            });
        }
        EchoState::Failed(error) => return call_failed(error),
        EchoState::OtherText => text!("doctor-echo-other-text"),
        EchoState::OtherSigner {
            requested,
            signed_by,
        } => text!("doctor-echo-other-signer", requested, signed_by),
        EchoState::NoEncryptedText => text!("doctor-echo-no-text"),
        EchoState::NotOpened => text!("doctor-echo-not-opened"),
    })
}

/// The failure of a call that changed nothing and may be repeated.
fn call_failed(error: Error) -> CliError {
    let broke_off = matches!(
        &error,
        Error::Transport(why) if !matches!(why, TransportError::Unreachable { .. })
    );
    asking_failed(error).with_better_help(broke_off.then(|| text!("doctor-help-again")))
}

impl CliError {
    /// Takes the help of an error of the profile.
    fn with_help_of(self, error: ProfileError, lang: Lang) -> Self {
        self.with_better_help(Self::from(error).help(lang))
    }
}
