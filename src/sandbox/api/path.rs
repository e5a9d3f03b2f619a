//! Path segments and query parameters.

use url::form_urlencoded;

/// Decodes percent escapes.
pub(crate) fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let code = digit()? * 16 + digit()?;
            bytes.push(u8::try_from(code).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Returns the decoded segment of a path at the place where its route has `{number}`; empty if
/// there is none, or it cannot be decoded.
pub(crate) fn number(path: &str, route: &str) -> String {
    route
        .split('/')
        .zip(path.split('/'))
        .find(|(pattern, _)| *pattern == "{number}")
        .and_then(|(_, segment)| decode(segment))
        .unwrap_or_default()
}

/// Returns the first value of a query parameter; `None` if it is empty.
pub(crate) fn parameter(target: &str, name: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_path_is_decoded() {
        let route = "/v3/pay/partner/transactions/out-trade-no/{number}/close";
        let path = "/v3/pay/partner/transactions/out-trade-no/a%7Cb*c-1/close";
        assert_eq!(number(path, route), "a|b*c-1");
        assert_eq!(number("/v3/certificates", "/v3/certificates"), "");
    }

    #[test]
    fn wrong_escapes_are_not_decoded() {
        for text in ["%zz", "%ff", "%", "a%4"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
