//! `package` as it was passed, and as it should be.

use percent_encoding::percent_decode_str;

use crate::diagnose::Cause;

/// What `package` of a Mini Program begins with.
pub(super) const PREFIX: &str = "prepay_id=";

/// What programs print for a missing value.
const ABSENT_VALUES: [&str; 12] = [
    "undefined",
    "null",
    "none",
    "nil",
    "nan",
    "true",
    "false",
    "(null)",
    "<nil>",
    "nul",
    "void",
    "promise",
];

/// A number of fewer digits is a status or an amount, not a prepay_id.
const MIN_DIGITS: usize = 16;

/// How a `package` differs from one that the client can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it must be.
    Right,
    /// The bare id without `prepay_id=` before it.
    Bare,
    /// `prepay_id=` more often than it belongs.
    Prefixed,
    /// Percent-encoded.
    Encoded,
    /// Spaces, quotes, full-width characters or another spelling around the right id.
    Altered,
    /// No prepay_id at all.
    Unusable,
}

impl Form {
    /// Returns what it means that such a `package` was signed.
    pub(super) fn cause(self) -> Option<Cause> {
        match self {
            Self::Right | Self::Unusable => None,
            Self::Bare => Some(Cause::MissingPrepayPrefix),
            Self::Prefixed => Some(Cause::ExtraPrepayPrefix),
            Self::Encoded => Some(Cause::PackageEncoded),
            Self::Altered => Some(Cause::UnusableValue),
        }
    }
}

/// A `package`, or an app's `prepayid`, and the value that it should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) given: String,
    /// What the client needs; unchanged if it contains no prepay_id.
    pub(super) right: String,
    pub(super) bare: String,
    pub(super) form: Form,
}

impl Package {
    pub(super) fn read(given: &str, is_app: bool) -> Self {
        let decoded = decoded(given);
        let bare = bare(&decoded);
        let right = if is_app {
            bare.clone()
        } else {
            format!("{PREFIX}{bare}")
        };
        let stripped = given.trim_start_matches(PREFIX);
        let prefixes = (given.len() - stripped.len()) / PREFIX.len();
        let form = if !is_usable(&bare) {
            Form::Unusable
        } else if given == right {
            Form::Right
        } else if decoded != given {
            Form::Encoded
        } else if stripped != bare {
            Form::Altered
        } else if prefixes < usize::from(!is_app) {
            Form::Bare
        } else {
            Form::Prefixed
        };
        let right = if form == Form::Unusable {
            given.to_owned()
        } else {
            right
        };
        Self {
            given: given.to_owned(),
            right,
            bare,
            form,
        }
    }
}

/// Undoes percent-encoding, also if it was done more than once.
fn decoded(text: &str) -> String {
    (0..3).fold(text.to_owned(), |text, _| {
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    })
}

/// Whether a text may be a prepay_id.
pub(super) fn is_usable(id: &str) -> bool {
    let transaction = id.len() == 28 && id.starts_with("4200") && digits(id);
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !ABSENT_VALUES.contains(&id.to_ascii_lowercase().as_str())
        && !transaction
        && !(digits(id) && id.len() < MIN_DIGITS)
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Takes everything off that is put around an id.
fn bare(text: &str) -> String {
    let text = html_escape::decode_html_entities(text);
    let mut rest = text.as_ref();
    loop {
        let shorter = rest
            .trim_matches(|c: char| {
                c.is_whitespace() || "\"'`“”‘’[]()\u{feff}\u{200b}\u{2060}".contains(c)
            })
            .trim_start_matches(['=', '＝', ':', '：']);
        let shorter = ["prepay_id", "prepayid", "package="]
            .iter()
            .filter_map(|name| {
                let head = shorter.get(..name.len())?;
                head.eq_ignore_ascii_case(name)
                    .then(|| &shorter[name.len()..])
            })
            .find(|rest| rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric()))
            .unwrap_or(shorter);
        if shorter == rest {
            return rest.to_owned();
        }
        rest = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "wx201410272009395522657a690389285100";

    #[test]
    fn a_package_is_read_for_what_it_was_meant_to_be() {
        for (given, form) in [
            (format!("prepay_id={ID}"), Form::Right),
            (ID.to_owned(), Form::Bare),
            (format!("prepay_id=prepay_id={ID}"), Form::Prefixed),
            (format!("prepay_id%3D{ID}"), Form::Encoded),
            (format!("prepay_id%253D{ID}"), Form::Encoded),
            (format!("prepay_id={ID} "), Form::Altered),
            (format!("\"prepay_id={ID}\""), Form::Altered),
            (format!("prepay_id＝{ID}"), Form::Altered),
            (format!("prepayid={ID}"), Form::Altered),
            (format!("PREPAY_ID={ID}"), Form::Altered),
            (format!("prepay_id&#61;{ID}"), Form::Altered),
            (format!("&quot;prepay_id={ID}&quot;"), Form::Altered),
            (format!("prepay_id=[{ID}]"), Form::Altered),
        ] {
            let package = Package::read(&given, false);
            assert_eq!(package.form, form, "{given}");
            if form != Form::Unusable {
                assert_eq!(package.right, format!("prepay_id={ID}"), "{given}");
            }
        }
        assert_eq!(Package::read(ID, true).form, Form::Right);
        let prefixed = Package::read(&format!("prepay_id={ID}"), true);
        assert_eq!(
            (prefixed.form, prefixed.right.as_str()),
            (Form::Prefixed, ID)
        );
    }

    #[test]
    fn what_is_not_a_prepay_id_is_unusable() {
        for id in [
            "",
            "undefined",
            "null",
            "None",
            "nil",
            "NaN",
            "[object Object]",
            "[object Promise]",
            "{\"prepay_id\":\"wx1\"}",
            "weixin://wxpay/bizpayurl?pr=abc",
            "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1",
            "wx20 14",
            "${prepay_id}",
            "预支付",
            "4200000000202601010123456789",
            "0",
            "200",
            "[null]",
        ] {
            for given in [format!("prepay_id={id}"), id.to_owned()] {
                assert_eq!(Package::read(&given, false).form, Form::Unusable, "{given}");
            }
        }
        assert_eq!(Package::read("prepay_id", false).form, Form::Unusable);
    }
}
