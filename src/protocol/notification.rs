//! 支付通知: what WeChat Pay posts to a merchant's `notify_url`.

use std::mem;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::event_type::EventType;
use super::plaintext::Plaintext;
use super::resource::{ApiV3Key, OpenError, Resource};
use super::signed::Verified;

/// The envelope, its resource still encrypted; the keys are in WeChat Pay's own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Notification {
    /// Unique to the notification; its repetitions have the same.
    pub id: String,
    /// RFC 3339.
    pub create_time: String,
    /// `encrypt-resource`.
    pub resource_type: String,
    /// What happened, such as `TRANSACTION.SUCCESS`.
    pub event_type: String,
    /// A few words for people.
    pub summary: String,
    /// 通知数据, encrypted.
    pub resource: Resource,
}

/// A notification that was verified and opened.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Event {
    /// The envelope as received.
    pub notification: Notification,
    /// The decrypted resource.
    pub plaintext: Plaintext,
}

/// Why a verified notification cannot be decoded.
#[derive(Debug, thiserror::Error)]
pub enum NotificationError {
    /// The body is not a notification.
    #[error("the body is not a notification of API v3")]
    Shape(#[source] serde_json::Error),
    /// The resource cannot be decrypted.
    #[error("the notification's resource cannot be decrypted")]
    Sealed(#[from] OpenError),
    /// The plaintext is not JSON.
    #[error("the notification's plaintext is not JSON")]
    Plaintext(#[source] serde_json::Error),
}

impl Notification {
    /// Reads the envelope of a verified body.
    ///
    /// # Errors
    /// [`NotificationError::Shape`] if it is something else.
    pub fn read(body: &Verified) -> Result<Self, NotificationError> {
        serde_json::from_slice(body.body()).map_err(NotificationError::Shape)
    }

    /// Reads and opens a verified body; the other half is [`Notification::seal`].
    ///
    /// # Errors
    /// Returns whether the envelope, the ciphertext or the plaintext is wrong.
    pub fn open(body: &Verified, key: &ApiV3Key) -> Result<Event, NotificationError> {
        let notification = Self::read(body)?;
        let mut opened = notification.resource.open(key)?;
        let plaintext =
            Plaintext::read(mem::take(&mut *opened)).map_err(NotificationError::Plaintext)?;
        Ok(Event {
            notification,
            plaintext,
        })
    }

    /// Seals an event, as WeChat Pay does before it signs and posts the bytes.
    ///
    /// # Panics
    /// Panics if `nonce` does not have 12 characters.
    #[must_use]
    pub fn seal(head: NotificationHead, plaintext: &Value, key: &ApiV3Key, nonce: &str) -> Self {
        let NotificationHead {
            id,
            create_time,
            event_type,
        } = head;
        Self {
            id,
            create_time,
            resource_type: "encrypt-resource".to_owned(),
            event_type: event_type.to_string(),
            summary: event_type.summary().to_owned(),
            resource: Resource::seal(
                key,
                Some(event_type.original_type()),
                event_type.associated_data(),
                nonce,
                plaintext.to_string().as_bytes(),
            ),
        }
    }

    /// Returns the compact bytes that are signed and posted.
    ///
    /// # Panics
    /// Never: the envelope is strings all through.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings serialise")
    }
}

/// The open part of a notification.
#[derive(Debug, Clone)]
pub struct NotificationHead {
    /// Unique to the notification.
    pub id: String,
    /// RFC 3339.
    pub create_time: String,
    /// Brings the summary and the associated data along.
    pub event_type: EventType,
}
