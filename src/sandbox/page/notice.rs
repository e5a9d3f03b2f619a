//! What an action came to, as the page says it after it.

use maud::{Markup, html};

use crate::sandbox::error::PayError;
use crate::sandbox::page::format::Tone;
use crate::sandbox::page::text::{Lang, Words, words};

/// What an action came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    Paid,
    Cancelled,
    Failed,
    Closed,
    Expired,
    Refunded,
    RefundsEnded,
    IsClosed,
    IsExpired,
    IsPaid,
    NotPaid,
    NotOpen,
    TooMuch,
    WrongAmount,
}

impl Notice {
    const ALL: [Self; 14] = [
        Self::Paid,
        Self::Cancelled,
        Self::Failed,
        Self::Closed,
        Self::Expired,
        Self::Refunded,
        Self::RefundsEnded,
        Self::IsClosed,
        Self::IsExpired,
        Self::IsPaid,
        Self::NotPaid,
        Self::NotOpen,
        Self::TooMuch,
        Self::WrongAmount,
    ];

    /// Returns its name in a URL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::Refunded => "refunded",
            Self::RefundsEnded => "refunds-ended",
            Self::IsClosed => "is-closed",
            Self::IsExpired => "is-expired",
            Self::IsPaid => "is-paid",
            Self::NotPaid => "not-paid",
            Self::NotOpen => "not-open",
            Self::TooMuch => "too-much",
            Self::WrongAmount => "wrong-amount",
        }
    }

    pub(crate) fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == text)
    }

    /// Returns why the ledger refused; `None` if there is no such order, or no ledger.
    pub(crate) fn of(why: &PayError) -> Option<Self> {
        match why {
            PayError::Closed(_) => Some(Self::IsClosed),
            PayError::Expired(_) => Some(Self::IsExpired),
            PayError::NotPaid(_) => Some(Self::NotPaid),
            PayError::Paid(_) => Some(Self::IsPaid),
            PayError::TooMuch(_) => Some(Self::TooMuch),
            PayError::Unknown(_) | PayError::Storage(_) => None,
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Paid | Self::Closed | Self::Expired | Self::Refunded | Self::RefundsEnded => {
                Tone::Good
            }
            Self::Cancelled | Self::Failed => Tone::Quiet,
            Self::IsClosed
            | Self::IsExpired
            | Self::IsPaid
            | Self::NotPaid
            | Self::NotOpen
            | Self::TooMuch
            | Self::WrongAmount => Tone::Bad,
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Paid => words!("page-notice-paid"),
            Self::Cancelled => words!("page-notice-cancelled"),
            Self::Failed => words!("page-notice-failed"),
            Self::Closed => words!("page-notice-closed"),
            Self::Expired => words!("page-notice-expired"),
            Self::Refunded => words!("page-notice-refunded"),
            Self::RefundsEnded => words!("page-notice-refunds-ended"),
            Self::IsClosed => words!("page-notice-is-closed"),
            Self::IsExpired => words!("page-notice-is-expired"),
            Self::IsPaid => words!("page-notice-is-paid"),
            Self::NotPaid => words!("page-notice-not-paid"),
            Self::NotOpen => words!("page-notice-not-open"),
            Self::TooMuch => words!("page-notice-too-much"),
            Self::WrongAmount => words!("page-notice-wrong-amount"),
        }
    }

    pub(crate) fn draw(self, lang: Lang) -> Markup {
        let role = if self.tone() == Tone::Bad {
            "alert"
        } else {
            "status"
        };
        html! { p .flash .(self.tone().class()) role=(role) { (lang.say(self.words())) } }
    }
}
