//! Reading notifications on in the order in which they were committed.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::headers::RawHeaders;

/// Where a reader of a store is: after this notification.
///
/// Positions grow in the order of commits. A store that was emptied or restored gives the same
/// number to another notification, so a position names the notification, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    seq: i64,
    digest: u64,
}

/// A text that is not a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a position is a number, '-' and 16 hexadecimal digits")]
pub struct PositionError;

impl Position {
    /// Before the first notification.
    pub const START: Self = Self { seq: 0, digest: 0 };

    /// Returns the position of the notification with this number and id.
    #[must_use]
    pub fn of(seq: i64, id: &str) -> Self {
        let digest = Sha256::digest(id);
        let digest = digest.iter().take(8);
        Self {
            seq,
            digest: digest.fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
        }
    }

    /// Returns the number by which positions are ordered.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.seq
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.seq, self.digest)
    }
}

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        let (seq, digest) = text.split_once('-').ok_or(PositionError)?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digest.len() != 16 || !is_number(seq) || !is_number(digest) {
            return Err(PositionError);
        }
        Ok(Self {
            seq: seq.parse().map_err(|_| PositionError)?,
            digest: u64::from_str_radix(digest, 16).map_err(|_| PositionError)?,
        })
    }
}

/// A stored notification as a reader of the store gets it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Following {
    /// Its position.
    pub position: Position,
    /// Its id.
    pub id: String,
    /// The event type.
    pub event_type: String,
    /// When it was received, in milliseconds since 1970.
    pub received_at: i64,
    /// Whether an earlier one has the same subject, and was processed instead.
    pub is_duplicate: bool,
    /// If notifications between the one before and this one were deleted: when the one before was
    /// received, in milliseconds since 1970. Only a store that numbers without gaps knows it.
    pub deleted_since: Option<i64>,
    /// The headers as received.
    pub headers: RawHeaders,
    /// The raw body as received.
    pub body: Vec<u8>,
    /// The plaintext, as JSON.
    pub resource: String,
}

/// Notifications that follow a position.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Followed {
    /// Whether the notification at the position is still stored. If it is not, others that followed
    /// it may have been deleted, too, and none is returned.
    pub is_known: bool,
    /// The notifications, in the order of their positions; none at the end of the store.
    pub notifications: Vec<Following>,
}

impl Followed {
    /// Takes the notification at a position off what was read from there on.
    pub(super) fn after(position: Position, read: Vec<Following>) -> Self {
        if position == Position::START {
            return Self {
                is_known: true,
                notifications: read,
            };
        }
        let is_known = read.first().is_some_and(|first| first.position == position);
        Self {
            is_known,
            notifications: if is_known {
                read.into_iter().skip(1).collect()
            } else {
                Vec::new()
            },
        }
    }
}

/// Says where notifications were deleted, in what was read from a store that numbers without gaps.
#[cfg(feature = "sqlite")]
pub(super) fn note_deleted(read: &mut [Following]) {
    let mut before: Option<(i64, i64)> = None;
    for next in read {
        let seq = next.position.seq();
        next.deleted_since = before
            .filter(|(before, _)| seq > before + 1)
            .map(|(_, received_at)| received_at);
        before = Some((seq, next.received_at));
    }
}

/// Reads from a position on: `$1` is its number, `$2` how many to read.
pub(super) const FROM: &str =
    "SELECT seq, id, event_type, received_at, duplicate, headers, body, resource
    FROM notification WHERE seq >= $1 ORDER BY seq LIMIT $2";

/// The position of the newest notification.
pub(super) const NEWEST: &str = "SELECT seq, id FROM notification ORDER BY seq DESC LIMIT 1";

/// The last position before everything that was received at `$1` or later. Those that arrive together
/// are not stored in the order of their times, so it looks at more than the first.
pub(super) const BEFORE: &str = "SELECT seq, id FROM notification WHERE seq < coalesce(
        (SELECT min(seq) FROM (SELECT seq FROM notification WHERE received_at >= $1 ORDER BY received_at LIMIT 1000) AS first),
        (SELECT max(seq) + 1 FROM notification))
    ORDER BY seq DESC LIMIT 1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_written_and_read() {
        for position in [
            Position::START,
            Position::of(57, "EV-1"),
            Position::of(i64::MAX, ""),
        ] {
            assert_eq!(position.to_string().parse(), Ok(position));
        }
        assert_ne!(Position::of(57, "EV-1"), Position::of(57, "EV-2"));
        for wrong in [
            "",
            "57",
            "57-",
            "-1-0123456789abcdef",
            "57-+123456789abcdef",
            "x-0123456789abcdef",
        ] {
            assert_eq!(wrong.parse::<Position>(), Err(PositionError), "{wrong}");
        }
    }
}
