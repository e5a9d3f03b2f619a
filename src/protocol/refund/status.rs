//! 退款状态.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::protocol::id::IdError;

/// 退款状态.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum RefundStatus {
    /// 退款成功.
    Success,
    /// 退款关闭: nothing was refunded.
    Closed,
    /// 退款处理中: accepted, and not completed yet.
    Processing,
    /// 退款异常: it cannot arrive, and waits for the merchant to send it another way.
    Abnormal,
    /// A status that this version does not know.
    Other(String),
}

impl RefundStatus {
    /// The statuses that the documentation lists.
    pub const KNOWN: [Self; 4] = [
        Self::Success,
        Self::Closed,
        Self::Processing,
        Self::Abnormal,
    ];

    /// Returns the wire's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Success => "SUCCESS",
            Self::Closed => "CLOSED",
            Self::Processing => "PROCESSING",
            Self::Abnormal => "ABNORMAL",
            Self::Other(word) => word,
        }
    }

    /// Whether it stays as it is unless the merchant does something.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Success | Self::Closed | Self::Abnormal => true,
            Self::Processing | Self::Other(_) => false,
        }
    }

    /// Whether the refund ended without money being refunded.
    #[must_use]
    pub fn is_unsuccessful(&self) -> bool {
        match self {
            Self::Closed | Self::Abnormal => true,
            Self::Success | Self::Processing | Self::Other(_) => false,
        }
    }
}

impl From<String> for RefundStatus {
    fn from(word: String) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|status| status.as_str() == word)
            .unwrap_or(Self::Other(word))
    }
}

impl From<RefundStatus> for String {
    fn from(status: RefundStatus) -> String {
        status.as_str().to_owned()
    }
}

impl FromStr for RefundStatus {
    type Err = IdError;

    /// Reads one of the documented statuses, in any case.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let status = Self::from(text.to_ascii_uppercase());
        if matches!(status, Self::Other(_)) {
            let known = Self::KNOWN.map(String::from).join(", ");
            return Err(IdError::not_one_of(text, known));
        }
        Ok(status)
    }
}

impl fmt::Display for RefundStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_in_any_case_and_none_is_made_up() {
        assert_eq!("abnormal".parse(), Ok(RefundStatus::Abnormal));
        assert!("done".parse::<RefundStatus>().is_err());
        let other = RefundStatus::from("NEW".to_owned());
        assert!(!other.is_final());
        assert_eq!(String::from(other), "NEW");
    }
}
