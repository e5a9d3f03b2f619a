//! What a code means, what to do, and whether a retry is safe.

use serde::{Deserialize, Serialize};

use crate::protocol::language::Lang;

/// Whether the request that was refused may be sent again, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// It was done: there is nothing to repeat.
    NotNeeded,
    /// At once, and a few times with growing pauses: same number, same parameters.
    SameRequest,
    /// The same, but after a pause.
    Later,
    /// Only after a query returned the outcome, with the same number.
    AfterQuery,
    /// Once what the code names is fixed, with the same number.
    AfterFix,
    /// With a new `out_trade_no`.
    NewNumber,
    /// With a new code of `wx.login`.
    NewLoginCode,
    /// Not as it is: it would be refused again.
    Never,
}

/// What a code means, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AdviceText {
    /// What it means.
    pub meaning: &'static str,
    /// Why it is returned.
    pub cause: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// What a code means and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
#[non_exhaustive]
pub struct Advice {
    /// Whether a retry is safe.
    pub repeat: Repeat,
    /// In English.
    pub en: AdviceText,
    /// In Chinese.
    pub zh: AdviceText,
}

impl Advice {
    /// Returns the advice in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> AdviceText {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// The calls on which a code may have a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Returns which of them a call is, by its method and its whole URL or target.
    #[must_use]
    pub fn of_url(method: &str, url: &str) -> Option<Self> {
        let Some((_, rest)) = url.split_once("://") else {
            return Self::of(method, url);
        };
        Self::of(method, &rest[rest.find('/')?..])
    }

    /// Returns which of them a call is, by its method and path; `None` if it is another.
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
#[non_exhaustive]
pub struct Case {
    /// The API.
    pub api: Api,
    /// The HTTP statuses that the code has there; empty if that is not documented.
    #[serde(default)]
    pub http_status: Vec<u16>,
    /// Parts of the messages that it comes with there.
    #[serde(default)]
    pub messages: Vec<&'static str>,
    /// What it means and what to do there.
    pub advice: Advice,
}
