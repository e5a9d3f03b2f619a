use super::{Body, Orders};
use crate::diagnose::Cause;
use crate::diagnose::json;
use crate::diagnose::json::habits::tall;
use crate::diagnose::json::style::Style;
use crate::diagnose::search::IncrementalDigest;

const SIGNED: &str = "{\"id\":\"EV-1\",\"create_time\":\"2018-06-08T10:34:56+08:00\",\"resource_type\":\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\",\"summary\":\"支付成功\",\"resource\":{\"original_type\":\"transaction\",\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\"a+b/c==\",\"associated_data\":\"transaction\",\"nonce\":\"abc\"}}";

/// What was hashed so far, as it is.
#[derive(Clone)]
struct Whole(Vec<u8>);

impl IncrementalDigest for Whole {
    fn update(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finalize(self) -> impl AsRef<[u8]> {
        self.0
    }
}

/// Finds `signed` among what may have been signed in the place of `received`.
fn causes(received: &[u8], signed: &[u8]) -> Option<Vec<Cause>> {
    let mut body = Body::new(received);
    let shallow = (1..=2).find_map(|mistakes| {
        let choices = body.choices(mistakes, || false);
        choices.into_iter().find(|choice| choice.bytes == signed)
    });
    let found = shallow
        .or_else(|| body.product(|bytes| bytes == signed, || false))
        .or_else(|| {
            let fits = |state: Whole| state.0 == signed;
            body.permutations(Orders::All, &Whole(Vec::new()), &fits, &|| false)
        })?;
    Some(body.causes(&found))
}

fn written(style: Style) -> String {
    style.write(&json::parse(SIGNED).unwrap())
}

#[test]
fn every_serialiser_is_undone_and_named() {
    use Cause::{
        BodyHtmlEscaped, BodyKeyOrder, BodySlashEscapes, BodyUnicodeEscapes, BodyWhitespace,
    };
    for (style, expected) in [
        (Style::KNOWN[0], vec![BodyUnicodeEscapes, BodyWhitespace]),
        (Style::KNOWN[1], vec![BodyUnicodeEscapes, BodySlashEscapes]),
        (Style::KNOWN[2], vec![BodyUnicodeEscapes, BodyHtmlEscaped]),
        (Style::KNOWN[3], vec![BodyKeyOrder]),
        (
            Style::KNOWN[4],
            vec![BodyKeyOrder, BodyUnicodeEscapes, BodyWhitespace],
        ),
        (Style::KNOWN[5], vec![BodyHtmlEscaped]),
    ] {
        let received = written(style);
        // Whichever side wrote it again.
        assert_eq!(
            causes(received.as_bytes(), SIGNED.as_bytes()),
            Some(expected.clone()),
            "{received}"
        );
        assert_eq!(
            causes(SIGNED.as_bytes(), received.as_bytes()),
            Some(expected),
            "{received}"
        );
    }
}

#[test]
fn decoded_escaped_and_recoded_bodies_are_undone() {
    let entities = SIGNED.replace('"', "&quot;");
    let plus = SIGNED.replace('+', " ");
    let percent = percent_encoding::utf8_percent_encode(SIGNED, percent_encoding::NON_ALPHANUMERIC)
        .to_string();
    let gbk = encoding_rs::GBK.encode(SIGNED).0;
    let latin: String = SIGNED.bytes().map(char::from).collect();
    let lost = SIGNED.replace("支付成功", "????");
    let quoted = serde_json::to_string(SIGNED).unwrap();
    for (received, expected) in [
        (entities.as_bytes(), Cause::BodyHtmlEscaped),
        (plus.as_bytes(), Cause::BodyUrlDecoded),
        (percent.as_bytes(), Cause::BodyUrlDecoded),
        (&gbk, Cause::BodyCharset),
        (latin.as_bytes(), Cause::BodyCharset),
        (lost.as_bytes(), Cause::BodyCharset),
        (quoted.as_bytes(), Cause::BodyReserialized),
    ] {
        let shown = String::from_utf8_lossy(received);
        assert_eq!(
            causes(received, SIGNED.as_bytes()),
            Some(vec![expected]),
            "{shown}"
        );
    }
}

#[test]
fn the_two_ends_of_a_body_have_causes_of_their_own() {
    for (received, expected) in [
        (format!("{SIGNED}\n"), Cause::BodyNewline),
        (format!("{SIGNED}\r\n"), Cause::BodyNewline),
        (format!("\u{feff}{SIGNED}"), Cause::BodyBom),
        (format!(" {SIGNED} "), Cause::BodyWhitespace),
        (SIGNED.replace("a+b", "a\r\n+b"), Cause::BodyWhitespace),
    ] {
        assert_eq!(
            causes(received.as_bytes(), SIGNED.as_bytes()),
            Some(vec![expected]),
            "{received}"
        );
    }
}

#[test]
fn any_order_of_the_keys_is_found() {
    let received = r#"{"c":{"z":1,"x":2,"y":3},"a":2,"b":3,"d":4}"#;
    let signed = r#"{"b":3,"d":4,"c":{"y":3,"z":1,"x":2},"a":2}"#;
    assert_eq!(
        causes(received.as_bytes(), signed.as_bytes()),
        Some(vec![Cause::BodyKeyOrder])
    );
}

#[test]
fn other_data_is_not_found() {
    let other = SIGNED.replace("EV-1", "EV-2");
    assert_eq!(causes(other.as_bytes(), SIGNED.as_bytes()), None);
}

#[test]
fn the_two_ways_of_jsoncpp_and_cjson_and_the_hash_of_ruby_are_undone() {
    let ruby = SIGNED.replace("\":", "\"=>").replace(",\"", ", \"");
    let jsoncpp = Style {
        spacing: tall("\t", " : ", "\n"),
        ..Style::PLAIN
    };
    let cjson = Style {
        spacing: tall("\t", ":\t", "\n"),
        ..Style::PLAIN
    };
    for (received, expected) in [
        (written(jsoncpp), Cause::BodyWhitespace),
        (written(cjson), Cause::BodyWhitespace),
        (ruby, Cause::BodyReserialized),
    ] {
        assert_eq!(
            causes(received.as_bytes(), SIGNED.as_bytes()),
            Some(vec![expected]),
            "{received}"
        );
    }
}

#[test]
fn any_order_of_nine_keys_is_found() {
    let received = r#"{"a":1,"b":{"y":1,"x":2},"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9}"#;
    let signed = r#"{"d":4,"b":{"y":1,"x":2},"i":9,"a":1,"h":8,"c":3,"g":7,"e":5,"f":6}"#;
    let body = Body::new(received.as_bytes());
    let fits = |state: Whole| state.0 == signed.as_bytes();
    let found = body.permutations(Orders::Many, &Whole(Vec::new()), &fits, &|| false);
    assert_eq!(found.unwrap().bytes, signed.as_bytes());
}
