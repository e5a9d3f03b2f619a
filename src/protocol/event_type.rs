//! 通知类型: the event types of notifications, and their descriptions.

use std::fmt;
use std::str::FromStr;

use super::id::IdError;
use super::refund::RefundStatus;

/// Declares the event types: each with its word on the wire, 回调摘要, what its plaintext is,
/// 附加数据, and the status of the refund that it reports.
macro_rules! event_types {
    ($(
        $(#[$doc:meta])*
        $name:ident = $word:literal, $summary:literal, $original:literal, $associated:literal, $refund:expr;
    )*) => {
        /// 通知类型, those that this tool can write; it reads any.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventType {
            $($(#[$doc])* $name,)*
        }

        impl EventType {
            /// All of them.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$name),*];

            /// Returns the wire's word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// Returns 回调摘要, the few words for people.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$name => $summary,)*
                }
            }

            /// Returns what the plaintext is.
            #[must_use]
            pub fn original_type(self) -> &'static str {
                match self {
                    $(Self::$name => $original,)*
                }
            }

            /// Returns 附加数据, which the documentation leaves empty for transfers and the
            /// self-test.
            #[must_use]
            pub fn associated_data(self) -> &'static str {
                match self {
                    $(Self::$name => $associated,)*
                }
            }

            /// Returns the status of the refund that the event reports; none if it is about
            /// something else.
            #[must_use]
            pub fn refund_status(self) -> Option<RefundStatus> {
                match self {
                    $(Self::$name => $refund,)*
                }
            }
        }
    };
}

event_types! {
    /// 支付成功.
    TransactionSuccess = "TRANSACTION.SUCCESS", "支付成功", "transaction", "transaction", None;
    /// 退款成功.
    RefundSuccess = "REFUND.SUCCESS", "退款成功", "refund", "refund", Some(RefundStatus::Success);
    /// 退款异常: the payer's account takes no money.
    RefundAbnormal = "REFUND.ABNORMAL", "退款异常", "refund", "refund", Some(RefundStatus::Abnormal);
    /// 退款关闭.
    RefundClosed = "REFUND.CLOSED", "退款关闭", "refund", "refund", Some(RefundStatus::Closed);
    /// 分账动账: a receiver has its share.
    ProfitShared = "PROFITSHARING.SUCCESS", "分账", "profitsharing", "profitsharing", None;
    /// 分账回退: a share was taken back.
    ProfitReturned = "PROFITSHARING.RETURN", "分账回退", "profitsharing", "profitsharing", None;
    /// 商家转账单据终态通知: a transfer to a user has ended.
    TransferFinished = "MCHTRANSFER.BILL.FINISHED", "商家转账单据终态通知", "mch_payment", "", None;
    /// 产生新投诉.
    ComplaintCreated = "COMPLAINT.CREATE", "产生新投诉", "complaint", "complaint", None;
    /// 投诉单状态变化.
    ComplaintChanged = "COMPLAINT.STATE_CHANGE", "投诉单状态变化", "complaint", "complaint", None;
    /// 自测成功, after `POST /v3/security/echo`.
    SecurityEcho = "SECURITY_ECHO.SUCCESS", "回调通知成功", "security", "", None;
}

impl EventType {
    /// Those that the `notify_url` of an order or a refund receives, and the self-test's. Shared
    /// profits, transfers and complaints have a URL of their own.
    pub const OF_ORDERS: [Self; 5] = [
        Self::TransactionSuccess,
        Self::RefundSuccess,
        Self::RefundAbnormal,
        Self::RefundClosed,
        Self::SecurityEcho,
    ];
}

impl FromStr for EventType {
    type Err = IdError;

    /// Reads the wire's word, in any case.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let word = text.to_ascii_uppercase();
        if let Some(known) = Self::ALL.into_iter().find(|known| known.as_str() == word) {
            return Ok(known);
        }
        let known = Self::ALL.into_iter().map(|known| known.to_string());
        let mut names = known.clone();
        let beginning = names.find(|known| word.len() > 2 && known.starts_with(&word));
        let alike =
            known.filter(|known| strsim::jaro_winkler(&word, known) >= needed_likeness(known));
        if let Some(nearest) = beginning.or_else(|| nearest_of(&word, alike)) {
            return Err(IdError::Event {
                text: text.to_owned(),
                nearest,
            });
        }
        let all = Self::ALL.map(Self::as_str).join(", ");
        Err(IdError::not_one_of(text, all))
    }
}

/// 通知类型 of other products of WeChat Pay, which are received and forwarded as well.
const OTHER_PRODUCTS: &[&str] = &[
    "TRANSACTION.FAIL",
    "TRANSACTION.PAY_BACK",
    "TRANSACTION.INDUSTRY_SUCCESS",
    "TRANSACTION.INDUSTRY_FAILED",
    "MCHTRANSFER.BATCH.FINISHED",
    "MCHTRANSFER.BATCH.CLOSED",
    "MCHTRANSFER.AUTHORIZATION.CONFIRMED",
    "MCHTRANSFER.AUTHORIZATION.CLOSED",
    "MCHTRANSFER.QQWALLETBILL.FINISHED",
    "MCHWITHDRAW.CHANGE",
    "RECHARGE.SUCCESS",
    "RECHARGE.CLOSED",
    "RECHARGE.FUND_RETURNED",
    "COUPON.USE",
    "COUPON.SEND",
    "ENTRUST.SIGN",
    "ENTRUST.SIGNING",
    "ENTRUST.RELEASE",
    "ENTRUST.TERMINATE",
    "ENTRUST.TERMINATE_INQUIRY",
    "ECOMMERCE_ENTRUST.SIGN",
    "ECOMMERCE_ENTRUST.TERMINATE",
    "INSURANCE_ENTRUST.SIGN",
    "INSURANCE_ENTRUST.TERMINATE",
    "INSURANCE_ENTRUST.RENEW",
    "PAPAY.SIGN",
    "PAPAY.TERMINATE",
    "PAYSCORE.USER_OPEN_SERVICE",
    "PAYSCORE.USER_CLOSE_SERVICE",
    "PAYSCORE.USER_CONFIRM",
    "PAYSCORE.USER_PAID",
    "PAYSCORE.USER_ACCEPTED",
    "PAYSCORE.USER_SIGN_PLAN",
    "PAYSCORE.USER_CANCEL_SIGN_PLAN",
    "PAYSCORE.BIND_SERVICE_ACCOUNT",
    "DISCOUNT_CARD.USER_ACCEPTED",
    "DISCOUNT_CARD.GET_CARD",
    "DISCOUNT_CARD.AGREEMENT_ENDED",
    "DISCOUNT_CARD.USER_PAID",
    "DISCOUNT_CARD.SETTLEMENT",
    "MEMBERCARD.ACCEPT_CARD",
    "MEMBERCARD.ACTIVATE_CARD",
    "MEMBERCARD.USERCARD_MANAGE",
    "MEMBERCARDSP.USER_CARD.CREATE",
    "MEMBERCARDSP.USER_CARD.DELETE",
    "MALL_AUTH.ACTIVATE_CARD",
    "MALL_TRANSACTION.SUCCESS",
    "MALL_REFUND.SUCCESS",
    "VEHICLE.ENTRANCE_STATE_CHANGE",
    "VEHICLE.USER_STATE_CHANGE",
    "EDU_SCHOOL_PAY.USER_DEBT_STATE_UPDATE",
    "FACEPAY.USER_STATE_CHANGE",
    "HIRE_POWER_BANK.RECEIVE_INSURANCE",
    "WEBIZPAY.AUTHORIZED",
    "APPLYMENT_STATE.APPROVED",
    "FAPIAO.USER_APPLIED",
    "FAPIAO.ISSUED",
    "FAPIAO.CARD_INSERTED",
    "FAPIAO.CARD_DISCARDED",
    "FAPIAO.REVERSED",
    "RISKTRADE.IDENTIFICATION",
    "VIOLATION.PUNISH",
    "VIOLATION.INTERCEPT",
    "VIOLATION.APPEAL",
];

/// An event type, or several with `*` for any text: `REFUND.SUCCESS`, `REFUND.*`, `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPattern(String);

/// A text that matches no event type, so that no event would ever match it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}; did you mean {nearest}? Known: {}, and those of other products, such as COUPON.USE", if text.contains('*') {
    format!("no event type matches '{text}'")
} else {
    format!("'{text}' is not an event type")
}, EventType::ALL.map(EventType::as_str).join(", "))]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The text.
    pub text: String,
    /// The most similar event type or pattern.
    pub nearest: String,
}

impl EventPattern {
    /// Matches every event.
    #[must_use]
    pub fn every() -> Self {
        Self("*".to_owned())
    }

    /// Reads a pattern, which may also match one of `stored`: WeChat Pay adds event types, and a
    /// store may hold some that this version does not know.
    ///
    /// # Errors
    /// Returns the nearest known pattern if no event type matches.
    pub fn parse(text: &str, stored: &[String]) -> Result<Self, UnknownEvent> {
        let pattern = Self(text.to_owned());
        let is_known = known().any(|event| pattern.matches(event));
        if is_known || stored.iter().any(|event| pattern.matches(event)) {
            Ok(pattern)
        } else {
            Err(UnknownEvent {
                text: text.to_owned(),
                nearest: nearest(text),
            })
        }
    }

    /// Returns the pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether an event type matches.
    #[must_use]
    pub fn matches(&self, event_type: &str) -> bool {
        is_match(&self.0, event_type)
    }
}

impl FromStr for EventPattern {
    type Err = UnknownEvent;

    /// Reads a pattern that matches a known event type; event types are in capitals.
    fn from_str(text: &str) -> Result<Self, UnknownEvent> {
        Self::parse(text, &[])
    }
}

/// Returns the event types of WeChat Pay's documentation.
fn known() -> impl Iterator<Item = &'static str> {
    let own = EventType::ALL.into_iter().map(EventType::as_str);
    own.chain(OTHER_PRODUCTS.iter().copied())
}

/// Returns `TRANSACTION.*` and the like.
fn families() -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for event in known() {
        let family = event.split('.').next().unwrap_or(event);
        let family = format!("{family}.*");
        if !families.contains(&family) {
            families.push(family);
        }
    }
    families
}

/// Returns the similarity from which a word is taken for a typo; higher, if it would be an
/// event type of another product.
fn needed_likeness(known: &str) -> f64 {
    if OTHER_PRODUCTS.contains(&known) {
        0.85
    } else {
        0.75
    }
}

/// Returns the nearest known name: a pattern for a pattern, an event type for an event type.
fn nearest(text: &str) -> String {
    let word = text.to_ascii_uppercase();
    let candidates = if word.contains('*') {
        families()
    } else {
        known().map(str::to_owned).collect()
    };
    let alike = candidates
        .into_iter()
        .filter(|known| strsim::jaro_winkler(&word, known) >= needed_likeness(known));
    nearest_of(&word, alike).unwrap_or_else(|| EventType::TransactionSuccess.to_string())
}

fn nearest_of(word: &str, candidates: impl Iterator<Item = String>) -> Option<String> {
    let likeness = |known: &String| strsim::jaro_winkler(word, known);
    candidates.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

fn is_match(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|tail| {
            (0..=tail.len())
                .filter(|at| tail.is_char_boundary(*at))
                .any(|at| is_match(rest, &tail[at..]))
        }),
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_in_any_case_and_a_wrong_one_learns_the_nearest() {
        assert_eq!("refund.closed".parse(), Ok(EventType::RefundClosed));
        for (wrong, nearest) in [
            ("TRANSACTION.SUCESS", "TRANSACTION.SUCCESS"),
            ("refund", "REFUND.SUCCESS"),
            ("security", "SECURITY_ECHO.SUCCESS"),
        ] {
            let error = wrong.parse::<EventType>().unwrap_err().to_string();
            assert!(error.ends_with(&format!("{nearest}?")), "{error}");
        }
        for unlike in ["FOO", "", "x", "PAID"] {
            let error = unlike.parse::<EventType>().unwrap_err().to_string();
            assert!(!error.contains("did you mean"), "{error}");
            assert!(
                error.contains("TRANSACTION.SUCCESS, REFUND.SUCCESS"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_pattern_that_matches_no_event_type_is_refused_with_the_nearest() {
        for right in [
            "*",
            "REFUND.*",
            "*.SUCCESS",
            "T*N.S*",
            "TRANSACTION.SUCCESS",
            "MCHTRANSFER.BILL.FINISHED",
        ] {
            assert_eq!(right.parse::<EventPattern>().unwrap().as_str(), right);
        }
        for (wrong, nearest) in [
            ("TRANSACTON.*", "TRANSACTION.*"),
            ("transaction.*", "TRANSACTION.*"),
            ("REFUNDS.*", "REFUND.*"),
            ("TRANSACTION.SUCESS", "TRANSACTION.SUCCESS"),
            ("refund.success", "REFUND.SUCCESS"),
            ("REFUND.ABNORMALLY", "REFUND.ABNORMAL"),
            ("PAID", "TRANSACTION.SUCCESS"),
            ("COMPLAINT.CRATE", "COMPLAINT.CREATE"),
            ("", "TRANSACTION.SUCCESS"),
            ("TRANSACTION.SUCCESS ", "TRANSACTION.SUCCESS"),
        ] {
            let error = wrong.parse::<EventPattern>().unwrap_err();
            assert_eq!(error.nearest, nearest, "{wrong}");
            let message = error.to_string();
            assert!(
                message.contains(&format!("did you mean {nearest}?")),
                "{message}"
            );
        }
    }

    #[test]
    fn a_pattern_may_match_a_type_that_was_seen() {
        let stored = ["NEWS.OF_TOMORROW".to_owned()];
        assert!(EventPattern::parse("NEWS.*", &stored).is_ok());
        assert!(EventPattern::parse("NEWS.*", &[]).is_err());
    }

    #[test]
    fn a_star_matches_any_text() {
        assert!(is_match("*.SUCCESS", "REFUND.SUCCESS"));
        assert!(!is_match("*.SUCCESS", "REFUND.CLOSED"));
        assert!(is_match("*", "") && !is_match("", "A"));
    }
}
