//! The log of a server: a line for each event that is not a notification, which is a result.

use std::error::Error as StdError;
use std::net::IpAddr;
use std::time::Duration;

use serde_json::{Map, Value, json};
use wechatpay::protocol::notification::NotificationError;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::receiver::{ListenerChange, NotifyEvent, Refused, Rejection, RepeatLimit};
use wechatpay::serving::RenewalError;
use wechatpay::shell;

use crate::commands::attempt::attempt_text;
use crate::commands::store;
use crate::error::{CliError, by_variant, io_cause, with_sources};
use crate::text;
use crate::ui::{Lang, Level, Output, Text};

/// How much of a header is shown, which may be a stranger's.
const MAX_SHOWN_CHARS: usize = 200;

/// A line of the log.
pub(super) struct LogLine {
    level: Level,
    text: Text,
    fields: Map<String, Value>,
    /// How many such lines there may be; without a limit if `None`.
    pub(super) limit: Option<RepeatLimit>,
}

impl LogLine {
    pub(super) fn new(level: Level, event: &str, text: Text) -> Self {
        Self {
            level,
            text,
            fields: Map::new(),
            limit: None,
        }
        .with("event", event)
    }

    /// Adds a field for programs.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    fn limited(mut self, kind: &'static str, lines: u64, seconds: u64) -> Self {
        let within = Duration::from_secs(seconds);
        self.limit = Some(RepeatLimit {
            kind,
            lines,
            within,
        });
        self
    }

    pub(super) fn write(self, output: &Output) {
        let text = self.text.show(output.lang);
        output.log(self.level, text, Value::Object(self.fields));
    }
}

/// Returns message, causes and help of a failure in one line.
pub(crate) fn in_one_line(failure: &CliError, lang: Lang) -> Text {
    let explained = failure
        .causes(lang)
        .fold(failure.message.clone(), |text, cause| {
            text!("receive-with-cause", text, cause)
        });
    match failure.help(lang) {
        Some(help) => text!("receive-with-help", text = explained, help),
        None => explained,
    }
}

/// Says why platform certificates could not be fetched.
fn not_fetched(error: &(dyn StdError + Send + Sync + 'static), lang: Lang) -> Text {
    if let Some(RenewalError::Call(error)) = error.downcast_ref() {
        return in_one_line(&CliError::of_call(error), lang);
    }
    Text::verbatim(with_sources(error))
}

/// Returns the line of an event; none for a notification.
pub(super) fn of(event: &NotifyEvent, lang: Lang) -> Option<LogLine> {
    use Level::{Error, Info, Warning};
    Some(by_variant!(event: NotifyEvent {
        Event(_) => return None,
        Attempted(_) => return None,
        Duplicate(id) => {
            LogLine::new(Info, "duplicate", text!("receive-duplicate", id)).with("id", &**id)
        },
        Altered(id) => {
            LogLine::new(Warning, "altered", text!("receive-altered", id)).with("id", &**id)
        },
        Store(event) => LogLine::new(Warning, "store-files", store::event(event)),
        Refused { peer, why } => refused(*peer, why, lang),
        NotStored(error) => {
            let why = in_one_line(&error.clone().into(), lang);
            not_stored(text!("receive-not-stored", why))
        },
        StoredLate(id) => not_stored(text!("receive-stored-late", id)).with("id", &**id),
        NotForwarded(id) => {
            let text = text!("receive-not-forwarded", id);
            LogLine::new(Warning, "not-forwarded", text).with("id", &**id)
        },
        Route { target, why } => route(target, why.as_deref()),
        Declined { target, id, outcome, is_dead } => declined(target, id, outcome, *is_dead),
        Listener { peer, change } => listener(*peer, *change),
        NotClaimed(error) => {
            let why = with_sources(error);
            LogLine::new(Error, "not-taken", text!("receive-not-claimed", why))
        },
        NotRecorded(error) => {
            let why = in_one_line(&error.clone().into(), lang);
            LogLine::new(Error, "not-recorded", text!("receive-not-recorded", why))
        },
        CertificatesFetched(serials) => {
            let serials: Vec<_> = serials.iter().map(ToString::to_string).collect();
            let text = text!("receive-certificates-fetched", serials = Text::list(&serials));
            LogLine::new(Info, "certificates-fetched", text).with("serials", serials)
        },
        CertificatesNotFetched(error) => {
            let why = not_fetched(&**error, lang);
            let text = text!("receive-certificates-not-fetched", why);
            LogLine::new(Warning, "certificates-not-fetched", text)
        },
        OrderPlaced { out_trade_no: number, total } => {
            LogLine::new(Info, "order-placed", text!("receive-order-placed", number, total))
                .with("out_trade_no", json!(number))
                .with("total", json!(total))
        },
        CheckoutFailed { error, is_misconfigured } => {
            let level = if *is_misconfigured { Error } else { Warning };
            let why = match error.downcast_ref() {
                Some(error) => in_one_line(&CliError::of_call(error), lang),
                None => Text::verbatim(with_sources(&**error)),
            };
            LogLine::new(level, "checkout-failed", text!("receive-checkout-failed", why))
        },
    }))
}

/// WeChat Pay repeats what is not stored, so there is a line a minute.
fn not_stored(text: Text) -> LogLine {
    LogLine::new(Level::Error, "not-stored", text).limited("not-stored", 1, 60)
}

/// Returns the line of a target that cannot be reached, or can be again.
fn route(target: &str, why: Option<&str>) -> LogLine {
    match why {
        Some(why) => {
            let text = text!("receive-target-down", target, why = attempt_text(why));
            LogLine::new(Level::Warning, "target-down", text)
        }
        None => LogLine::new(Level::Info, "target-up", text!("receive-target-up", target)),
    }
    .with("target", target)
}

/// Returns the line of a notification that a target refused, for the last time if it is dead.
fn declined(target: &str, id: &str, outcome: &str, is_dead: bool) -> LogLine {
    let reason = attempt_text(outcome);
    if is_dead {
        let text = text!("receive-dead", target, id, outcome = reason);
        LogLine::new(Level::Error, "dead", text)
    } else {
        let text = text!("receive-declined", target, id, outcome = reason);
        LogLine::new(Level::Warning, "declined", text).limited("declined", 10, 1)
    }
    .with("target", target)
    .with("id", id)
    .with("outcome", outcome)
}

fn listener(peer: IpAddr, change: ListenerChange) -> LogLine {
    use Level::{Info, Warning};
    let (level, name, text) = by_variant!(change: ListenerChange {
        Joined => (Info, "listener-joined", text!("receive-listener-joined", peer)),
        Left => (Info, "listener-left", text!("receive-listener-left", peer)),
        Dropped => (Warning, "listener-dropped", text!("receive-listener-dropped", peer)),
    });
    LogLine::new(level, name, text)
        .with("peer", peer.to_string())
        .limited(name, 10, 60)
}

/// Returns the line of a refusal, once a minute for each kind: anyone can make a server refuse.
fn refused(peer: Option<IpAddr>, why: &Refused, lang: Lang) -> LogLine {
    let failure = CliError::usage(reason(why, peer));
    let level = if why.is_expected() {
        Level::Info
    } else {
        Level::Warning
    };
    let line = LogLine::new(level, "refused", in_one_line(&failure, lang))
        .with("kind", why.kind())
        .with("hint", failure.help(lang))
        .with("peer", peer.map(|peer| peer.to_string()))
        .limited(why.kind(), 1, 60);
    if let Refused::Path { method, path, .. } | Refused::Method { method, path } = why {
        line.with("method", &**method).with("path", &**path)
    } else {
        line
    }
}

/// Returns why something was refused; its `help` tells what to do.
fn reason(why: &Refused, peer: Option<IpAddr>) -> Text {
    let peer = peer.map_or_else(|| "?".to_owned(), |peer| peer.to_string());
    by_variant!(why: Refused {
        Path { path, notify_path: notify, is_notification: true,.. } => {
            text!("receive-refused-near-path", path, notify, word = shell::word(path))
        },
        Path { path, notify_path: notify, is_notification: false,.. } => {
            text!("receive-refused-path", path, notify)
        },
        Method { method, path } => text!("receive-refused-method", method, path),
        Address => text!("receive-refused-address", peer),
        TooManyRequests(limit) => text!("receive-refused-rate", peer, limit),
        UnfinishedOfAddress(limit) => text!("receive-refused-requests-of-address", peer, limit),
        Unfinished(limit) => text!("receive-refused-requests", limit),
        ConnectionsOfAddress(limit) => text!("receive-refused-connections-of-address", peer, limit),
        Connections(limit) => text!("receive-refused-connections", limit),
        NotAccepted(error) => text!("receive-refused-not-accepted", why = io_cause(error)),
        BodyTooLarge(limit) => text!("receive-refused-body-large", limit),
        BodyTooSlow => text!("receive-refused-body-slow"),
        BodyBroken => text!("receive-refused-body-broken"),
        Head(status) => text!("receive-refused-head", status),
        ApiV2 => text!("receive-refused-apiv2"),
        Checkout(why) => text!("receive-refused-checkout", why),
        RelayToken => text!("receive-refused-relay-token", peer),
        Listeners(limit) => text!("receive-refused-listeners", limit),
        TlsOnPlainPort => text!("receive-refused-tls-on-plain-port"),
        PlainOnTlsPort => text!("receive-refused-plain-on-tls-port"),
        Handshake(why) => text!("receive-refused-handshake", why),
        Notification(Rejection::Untrusted(error)) => untrusted(error),
        Notification(Rejection::Unreadable(error)) => match error {
            NotificationError::Sealed(_) => text!("receive-refused-sealed"),
            NotificationError::Shape(_) => text!("receive-refused-shape"),
            NotificationError::Plaintext(_) => text!("receive-refused-plaintext"),
        },
        Notification(Rejection::WrongMerchant { found, expected }) => {
            text!("receive-refused-merchant", found, expected)
        },
    })
}

fn untrusted(error: &VerifyError) -> Text {
    match error {
        VerifyError::MissingHeaders(names) => {
            text!("receive-refused-headers", names = Text::list(names))
        }
        VerifyError::SignatureType(found) => text!("receive-refused-type", type = shown(found)),
        VerifyError::Timestamp(found) => {
            text!("receive-refused-timestamp", timestamp = shown(found))
        }
        VerifyError::Stale { seconds } if *seconds < 0 => {
            text!("receive-refused-early", seconds = seconds.abs())
        }
        VerifyError::Stale { seconds } => text!("receive-refused-stale", seconds),
        VerifyError::Probe => text!("receive-refused-probe"),
        VerifyError::UnknownSerial(serial) if serial.starts_with("PUB_KEY_ID_") => {
            text!("receive-refused-public-key", serial = shown(serial))
        }
        VerifyError::UnknownSerial(serial) | VerifyError::OtherKey { serial, .. } => {
            text!("receive-refused-serial", serial = shown(serial))
        }
        VerifyError::Encoding => text!("receive-refused-encoding"),
        VerifyError::Mismatch { serial } => text!("receive-refused-mismatch", serial),
    }
}

fn shown(header: &str) -> String {
    match header.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &header[..end]),
        None => header.to_owned(),
    }
}
