//! 通知类型: what a notification tells, and the words that go with it.

use std::fmt;
use std::str::FromStr;

use super::id::IdError;

/// 通知类型, those that this tool can write; it reads any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventType {
    /// 支付成功.
    TransactionSuccess,
    /// 退款成功.
    RefundSuccess,
    /// 退款异常: the payer's account takes no money.
    RefundAbnormal,
    /// 退款关闭.
    RefundClosed,
    /// 自测成功, after `POST /v3/security/echo`.
    SecurityEcho,
}

impl EventType {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::TransactionSuccess,
        Self::RefundSuccess,
        Self::RefundAbnormal,
        Self::RefundClosed,
        Self::SecurityEcho,
    ];

    /// Returns the wire's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TransactionSuccess => "TRANSACTION.SUCCESS",
            Self::RefundSuccess => "REFUND.SUCCESS",
            Self::RefundAbnormal => "REFUND.ABNORMAL",
            Self::RefundClosed => "REFUND.CLOSED",
            Self::SecurityEcho => "SECURITY_ECHO.SUCCESS",
        }
    }

    /// Returns 回调摘要, the few words for people.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::TransactionSuccess => "支付成功",
            Self::RefundSuccess => "退款成功",
            Self::RefundAbnormal => "退款异常",
            Self::RefundClosed => "退款关闭",
            Self::SecurityEcho => "回调通知成功",
        }
    }

    /// Returns what the plaintext is.
    #[must_use]
    pub fn original_type(self) -> &'static str {
        match self {
            Self::TransactionSuccess => "transaction",
            Self::RefundSuccess | Self::RefundAbnormal | Self::RefundClosed => "refund",
            Self::SecurityEcho => "security",
        }
    }

    /// Returns 附加数据, which the documentation leaves empty for the self-test.
    #[must_use]
    pub fn associated_data(self) -> &'static str {
        match self {
            Self::SecurityEcho => "",
            other => other.original_type(),
        }
    }
}

impl FromStr for EventType {
    type Err = IdError;

    /// Reads the wire's word, in any case.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let word = text.to_ascii_uppercase();
        if let Some(known) = Self::ALL.into_iter().find(|known| known.as_str() == word) {
            return Ok(known);
        }
        let likeness = |known: &Self| strsim::jaro_winkler(&word, known.as_str());
        let nearest = Self::ALL
            .into_iter()
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .unwrap_or(Self::TransactionSuccess);
        Err(IdError(format!(
            "'{text}' is not an event that can be sent; the nearest is {nearest}"
        )))
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
            ("refund", "REFUND.CLOSED"),
            ("security", "SECURITY_ECHO.SUCCESS"),
        ] {
            let error = wrong.parse::<EventType>().unwrap_err().to_string();
            assert!(error.ends_with(nearest), "{error}");
        }
    }
}
