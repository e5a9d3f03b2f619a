//! The ways in which one number is written, without a float touching it.

/// How a serialiser writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) enum Numbers {
    /// Unchanged.
    Same,
    /// Without a fraction if they have none: `100` for `1e2` and `100.0`.
    Plain,
    /// `100.0`, as a map of doubles writes them.
    PointZero,
    /// `100.00`.
    TwoPlaces,
    /// `1e2`.
    Exponent,
    /// `1E+2`, as Java prints a `BigDecimal` without trailing zeros.
    BigDecimal,
    /// `100.0`, and `1.0E7` from ten million on, as Java prints a double.
    JavaDouble,
    /// `"100"`.
    Quoted,
    /// `100` for `"100"`, as a struct of integers writes what a form gave it.
    Unquoted,
}

impl Numbers {
    /// Every form but the first, commonest first.
    pub(in crate::diagnose) const OTHERS: [Self; 8] = [
        Self::Plain,
        Self::PointZero,
        Self::JavaDouble,
        Self::Quoted,
        Self::Unquoted,
        Self::Exponent,
        Self::TwoPlaces,
        Self::BigDecimal,
    ];

    /// Whether a text is written as the number that it holds. Numbers of merchants, orders and
    /// moments have more digits, and stay texts.
    pub(in crate::diagnose) fn unquotes(self, text: &str) -> bool {
        const MAX_AMOUNT_DIGITS: usize = 8;
        self == Self::Unquoted
            && (1..=MAX_AMOUNT_DIGITS).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'))
    }

    /// Writes a number in this form; one that has no such form stays as it is.
    pub(in crate::diagnose) fn write(self, written: &str) -> String {
        match self {
            Self::Same | Self::Unquoted => written.to_owned(),
            Self::Quoted => format!("\"{written}\""),
            Self::Plain
            | Self::PointZero
            | Self::JavaDouble
            | Self::Exponent
            | Self::BigDecimal
            | Self::TwoPlaces => Decimal::read(written)
                .map_or_else(|| written.to_owned(), |number| number.write(self)),
        }
    }
}

/// Digits without leading or trailing zeros, and the power of ten of the last one.
struct Decimal {
    negative: bool,
    digits: String,
    power: i32,
}

impl Decimal {
    /// More digits than any amount has are left alone.
    const MAX_DIGITS: i32 = 40;

    fn read(written: &str) -> Option<Self> {
        let (negative, rest) = written
            .strip_prefix('-')
            .map_or((false, written), |rest| (true, rest));
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let exponent: i32 = exponent
            .strip_prefix('+')
            .unwrap_or(exponent)
            .parse()
            .ok()?;
        let digits = all.trim_start_matches('0').trim_end_matches('0').to_owned();
        let zeros = all.len() - all.trim_end_matches('0').len();
        let power = exponent
            .checked_sub(i32::try_from(fraction.len()).ok()?)?
            .checked_add(i32::try_from(zeros).ok()?)?;
        let length = i32::try_from(digits.len()).ok()?;
        let fits = length <= Self::MAX_DIGITS && power.abs() <= Self::MAX_DIGITS;
        fits.then(|| {
            let power = if digits.is_empty() { 0 } else { power };
            Self {
                negative,
                digits,
                power,
            }
        })
    }

    fn write(&self, form: Numbers) -> String {
        let sign = if self.negative { "-" } else { "" };
        let (whole, fraction) = self.plain();
        match form {
            Numbers::TwoPlaces => format!("{sign}{whole}.{fraction:0<2}"),
            Numbers::Exponent => self.scientific(sign, "e", false),
            Numbers::BigDecimal if self.power > 0 => self.scientific(sign, "E+", false),
            Numbers::Plain | Numbers::BigDecimal if fraction.is_empty() => {
                format!("{sign}{whole}")
            }
            Numbers::JavaDouble if whole.len() > 7 => self.scientific(sign, "E", true),
            Numbers::Same
            | Numbers::Plain
            | Numbers::PointZero
            | Numbers::BigDecimal
            | Numbers::JavaDouble
            | Numbers::Quoted
            | Numbers::Unquoted => {
                let fraction = if fraction.is_empty() { "0" } else { &fraction };
                format!("{sign}{whole}.{fraction}")
            }
        }
    }

    /// The digits before the point, and those after it.
    fn plain(&self) -> (String, String) {
        let digits = if self.digits.is_empty() {
            "0"
        } else {
            &self.digits
        };
        let Ok(places) = usize::try_from(-self.power) else {
            let zeros = usize::try_from(self.power).unwrap_or_default();
            return (format!("{digits}{}", "0".repeat(zeros)), String::new());
        };
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        (whole.to_owned(), fraction.to_owned())
    }

    fn scientific(&self, sign: &str, e: &str, always_point: bool) -> String {
        let digits = if self.digits.is_empty() {
            "0"
        } else {
            &self.digits
        };
        let (first, rest) = digits.split_at(1);
        let point = match (rest, always_point) {
            ("", true) => ".0".to_owned(),
            ("", false) => String::new(),
            _ => format!(".{rest}"),
        };
        let power = self.power + i32::try_from(rest.len()).unwrap_or_default();
        format!("{sign}{first}{point}{e}{power}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_number_is_written() {
        for (written, form, expected) in [
            ("100", Numbers::PointZero, "100.0"),
            ("1e2", Numbers::Plain, "100"),
            ("100.0", Numbers::Plain, "100"),
            ("12.50", Numbers::Plain, "12.5"),
            ("100", Numbers::Exponent, "1e2"),
            ("-125", Numbers::Exponent, "-1.25e2"),
            ("100", Numbers::BigDecimal, "1E+2"),
            ("1200", Numbers::BigDecimal, "1.2E+3"),
            ("101", Numbers::BigDecimal, "101"),
            ("10000000", Numbers::JavaDouble, "1.0E7"),
            ("12345678", Numbers::JavaDouble, "1.2345678E7"),
            ("9999999", Numbers::JavaDouble, "9999999.0"),
            ("0", Numbers::TwoPlaces, "0.00"),
            ("0.5", Numbers::TwoPlaces, "0.50"),
            ("7", Numbers::Quoted, "\"7\""),
            ("1e999999999", Numbers::Plain, "1e999999999"),
            ("1-2", Numbers::Plain, "1-2"),
        ] {
            assert_eq!(form.write(written), expected, "{written} {form:?}");
        }
    }
}
