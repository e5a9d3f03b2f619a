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

use super::system::json_cause;
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
    if let Some(ValueError(text)) = error.downcast_ref() {
        return Some(text.clone());
    }
    let of_id = error.downcast_ref().map(of_id);
    let of_event = || error.downcast_ref().map(of_event);
    let of_expectation = || error.downcast_ref().map(of_expectation);
    let of_target = || error.downcast_ref().map(of_target);
    let of_header = || error.downcast_ref().map(of_header);
    let of_fault = || error.downcast_ref().map(of_fault);
    let of_code = || error.downcast_ref().copied().map(of_code);
    of_id
        .or_else(of_event)
        .or_else(of_expectation)
        .or_else(of_target)
        .or_else(of_header)
        .or_else(of_code)
        .or_else(of_fault)
        .or_else(|| of_others(error))
}

fn of_others(error: &(dyn StdError + 'static)) -> Option<Text> {
    if error.is::<ProxyUrlError>() {
        Some(text!("usage-reason-proxy"))
    } else if error.is::<TextFieldError>() {
        Some(text!("usage-reason-text-field"))
    } else if let Some(number) = error.downcast_ref::<ParseIntError>()
        && *number.kind() == IntErrorKind::PosOverflow
    {
        Some(text!("usage-reason-too-large"))
    } else if error.is::<ParseIntError>() {
        Some(text!("usage-reason-whole-number"))
    } else if error.is::<AddrParseError>() {
        Some(text!("usage-reason-ip"))
    } else {
        let error: &serde_json::Error = error.downcast_ref()?;
        Some(text!("usage-reason-json", reason = json_cause(error)))
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
