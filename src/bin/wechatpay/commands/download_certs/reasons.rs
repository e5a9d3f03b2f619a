//! Why `--check` is not content, one reason at a time.

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::protocol::certificate::{PlatformCertificate, X509};
use wechatpay::protocol::keyring::Keyring;

use super::report::days_left;
use crate::diagnostic::Failure;
use crate::lang::Lang;
use crate::output::Page;

/// What is to be done something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Why {
    /// It ends within the days that were asked for.
    ExpiresSoon,
    /// It has ended.
    Expired,
    /// It is not at hand yet.
    New,
    /// WeChat Pay lists it no longer.
    Gone,
    /// The answer does not verify, so that it says nothing of any certificate.
    NotVerified,
}

/// A certificate, and why something is to be done about it; or what is wrong with all of them.
#[derive(Debug, Serialize)]
pub(super) struct Reason {
    serial_no: Option<String>,
    reason: Why,
    days_left: Option<i64>,
    /// What did not verify.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// What to do about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl Reason {
    fn new(x509: &X509, reason: Why) -> Self {
        Self {
            serial_no: Some(x509.serial_no().to_string()),
            reason,
            days_left: Some(days_left(x509)),
            message: None,
            fix: None,
        }
    }

    /// The reason of an answer that does not verify.
    pub(super) fn not_verified(failure: &Failure, lang: Lang) -> Self {
        Self {
            serial_no: None,
            reason: Why::NotVerified,
            days_left: None,
            message: Some(failure.text()),
            fix: failure.help(lang),
        }
    }

    /// Returns the reason in words.
    pub(super) fn told(&self, page: &Page) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let serial_no = text(&self.serial_no);
        let days_left = self.days_left.unwrap_or_default();
        let (en, zh) = match self.reason {
            Why::ExpiresSoon => (
                format!("{serial_no} expires in {days_left} days"),
                format!("{serial_no} 将在 {days_left} 天后到期"),
            ),
            Why::Expired => (
                format!("{serial_no} has expired"),
                format!("{serial_no} 已过期"),
            ),
            Why::New => (
                format!("{serial_no} is new: run `wechatpay download-certs`"),
                format!("{serial_no} 是新证书：请运行 `wechatpay download-certs`"),
            ),
            Why::Gone => (
                format!("{serial_no} is no longer listed: remove it with --prune"),
                format!("{serial_no} 已不在列表中：可用 --prune 删除"),
            ),
            Why::NotVerified => {
                let (message, fix) = (text(&self.message), text(&self.fix));
                return format!("{message}; {fix}");
            }
        };
        page.pick(en, zh)
    }
}

/// Compares what is listed with what is at hand.
pub(super) fn find(
    listed: &[&PlatformCertificate],
    known: &[&X509],
    trusted: &Keyring,
    min_days: u16,
) -> Vec<Reason> {
    let now = ambient::now();
    let soon = i64::from(min_days) * 86_400;
    let mut reasons = Vec::new();
    for certificate in listed {
        let x509 = &certificate.x509;
        let left = x509.not_after().0 - now.0;
        if left < 0 {
            reasons.push(Reason::new(x509, Why::Expired));
        } else if left <= soon {
            reasons.push(Reason::new(x509, Why::ExpiresSoon));
        }
        if trusted.find(&certificate.serial_no).is_none() {
            reasons.push(Reason::new(x509, Why::New));
        }
    }
    let mut seen = Vec::new();
    for x509 in known {
        let serial_no = x509.serial_no();
        let is_listed = listed
            .iter()
            .any(|certificate| certificate.serial_no == *serial_no);
        if is_listed || seen.contains(&serial_no) {
            continue;
        }
        seen.push(serial_no);
        let why = if x509.not_after() < now {
            Why::Expired
        } else {
            Why::Gone
        };
        reasons.push(Reason::new(x509, why));
    }
    reasons
}
