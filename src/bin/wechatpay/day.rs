//! A day in China's time, by its date or by its name.

use std::str::FromStr;

use wechatpay::ambient;
use wechatpay::protocol::bill::BillDate;
use wechatpay::protocol::id::IdError;
use wechatpay::protocol::stamp::Timestamp;

/// A day in China's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    Today,
    Yesterday,
    BeforeYesterday,
    On(BillDate),
}

impl Day {
    /// Returns its date.
    pub(crate) fn date(self, today: BillDate) -> BillDate {
        match self {
            Self::Today => today,
            Self::Yesterday => today.eve(),
            Self::BeforeYesterday => today.eve().eve(),
            Self::On(date) => date,
        }
    }

    /// Returns the moment when it begins.
    pub(crate) fn start(self) -> Option<Timestamp> {
        let date = self.date(BillDate::of(ambient::now()));
        Timestamp::from_rfc3339(&format!("{date}T00:00:00+08:00")).ok()
    }
}

impl FromStr for Day {
    type Err = IdError;

    /// Reads `yyyy-MM-dd`, or the name of a day in English or Chinese.
    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.to_ascii_lowercase().as_str() {
            "today" | "今天" | "今日" => Ok(Self::Today),
            "yesterday" | "昨天" | "昨日" => Ok(Self::Yesterday),
            "前天" => Ok(Self::BeforeYesterday),
            _ => text.parse().map(Self::On),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_names_in_both_languages() {
        for (text, day) in [
            ("today", Day::Today),
            ("今天", Day::Today),
            ("Yesterday", Day::Yesterday),
            ("昨天", Day::Yesterday),
            ("前天", Day::BeforeYesterday),
            ("2026-01-02", Day::On("2026-01-02".parse().unwrap())),
        ] {
            assert_eq!(text.parse(), Ok(day), "{text}");
        }
        for text in ["tomorrow", "明天", "1", "", "2026-13-01"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day: Day = "2026-01-02".parse().unwrap();
        assert_eq!(
            day.start(),
            Timestamp::from_rfc3339("2026-01-01T16:00:00Z").ok()
        );
    }
}
