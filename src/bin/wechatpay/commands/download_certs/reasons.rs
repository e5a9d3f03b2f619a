//! Why `--check` is not content, one reason at a time.

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::protocol::certificate::{PlatformCertificate, X509};
use wechatpay::protocol::keys::Keyring;

use super::report::days_left;
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
}

/// A certificate, and why something is to be done about it.
#[derive(Debug, Serialize)]
pub(super) struct Reason {
    pub(super) serial_no: String,
    pub(super) reason: Why,
    pub(super) days_left: i64,
}

impl Reason {
    fn new(x509: &X509, reason: Why) -> Self {
        Self {
            serial_no: x509.serial_no().to_string(),
            reason,
            days_left: days_left(x509),
        }
    }

    /// Returns the reason in words.
    pub(super) fn told(&self, page: &Page) -> String {
        let Self {
            serial_no,
            days_left,
            ..
        } = self;
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
