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
    let (evidence, is_ok) = (outcome.evidence, outcome.status == Status::Ok);
    by_variant!(evidence: Evidence {
        Skipped(reason) => say(skipped(reason)),
        Passed => say(Text::of_id(&format!("doctor-{}", outcome.id.name()), Vec::new())),
        Mchid(mchid) => say(if is_ok {
            Text::verbatim(mchid.as_str())
        } else {
            let digits = mchid.as_str().len();
            text!("doctor-mchid", mchid, digits)
        }),
        Appid(appid) => say(if is_ok {
            Text::verbatim(appid.as_str())
        } else {
            text!("doctor-appid", appid)
        }),
        AppidNotSet(error) => say(text!("doctor-appid-not-set")).with_help_of(error, lang),
        Certificate(state) => say(certificate(state)),
        SerialNo(serial_no) => say(Text::verbatim(serial_no.as_str())),
        SameSecrets => say(text!("doctor-same-secrets")),
        AppSecretNotSet(error) => say(text!("doctor-app-secret-not-set")).with_help_of(error, lang),
        SecretsExposed(errors) | FilesNotControlled(errors) => files(errors, lang),
        NotifyUrl(url) => say(Text::verbatim(url)),
        NotifyUrlNotSet(error) => say(text!("doctor-notify-url-not-set")).with_help_of(error, lang),
        NotifyUrlFault(fault) => {
            say(notify_url_fault(fault)).with_help(text!("doctor-notify-url-help"))
        },
        PlatformKeys(keys) => platform_keys(&keys, lang),
        NoPlatformKey(unused) => Context::no_key_in(&unused),
        SubMchid(Some(sub_mchid)) => say(text!("doctor-partner", sub_mchid)),
        SubMchid(None) => say(skipped(SkipReason::NoSubMchid)),
        BaseUrls(urls) => say(Text::list(&urls)),
        Profile(error) => error.into(),
        ForeignHost(error) => error.into(),
        Setup(error) => error.into(),
        NoTransport => setup.take().unwrap_or_else(|| say(Text::verbatim(""))),
        Host(state) => host(state),
        ClockBehind(0) => say(text!("doctor-clock-exact")),
        ClockBehind(seconds @ 1..) => say(text!("doctor-clock-behind", seconds)),
        ClockBehind(seconds) => say(text!("doctor-clock-ahead", seconds = -seconds)),
        Certificates(state) => certificates(state),
        Echo(state) => echo(outcome.id, state),
    })
}

/// Says what was found like an error, whose message may have a help of its own.
fn say(text: Text) -> CliError {
    CliError::config(text)
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
    by_variant!(state: HostState {
        Passed { peer, elapsed } => say(text!("doctor-host", peer, millis = elapsed.as_millis())),
        Unresolved { hosts, source } => {
            let (host, reason) = (Text::list(&hosts), reason(source));
            say(text!("doctor-host-unresolved", host, reason))
        },
        Unconnected { hosts, local_port, source } => {
            let (host, reason) = (Text::list(&hosts), reason(source));
            let command = match local_port {
                Some(DEFAULT_PORT) => "wechatpay sandbox".to_owned(),
                Some(port) => format!("wechatpay sandbox --listen 127.0.0.1:{port}"),
                None => return say(text!("doctor-host-unconnected", host, reason)),
            };
            say(text!("doctor-host-local", host, reason, command))
        },
        NoResponse { plain, source } => {
            let is_proxy = matches!(source.obstacle(), Some(Obstacle::Proxy { .. }));
            CliError::from(source).with_help(match (is_proxy, plain) {
                (true, _) => text!("doctor-help-proxy"),
                (false, true) => text!("doctor-help-plain-host"),
                (false, false) => text!("doctor-help-tls-host"),
            })
        },
    })
}

fn certificates(state: CertificatesState) -> CliError {
    let joined = |serials: Vec<SerialNo>| {
        let serials: Vec<String> = serials.iter().map(ToString::to_string).collect();
        Text::list(&serials)
    };
    by_variant!(state: CertificatesState {
        Opened(serials) => say(text!("doctor-listed", serials = joined(serials))),
        New(serials) => say(text!("doctor-listed-new", serials = joined(serials))),
        NotOpened => say(text!("doctor-listed-not-opened")),
        PublicKeyOnly => say(text!("doctor-listed-none")),
        NoneListed(error) => CliError::from(error).public_key_mode(),
        ExpiredAtWechatPay(error) => {
            CliError::from(error).with_help(text!("doctor-help-expired-at-wechat-pay"))
        },
        NoApiV3Key(error) => CliError::from(error).with_help(text!("doctor-help-no-apiv3-key")),
        Failed(error) => call_failed(error),
    })
}

fn echo(id: CheckId, state: EchoState) -> CliError {
    by_variant!(state: EchoState {
        Proved { serial_no, hash } => {
            let hash = match hash {
                OaepHash::Sha1 => "OAEP SHA-1",
                OaepHash::Sha256 => "OAEP SHA-256",
            };
            say(text!("doctor-echo", serial_no, hash))
        },
        NotEncrypted(EncryptError::TooLong { length, max_bytes }) => {
            say(text!("doctor-echo-too-long", length, max_bytes))
        },
        NotEncrypted(EncryptError::Key) => say(text!("doctor-echo-not-encrypted")),
        UnknownKey(error) => CliError::from(error).with_help(if id == CheckId::EchoPublicKey {
            text!("doctor-help-public-key")
        } else {
            text!("doctor-help-prune")
        }),
        Failed(error) => call_failed(error),
        OtherText => say(text!("doctor-echo-other-text")),
        OtherSigner { requested, signed_by } => {
            say(text!("doctor-echo-other-signer", requested, signed_by))
        },
        NoEncryptedText => say(text!("doctor-echo-no-text")),
        NotOpened => say(text!("doctor-echo-not-opened")),
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
    /// Takes the help of an error of the profile, if there is one.
    fn with_help_of(self, error: impl Into<Option<ProfileError>>, lang: Lang) -> Self {
        let help = error.into().and_then(|error| Self::from(error).help(lang));
        self.with_better_help(help)
    }
}
