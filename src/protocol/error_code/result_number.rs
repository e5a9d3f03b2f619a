//! The internal result number that ends a `Request-ID`.

use super::Advice;

mod order;
mod request;

/// An internal result number, which says more than the code; 0 is success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResultNumber {
    /// The number.
    pub number: u64,
    /// The codes of the same meaning.
    pub codes: &'static [&'static str],
    /// What to make of it.
    pub advice: Advice,
}

/// Returns every number that is known; WeChat Pay has many more.
pub fn numbers() -> impl Iterator<Item = &'static ResultNumber> {
    request::NUMBERS.iter().chain(&order::NUMBERS)
}

/// Returns what a result number means, where it is known.
#[must_use]
pub fn by_number(number: u64) -> Option<&'static ResultNumber> {
    numbers().find(|known| known.number == number)
}

/// Returns the result number that ends a `Request-ID`.
#[must_use]
pub fn number_of(request_id: &str) -> Option<u64> {
    let (id, number) = request_id.trim().rsplit_once('-')?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !id.is_empty()).then(|| number.parse().ok())?
}
