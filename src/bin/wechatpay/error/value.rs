//! Why a value of the command line, a variable or a row is refused.

use std::error::Error as StdError;
use std::fmt;
use std::net::AddrParseError;
use std::num::{IntErrorKind, ParseIntError};

use wechatpay::client::HeaderError;
use wechatpay::client::TextFieldError;
use wechatpay::profile::{is_near, nearest};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::error_code::CodeQueryError;
use wechatpay::protocol::event_type::UnknownEvent;
use wechatpay::protocol::id::{Form, IdError};
use wechatpay::receiver::{ExpectationError, TargetError};
use wechatpay::sandbox::FaultError;
use wechatpay::transport::ProxyUrlError;

use super::system::{by_type, json_cause};
use crate::meant;
use crate::text;
use crate::ui::{Lang, Text};

/// What the program's own readers say of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueError(Text);

impl From<Text> for ValueError {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.show(Lang::En))
    }
}

impl StdError for ValueError {}

/// Returns why a value is refused; words that are not ours stay as they are.
pub(crate) fn reason(error: &(dyn StdError + 'static)) -> Text {
    known_reason(error).unwrap_or_else(|| Text::verbatim(error.to_string()))
}

/// Returns why a value is refused, if both languages have words for it.
pub(crate) fn known_reason(error: &(dyn StdError + 'static)) -> Option<Text> {
    by_type(error, |ValueError(text)| text.clone())
        .or_else(|| by_type(error, of_id))
        .or_else(|| by_type(error, of_event))
        .or_else(|| by_type(error, of_expectation))
        .or_else(|| by_type(error, of_target))
        .or_else(|| by_type(error, of_header))
        .or_else(|| by_type(error, |error: &CodeQueryError| of_code(*error)))
        .or_else(|| by_type(error, of_fault))
        .or_else(|| by_type(error, of_number))
        .or_else(|| by_type(error, |_: &ProxyUrlError| text!("usage-reason-proxy")))
        .or_else(|| by_type(error, |_: &TextFieldError| text!("usage-reason-text-field")))
        .or_else(|| by_type(error, |_: &AddrParseError| text!("usage-reason-ip")))
        .or_else(|| {
            by_type(error, |error| {
                text!("usage-reason-json", reason = json_cause(error))
            })
        })
}

fn of_number(error: &ParseIntError) -> Text {
    if *error.kind() == IntErrorKind::PosOverflow {
        text!("usage-reason-too-large")
    } else {
        text!("usage-reason-whole-number")
    }
}

fn of_id(error: &IdError) -> Text {
    match error {
        IdError::NotOneOf { text, words } => {
            let words: Vec<_> = words.split(", ").collect();
            let reason = text!(
                "usage-reason-values",
                value = text,
                values = Text::list(&words)
            );
            let near = || nearest(text, words.iter().copied()).filter(|meant| is_near(text, meant));
            match meant::value_among(text, &words).or_else(near) {
                Some(meant) => text!("usage-reason-meant", reason, meant),
                None => reason,
            }
        }
        IdError::Event { nearest, .. } => {
            text!(
                "usage-reason-meant",
                reason = text!("usage-reason-event"),
                meant = nearest
            )
        }
        IdError::Form { form, .. } => of_form(*form),
    }
}

fn of_form(form: Form) -> Text {
    match form {
        Form::Mchid => text!("usage-reason-mchid"),
        Form::Appid => text!("usage-reason-appid"),
        Form::Openid => text!("usage-reason-openid"),
        Form::OutTradeNo => text!("usage-reason-out-trade-no"),
        Form::TransactionId => text!("usage-reason-transaction-id"),
        Form::OutRefundNo => text!("usage-reason-out-refund-no"),
        Form::RefundId => text!("usage-reason-refund-id"),
        Form::PrepayId => text!("usage-reason-prepay-id"),
        Form::SerialNo => text!("usage-reason-serial-no"),
        Form::PublicKeyId => text!("usage-reason-public-key-id"),
        Form::NotSerialNo => text!("usage-reason-not-serial-no"),
        Form::Nonce => text!("usage-reason-nonce"),
        Form::Fen => text!("usage-reason-fen"),
        Form::LargeFen => {
            let (fen, max) = (Fen::MAX.get(), Fen::MAX);
            text!("usage-reason-fen-large", fen, max)
        }
        Form::Yuan => text!("usage-reason-yuan"),
        Form::LargeYuan => text!("usage-reason-yuan-large", max = Fen::MAX),
        Form::UnixSeconds => text!("usage-reason-unix-seconds"),
        Form::Rfc3339 => text!("usage-reason-rfc3339"),
        Form::Date => text!("usage-reason-date"),
    }
}

fn of_event(error: &UnknownEvent) -> Text {
    let reason = text!("usage-reason-event-type", value = &error.text);
    text!("usage-reason-meant", reason, meant = &error.nearest)
}

fn of_expectation(error: &ExpectationError) -> Text {
    match error {
        ExpectationError::Event(error) => of_event(error),
        ExpectationError::OutTradeNo(value) => text!("usage-reason-expectation", value),
    }
}

fn of_target(error: &TargetError) -> Text {
    match error {
        TargetError::Port(value) => text!("usage-reason-port", value),
        TargetError::Shape(_) => text!("usage-reason-target"),
        TargetError::Pattern(error) => of_event(error),
        TargetError::Patterns(value) => text!("usage-reason-target-patterns", value),
        TargetError::Login => text!("usage-reason-target-login"),
    }
}

fn of_header(error: &HeaderError) -> Text {
    match error {
        HeaderError::Shape => text!("usage-reason-header"),
        HeaderError::Name => text!("usage-reason-header-name"),
        HeaderError::OfClient(name) => text!("usage-reason-header-of-client", name),
        HeaderError::Value(name) => text!("usage-reason-header-value", name),
    }
}

fn of_fault(error: &FaultError) -> Text {
    let (reason, nearest) = match error {
        FaultError::Name { name, nearest } => (text!("usage-reason-fault", name), nearest),
        FaultError::Path { path, nearest } => (text!("usage-reason-fault-path", path), nearest),
        FaultError::Status(value) => (text!("usage-reason-fault-status", value), &None),
        FaultError::Delay(value) => (text!("usage-reason-fault-delay", value), &None),
        FaultError::Frequency(value) => (text!("usage-reason-fault-frequency", value), &None),
    };
    match nearest {
        Some(meant) => text!("usage-reason-meant", reason, meant),
        None => reason,
    }
}

fn of_code(error: CodeQueryError) -> Text {
    match error {
        CodeQueryError::Cut => text!("usage-reason-code-cut"),
        CodeQueryError::Form => text!("usage-reason-code"),
    }
}
