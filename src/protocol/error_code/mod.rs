//! 错误码: what the codes of a refusal mean, what to do, and whether repeating is safe.
//!
//! Four tables, one a kind of code: the `code` of an answer, its HTTP status, the internal
//! result number that ends its `Request-ID`, and the errcode of `jscode2session`. One text is
//! read by whatever explains: the `help:` line of an error and `explain code`.

use serde::Serialize;

mod answer;
mod asked;
mod busy;
mod client_text;
mod errcode;
mod message;
mod money;
mod order;
mod request;
mod result_number;
mod status;
mod unknown;

#[cfg(test)]
mod tests;

pub(super) use busy::LIMITS;

pub use asked::{Answer, Asked, AskedError};
pub use client_text::{CLIENT_TEXTS, ClientText, by_client_text};
pub use errcode::{ERRCODES, Errcode, by_errcode};
pub use message::{by_message, refuses_key};
pub use result_number::{ResultNumber, by_number, number_of, numbers};
pub use status::{HTTP_STATUSES, HttpStatus, by_status};

/// Whether the request that was refused may be sent again, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// It was done: there is nothing to repeat.
    NotNeeded,
    /// At once, and a few times with growing pauses: same number, same parameters.
    SameRequest,
    /// The same, but after a pause.
    Later,
    /// Only after a query said what became of it, with the same number.
    AfterQuery,
    /// Once what the code names is mended, with the same number.
    AfterFix,
    /// With a new `out_trade_no`.
    NewNumber,
    /// With a new code of `wx.login`.
    NewLoginCode,
    /// Not as it is: it would be refused again.
    Never,
}

/// What a code means, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Words {
    /// What it says.
    pub meaning: &'static str,
    /// Why it comes.
    pub cause: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// What to make of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// Whether repeating is safe.
    pub repeat: Repeat,
    /// In English.
    pub en: Words,
    /// In Chinese.
    pub zh: Words,
}

/// The calls on which a code may mean something of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Api {
    /// 下单.
    Prepay,
    /// 申请退款.
    Refund,
    /// 申请账单 and its download.
    Bill,
    /// 下载平台证书.
    Certificates,
}

impl Api {
    /// Returns which of them a call is, by its method and path; none where it is another.
    #[must_use]
    pub fn of(method: &str, target: &str) -> Option<Self> {
        let path = target.split('?').next().unwrap_or_default();
        let order = ["/jsapi", "/app", "/native", "/h5"];
        if method != "GET" && path.contains("/refund") {
            Some(Self::Refund)
        } else if method != "GET" && order.iter().any(|kind| path.ends_with(kind)) {
            Some(Self::Prepay)
        } else if path.starts_with("/v3/bill/") || path.starts_with("/v3/billdownload/") {
            Some(Self::Bill)
        } else if path == "/v3/certificates" {
            Some(Self::Certificates)
        } else {
            None
        }
    }
}

/// What a code means on one API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// On which.
    pub api: Api,
    /// The HTTP statuses that it comes with there; none where that is not documented.
    pub http_status: &'static [u16],
    /// What to make of it there.
    pub advice: Advice,
}

/// 错误码, the `code` of an answer that refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode {
    /// As the current documentation spells it.
    pub code: &'static str,
    /// The HTTP statuses that it comes with; none where that is not documented.
    pub http_status: &'static [u16],
    /// What to make of it.
    pub advice: Advice,
    /// Where it means something else, or something more exact.
    pub cases: &'static [Case],
}

/// Returns every code that is known.
pub fn codes() -> impl Iterator<Item = &'static ErrorCode> {
    let families: [&[ErrorCode]; 5] = [
        &request::CODES,
        &order::CODES,
        &money::CODES,
        &busy::CODES,
        &answer::CODES,
    ];
    families.into_iter().flatten()
}

/// Returns what a code means, in whatever spelling.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static ErrorCode> {
    let wanted = canonical(code);
    codes().find(|known| canonical(known.code) == wanted)
}

/// Returns what to make of a status, known or not.
#[must_use]
pub fn advice_of_status(status: u16) -> &'static Advice {
    by_status(status).map_or_else(|| unknown::status(status), |known| &known.advice)
}

/// Tells whether two spellings are of one code: older pages spell some without underscores or
/// with a final S.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

/// Tells whether a code means that WeChat Pay was failing or limiting.
#[must_use]
pub fn is_busy(code: &str) -> bool {
    busy::CODES.iter().any(|known| is_same(known.code, code))
}

fn canonical(code: &str) -> String {
    let bare: String = code
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    bare.strip_suffix('S').map(str::to_owned).unwrap_or(bare)
}
