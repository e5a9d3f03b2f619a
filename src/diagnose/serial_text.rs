//! A serial number as people copy it, and what is wrong with that on the wire.

use super::sentence::{Sentence, sentence};
use crate::protocol::id::SerialNo;

/// What a certificate's serial number has at most.
const MAX_HEX_DIGITS: usize = 40;

/// Returns the serial number that a text means, however a tool printed it.
pub(super) fn meant(text: &str) -> Option<SerialNo> {
    let text = text.trim();
    if let Some(hex) = decimal(text) {
        return hex.parse().ok();
    }
    let bare = text
        .trim_start_matches("serial_no=")
        .trim_start_matches("Serial Number")
        .trim_start_matches([':', '=', ' ']);
    let bare = bare.replace(['-', ':', ' ', '\u{a0}', '\u{3000}'], "");
    without_leading_zeros(&bare).parse().ok()
}

/// Removes the zeros that some tools put before a serial number of 40 digits.
fn without_leading_zeros(hex: &str) -> &str {
    let surplus = hex.len().saturating_sub(MAX_HEX_DIGITS);
    match hex.split_at_checked(surplus) {
        Some((zeros, rest)) if zeros.bytes().all(|digit| digit == b'0') => rest,
        _ => hex,
    }
}

/// Says why no key is found for the serial number of this field, if it is not written as on the wire.
pub(super) fn fault(name: &str, serial: &str) -> Option<Sentence> {
    let hex = !serial.is_empty()
        && serial.len() <= MAX_HEX_DIGITS
        && serial.bytes().all(|byte| byte.is_ascii_hexdigit());
    // The id of a public key never names a merchant certificate; that is another fault.
    let id = serial
        .parse::<SerialNo>()
        .is_ok_and(|id| id.is_public_key_id());
    if hex || serial.is_empty() || (id && serial.trim() == serial) {
        return None;
    }
    let shown: String = serial.chars().take(80).collect();
    let lower = serial.trim().to_ascii_lowercase();
    let why = if decimal(serial.trim()).is_some() {
        sentence!("finding-serial-decimal", "it is in decimal")
    } else if lower.starts_with("serial") {
        sentence!(
            "finding-serial-openssl",
            "it begins with the name that openssl prints"
        )
    } else if lower.starts_with("0x") {
        sentence!("finding-serial-0x", "it begins with 0x")
    } else if serial.contains(':') {
        sentence!("finding-serial-colons", "it has colons")
    } else if serial.contains(char::is_whitespace) {
        sentence!("finding-serial-spaces", "it has spaces")
    } else if serial.len() > MAX_HEX_DIGITS && serial.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        sentence!("finding-serial-long", "it is longer than 40 digits")
    } else {
        sentence!(
            "finding-serial-not-hex",
            "it has characters that are not hexadecimal digits"
        )
    };
    let says = sentence!(
        "finding-serial-malformed",
        "{name} '{shown}' is not written as it must be on the wire: {why}",
        shown = shown.escape_debug(),
        name = name;
        why: why
    );
    let right = meant(serial).filter(|serial| !serial.is_public_key_id());
    Some(match right {
        Some(right) => sentence!(
            "finding-serial-must-be",
            "{says}; it must be {right}",
            right = right;
            says: says
        ),
        None => says,
    })
}

/// Whether a serial number is written in decimal.
pub(super) fn is_decimal(serial: &str) -> bool {
    decimal(serial.trim()).is_some()
}

/// Says that digits of a key's serial number are missing, such as leading zeros.
pub(super) fn cut(name: &str, serial: &str, whole: &SerialNo) -> Option<Sentence> {
    /// Fewer digits are in many serial numbers by chance.
    const MIN_DIGITS: usize = 8;
    let shown = serial.to_ascii_uppercase();
    let hex = shown.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_part = whole.as_str().to_ascii_uppercase().contains(&shown);
    let is_cut = hex && is_part && (MIN_DIGITS..whole.as_str().len()).contains(&shown.len());
    is_cut.then(|| {
        let says = sentence!(
            "finding-serial-malformed",
            "{name} '{shown}' is not written as it must be on the wire: {why}",
            shown = serial,
            name = name;
            why: sentence!("finding-serial-cut", "digits of it are missing")
        );
        sentence!(
            "finding-serial-must-be",
            "{says}; it must be {right}",
            right = whole;
            says: says
        )
    })
}

/// Reads a decimal number of more digits than a hexadecimal serial number has.
fn decimal(text: &str) -> Option<String> {
    if text.len() <= MAX_HEX_DIGITS || text.len() > 49 || !text.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let mut bytes = [0_u8; 20];
    for digit in text.bytes() {
        let mut carry = u16::from(digit - b'0');
        for byte in bytes.iter_mut().rev() {
            carry += u16::from(*byte) * 10;
            [.., *byte] = carry.to_be_bytes();
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
    #[test]
    fn missing_digits_are_told_from_another_serial_number() {
        let whole: SerialNo = SERIAL.parse().unwrap();
        for part in [&SERIAL[..39], &SERIAL[1..], &SERIAL[4..20]] {
            let fault = cut("serial_no", part, &whole).unwrap().to_string();
            assert!(fault.contains(&format!("must be {SERIAL}")), "{fault}");
        }
        let zero: SerialNo = "0157F09EFDC096DE15EBE81A47057A7232F1B8E1".parse().unwrap();
        assert!(cut("serial_no", &zero.as_str()[1..], &zero).is_some());
        for other in [
            SERIAL,
            &SERIAL.to_lowercase(),
            "5157",
            "",
            "0000000000",
            "支付支付",
        ] {
            assert_eq!(cut("serial_no", other, &whole), None, "{other}");
        }
    }

    const DECIMAL: &str = "464389378319535425530970086054627680253797054689";

    #[test]
    fn a_serial_number_as_tools_print_it_is_understood_and_refused() {
        let colons: Vec<&str> = SERIAL
            .as_bytes()
            .chunks(2)
            .map(|pair| std::str::from_utf8(pair).unwrap())
            .collect();
        for printed in [
            format!("serial={SERIAL}"),
            format!("0x{SERIAL}"),
            format!("0X{SERIAL}"),
            format!("00{SERIAL}"),
            format!("00:{}", colons.join(":")),
            format!(" {SERIAL}"),
            format!("{SERIAL}\n"),
            colons.join(":").to_lowercase(),
            colons.join(" "),
            colons.join("-"),
            DECIMAL.to_owned(),
        ] {
            assert_eq!(meant(&printed).unwrap().as_str(), SERIAL, "{printed}");
            let fault = fault("serial_no", &printed).unwrap();
            assert!(
                fault.to_string().contains(&format!("must be {SERIAL}")),
                "{}",
                fault
            );
        }
        for other in ["undefined", "支付", "5157F09G", &"A".repeat(41), "null"] {
            assert!(fault("serial_no", other).is_some(), "{other}");
        }
        assert_eq!(fault("serial_no", SERIAL), None);
        assert_eq!(fault("serial_no", &SERIAL.to_lowercase()), None);
        assert_eq!(
            fault("serial_no", "PUB_KEY_ID_0114232134912410000000000000"),
            None
        );
    }
}
