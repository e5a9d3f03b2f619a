//! The passwords that a PKCS#12 container is tried with.

use std::path::Path;

use crate::protocol::key_material::KeyMaterial;
use crate::protocol::pkcs12::{self, Pkcs12Error};

/// A container is tried with no more.
const MAX_PASSWORDS: usize = 12;

/// Opens a container with the first password that does.
pub(super) fn open<'p>(
    der: &[u8],
    passwords: impl IntoIterator<Item = &'p str>,
) -> Result<KeyMaterial, Pkcs12Error> {
    let mut failed = Pkcs12Error::Password;
    for password in passwords.into_iter().take(MAX_PASSWORDS) {
        match pkcs12::open(der, password) {
            Ok(opened) => return Ok(opened),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Returns the numbers in the last parts of a path that may be a merchant's, as in
/// `1900009191_20180326_cert.zip`.
pub(super) fn numbers(path: &Path) -> Vec<String> {
    let text = path.to_string_lossy();
    let mut numbers: Vec<String> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (8..=10).contains(&digits.len()))
        .map(str::to_owned)
        .collect();
    // The nearest name says most.
    numbers.reverse();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_archive_tells_the_merchant() {
        let path = Path::new("Downloads/1900009191_20180326_cert.zip/apiclient_cert.p12");
        assert_eq!(numbers(path), ["20180326", "1900009191"]);
    }
}
