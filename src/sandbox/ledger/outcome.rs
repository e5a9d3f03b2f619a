//! What came of posting a notification.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The text that stands for [`PostOutcome::NotPosted`].
const NOT_POSTED: &str = "not posted: the refund has no notify_url, so WeChat Pay would send an API v2 notification to the URL set in the console";

/// What came of the last attempt to post a notification; as JSON it is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum PostOutcome {
    /// A response with this status.
    Status(u16),
    /// Nothing listens at the address.
    ConnectionRefused(String),
    /// No response for another reason, such as a timeout.
    NoResponse(String),
    /// The refund names no `notify_url`, so nothing is ever posted.
    NotPosted,
}

/// What a receiver's status says about why it did not acknowledge a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It sent the caller elsewhere.
    Redirected,
    /// It has no route for a POST to this path.
    NotRouted,
    /// It refused the notification, as one whose signature does not verify.
    Refused,
    /// It failed on the notification.
    Failed,
}

impl PostOutcome {
    /// Returns what the status says about a notification that was not acknowledged.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Status(300..400) => Some(Refusal::Redirected),
            Self::Status(404 | 405) => Some(Refusal::NotRouted),
            Self::Status(400..500) => Some(Refusal::Refused),
            Self::Status(500..600) => Some(Refusal::Failed),
            Self::Status(_)
            | Self::ConnectionRefused(_)
            | Self::NoResponse(_)
            | Self::NotPosted => None,
        }
    }

    /// Tells whether another attempt soon afterwards may be acknowledged: not if nothing listens.
    #[must_use]
    pub fn may_recover(&self) -> bool {
        match self {
            Self::ConnectionRefused(_) | Self::NotPosted => false,
            Self::Status(_) | Self::NoResponse(_) => true,
        }
    }

    /// Tells whether the receiver acknowledged the notification.
    #[must_use]
    pub fn is_acknowledged(&self) -> bool {
        match self {
            Self::Status(status) => (200..300).contains(status),
            Self::ConnectionRefused(_) | Self::NoResponse(_) | Self::NotPosted => false,
        }
    }
}

impl fmt::Display for PostOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::ConnectionRefused(why) | Self::NoResponse(why) => f.write_str(why),
            Self::NotPosted => f.write_str(NOT_POSTED),
        }
    }
}

impl From<PostOutcome> for String {
    fn from(outcome: PostOutcome) -> Self {
        outcome.to_string()
    }
}

/// Reads what the ledger stores, which is the text alone. Systems word a refused connection
/// differently, but all with this word.
impl From<String> for PostOutcome {
    fn from(text: String) -> Self {
        match text.parse() {
            Ok(status) => Self::Status(status),
            Err(_) if text == NOT_POSTED => Self::NotPosted,
            Err(_) if text.contains("refused") => Self::ConnectionRefused(text),
            Err(_) => Self::NoResponse(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_stored_as_its_text() {
        for (text, outcome) in [
            ("204", PostOutcome::Status(204)),
            (
                "Connection refused",
                PostOutcome::ConnectionRefused("Connection refused".to_owned()),
            ),
            (
                "no answer within 5 seconds",
                PostOutcome::NoResponse("no answer within 5 seconds".to_owned()),
            ),
            (NOT_POSTED, PostOutcome::NotPosted),
        ] {
            assert_eq!(PostOutcome::from(text.to_owned()), outcome);
            assert_eq!(outcome.to_string(), text);
            assert_eq!(outcome.is_acknowledged(), text == "204");
        }
    }
}
