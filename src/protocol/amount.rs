//! Money, in whole fen.

use std::fmt;
use std::num::{IntErrorKind, NonZeroU32, ParseIntError};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::id::{Form, IdError};

/// An amount of money in 分, a hundredth of a yuan; the API knows no other unit and no zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fen(NonZeroU32);

impl Fen {
    /// The largest amount that is read: 4294967295 fen.
    pub const MAX: Self = Self(NonZeroU32::MAX);

    /// Returns the whole number of fen.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// Reads an exact decimal number of yuan with at most two places.
    ///
    /// # Errors
    /// Returns an error if the text is anything else: a third decimal, a sign, an exponent, zero.
    pub fn from_yuan(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::form(Form::Yuan, text);
        let (yuan, fen) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(yuan) || !digits(fen) || fen.len() > 2 {
            return Err(wrong());
        }
        format!("{yuan}{fen:0<2}")
            .parse::<NonZeroU32>()
            .map(Self)
            .map_err(|why| match why.kind() {
                IntErrorKind::PosOverflow => IdError::form(Form::LargeYuan, text),
                _ => wrong(),
            })
    }
}

impl FromStr for Fen {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdError::form(Form::Fen, text));
        }
        text.parse().map(Self).map_err(|why: ParseIntError| {
            let form = match why.kind() {
                IntErrorKind::PosOverflow => Form::LargeFen,
                _ => Form::Fen,
            };
            IdError::form(form, text)
        })
    }
}

impl From<NonZeroU32> for Fen {
    fn from(fen: NonZeroU32) -> Self {
        Self(fen)
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        FenSum(self.get().into()).fmt(f)
    }
}

/// The sum of amounts, in 分; zero if there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FenSum(u64);

impl FenSum {
    /// Returns the whole number of fen.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// Adds an amount; no number of amounts that can be counted reaches the limit.
    pub fn add(&mut self, amount: Fen) {
        self.0 = self.0.saturating_add(amount.get().into());
    }
}

impl From<u64> for FenSum {
    fn from(fen: u64) -> Self {
        Self(fen)
    }
}

impl fmt::Display for FenSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "¥{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fen_are_whole_and_never_guessed() {
        assert_eq!("1999".parse::<Fen>().unwrap().to_string(), "¥19.99");
        for text in ["0", "19.99", "-1", "+1", "", "4294967296", "1e3"] {
            assert!(text.parse::<Fen>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_amount_that_is_too_large_is_not_called_zero() {
        let form = |error| match error {
            IdError::Form { form, .. } => form,
            other => panic!("{other}"),
        };
        for text in ["4294967296", "99999999999999999999"] {
            assert_eq!(
                form(text.parse::<Fen>().unwrap_err()),
                Form::LargeFen,
                "{text}"
            );
        }
        for text in ["42949672.96", "42949673", "99999999999999999999.9"] {
            assert_eq!(
                form(Fen::from_yuan(text).unwrap_err()),
                Form::LargeYuan,
                "{text}"
            );
        }
        for text in ["0", "00", "", "-4294967296"] {
            assert_eq!(form(text.parse::<Fen>().unwrap_err()), Form::Fen, "{text}");
        }
        assert_eq!("4294967295".parse(), Ok(Fen::MAX));
        for form in [Form::LargeFen, Form::LargeYuan] {
            let error = IdError::form(form, "1").to_string();
            assert!(error.contains(&Fen::MAX.to_string()), "{error}");
        }
    }

    #[test]
    fn a_sum_is_larger_than_any_amount() {
        let mut sum = FenSum::default();
        assert_eq!(sum.to_string(), "¥0.00");
        for _ in 0..3 {
            sum.add("4294967295".parse().unwrap());
        }
        assert_eq!(
            (sum.get(), sum.to_string()),
            (12_884_901_885, "¥128849018.85".to_owned())
        );
    }

    #[test]
    fn yuan_are_exact() {
        for (text, fen) in [
            ("12.34", 1234),
            ("12.3", 1230),
            ("12", 1200),
            ("0.01", 1),
            ("0012.00", 1200),
        ] {
            assert_eq!(Fen::from_yuan(text).unwrap().get(), fen);
        }
        for text in [
            "12.345",
            "0",
            "0.00",
            ".5",
            "5.",
            "-1",
            "1e2",
            "1,5",
            "42949672.96",
        ] {
            assert!(Fen::from_yuan(text).is_err(), "{text}");
        }
    }
}
