//! From headers and raw bytes to an event, or to the reason why not.

use std::time::Duration;

use serde_json::Value;

use crate::protocol::id::Mchid;
use crate::protocol::keys::Keyring;
use crate::protocol::notification::{Event, Notification, NotificationError};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{SignedBody, VerifyError};
use crate::protocol::stamp::Timestamp;

/// What notifications are verified and opened with.
#[derive(Debug)]
pub struct Judge {
    /// The keys that may sign.
    pub keyring: Keyring,
    /// Opens resources.
    pub apiv3_key: ApiV3Key,
    /// Whose notifications are expected; none where any will do.
    pub mchid: Option<Mchid>,
}

/// Why something is not a notification for this merchant.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// It is not proved to be WeChat Pay's.
    #[error("the notification is not proved to be WeChat Pay's")]
    Untrusted(#[from] VerifyError),
    /// It is WeChat Pay's, and gives no event.
    #[error("the notification cannot be read")]
    Unreadable(#[from] NotificationError),
    /// It is about another merchant.
    #[error("the notification is for merchant {found}, not {expected}")]
    WrongMerchant {
        /// Whose it is.
        found: String,
        /// Whose it should be.
        expected: Mchid,
    },
}

impl Judge {
    /// Verifies, opens, and checks whom it is for.
    ///
    /// # Errors
    /// Says at which of the three it fails.
    pub fn judge<'h>(
        &self,
        header: impl Fn(&'static str) -> Option<&'h str>,
        body: Vec<u8>,
        now: Timestamp,
        fresh: Option<Duration>,
    ) -> Result<Event, Rejection> {
        let verified = SignedBody::from_parts(header, body)?.verify(&self.keyring, now, fresh)?;
        let event = Notification::open(&verified, &self.apiv3_key)?;
        self.check_merchant(&event.resource)?;
        Ok(event)
    }

    /// Checks the merchant number of a plaintext, where it has one.
    ///
    /// # Errors
    /// [`Rejection::WrongMerchant`].
    pub fn check_merchant(&self, resource: &Value) -> Result<(), Rejection> {
        let found = ["sp_mchid", "mchid"]
            .iter()
            .find_map(|name| resource.get(name))
            .and_then(Value::as_str);
        match (&self.mchid, found) {
            (Some(expected), Some(found)) if found != expected.as_str() => {
                Err(Rejection::WrongMerchant {
                    found: found.to_owned(),
                    expected: expected.clone(),
                })
            }
            _ => Ok(()),
        }
    }
}
