//! The token that a listener shows.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use reqwest::header::HeaderValue;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A secret that servers and listeners share.
#[derive(Clone)]
pub struct RelayToken(Zeroizing<String>);

/// A text that is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayTokenError {
    /// It is so short that it could be guessed.
    #[error(
        "the token has {found} characters, fewer than {}",
        RelayToken::MIN_CHARS
    )]
    Short {
        /// How many characters it has.
        found: usize,
    },
    /// It is longer than servers take a header for.
    #[error("the token has more than {} characters", RelayToken::MAX_CHARS)]
    Long,
    /// It has spaces, line breaks or characters outside of ASCII.
    #[error("the token is not one word of letters, digits and signs")]
    Characters,
}

impl RelayToken {
    /// How many characters a token has at least.
    pub const MIN_CHARS: usize = 32;

    /// How many characters a token has at most.
    pub const MAX_CHARS: usize = 1024;

    /// Returns the header that shows the token.
    #[must_use]
    pub fn authorization(&self) -> HeaderValue {
        let text = Zeroizing::new(format!("Bearer {}", *self.0));
        // Its characters were checked when it was read.
        let mut value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }

    /// Returns whether a header shows this token. How long that takes does not depend on where
    /// they differ.
    pub(super) fn is_shown_by(&self, authorization: &HeaderValue) -> bool {
        let Some((scheme, shown)) = authorization
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
        else {
            return false;
        };
        let digests = [self.0.as_str(), shown.trim()].map(Sha256::digest);
        scheme.eq_ignore_ascii_case("bearer")
            && verify_slices_are_equal(&digests[0], &digests[1]).is_ok()
    }
}

impl FromStr for RelayToken {
    type Err = RelayTokenError;

    /// Reads the content of a token's file: one word, and white space around it.
    fn from_str(text: &str) -> Result<Self, RelayTokenError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(RelayTokenError::Characters);
        }
        match text.len() {
            found @ ..Self::MIN_CHARS => Err(RelayTokenError::Short { found }),
            Self::MIN_CHARS..=Self::MAX_CHARS => Ok(Self(Zeroizing::new(text.to_owned()))),
            _ => Err(RelayTokenError::Long),
        }
    }
}

impl fmt::Debug for RelayToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RelayToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_token_is_one_long_word() {
        let read = |text: &str| text.parse::<RelayToken>().map(|_| ());
        assert_eq!(read(&format!("\u{feff}{TOKEN}\r\n")), Ok(()));
        assert_eq!(read(&TOKEN[1..]), Err(RelayTokenError::Short { found: 31 }));
        assert_eq!(read(""), Err(RelayTokenError::Short { found: 0 }));
        let two = format!("{TOKEN} {TOKEN}");
        assert_eq!(read(&two), Err(RelayTokenError::Characters));
        assert_eq!(read(&"x".repeat(1025)), Err(RelayTokenError::Long));
        let token: RelayToken = TOKEN.parse().unwrap();
        assert!(!format!("{token:?}{:?}", token.authorization()).contains("0123"));
    }

    #[test]
    fn only_the_same_token_is_accepted() {
        let token: RelayToken = TOKEN.parse().unwrap();
        let accepts = |text: &str| token.is_shown_by(&HeaderValue::from_str(text).unwrap());
        assert!(token.is_shown_by(&token.authorization()));
        assert!(accepts(&format!("bearer  {TOKEN}")));
        for other in [
            "",
            "Bearer",
            "Bearer ",
            TOKEN,
            &format!("Basic {TOKEN}"),
            &format!("Bearer {TOKEN}0"),
            &format!("Bearer {}", &TOKEN[1..]),
        ] {
            assert!(!accepts(other), "{other}");
        }
    }
}
