//! The forms of a URL that get signed in place of the request target.

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};
use url::Url;

use crate::diagnose::Cause;
use crate::diagnose::search::Line;

const HOST: &[Cause] = &[Cause::UrlWithHost];
const ENCODING: &[Cause] = &[Cause::PathEncoding];
const QUERY: &[Cause] = &[Cause::QueryNotSigned];
const ORDER: &[Cause] = &[Cause::QueryOrder];
const PREFIX: &[Cause] = &[Cause::PathPrefix];

/// What proxies put before the path of the API.
const PREFIXES: [&str; 10] = [
    "/api",
    "/wx",
    "/wxpay",
    "/wechat",
    "/wechatpay",
    "/weixin",
    "/pay",
    "/proxy",
    "/gateway",
    "/v3",
];

/// The characters that most libraries leave unencoded in a path segment or a query value.
const SEGMENT: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
/// The characters that `encodeURI` leaves unencoded.
const WHOLE: AsciiSet = CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'|')
    .add(b'{')
    .add(b'}')
    .add(b'^')
    .add(b'\\');

/// Returns the request target of a URL, or of what is a target already.
pub(super) fn target(url: &str) -> String {
    let bare = url.split('#').next().unwrap_or_default();
    if bare.starts_with('/') {
        return bare.to_owned();
    }
    match bare.split_once("://") {
        Some((_, rest)) => match rest.find(['/', '?']) {
            Some(at) if rest[at..].starts_with('/') => rest[at..].to_owned(),
            Some(at) => format!("/{}", &rest[at..]),
            None => "/".to_owned(),
        },
        None => format!("/{bare}"),
    }
}

/// Returns the line of the URL, given as the user wrote it.
pub(super) fn line(given: &str, mchid: &str) -> Line {
    let target = target(given);
    let mut line = Line::new("URL", target.as_str());
    let (path, query) = target
        .split_once('?')
        .map_or((target.as_str(), None), |(path, query)| (path, Some(query)));
    if query.is_some() {
        line.often(QUERY, path);
        line.or(QUERY, format!("{path}?"));
    }
    hosts(&mut line, given, &target, path);
    for text in prefixes(path) {
        line.or(PREFIX, with(&text, query));
    }
    if let Some(query) = query {
        for text in orders_of(query) {
            line.or(ORDER, format!("{path}?{text}"));
        }
    }
    let mut encoding = |text: String| line.or(ENCODING, text);
    // Copied from a page, or rendered into one.
    encoding(target.replace("&amp;", "&"));
    encoding(target.replace('&', "&amp;"));
    for text in encodings(&target) {
        encoding(text);
    }
    for path in encodings(path) {
        if let Some(query) = query {
            encoding(format!("{path}?{query}"));
        }
    }
    if let Some(query) = query {
        for text in queries(query).into_iter().chain(whole(query)) {
            encoding(format!("{path}?{text}"));
        }
        encoding(format!("{path}%3F{query}"));
        encoding(format!("{path}%3f{query}"));
    } else {
        encoding(format!("{path}?"));
        encoding(format!("{path}?mchid={mchid}"));
    }
    for text in whole(&target) {
        encoding(text);
    }
    encoding(target.to_lowercase());
    encoding(target.to_uppercase());
    encoding(format!("{target}#"));
    if let Some((_, fragment)) = given.split_once('#') {
        encoding(format!("{target}#{fragment}"));
    }
    for text in paths(path) {
        encoding(with(&text, query));
    }
    line
}

/// Returns the JSON that a client makes of the parameters of a query, compact and spaced.
pub(super) fn query_as_json(query: &str) -> [String; 2] {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (quoted(&name), quoted(&value)))
        .collect();
    [(":", ","), (": ", ", ")].map(|(colon, comma)| {
        let members: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}{colon}{value}"))
            .collect();
        format!("{{{}}}", members.join(comma))
    })
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn with(path: &str, query: Option<&str>) -> String {
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

fn hosts(line: &mut Line, given: &str, target: &str, path: &str) {
    let url = Url::parse(given).ok();
    let scheme = url.as_ref().map_or("https", Url::scheme);
    let own = url.as_ref().and_then(|url| {
        let host = url.host_str()?.to_owned();
        Some(
            url.port()
                .map_or_else(|| host.clone(), |port| format!("{host}:{port}")),
        )
    });
    let known = [
        "api.mch.weixin.qq.com",
        "api2.mch.weixin.qq.com",
        "api2.wechatpay.cn",
    ];
    line.often(
        HOST,
        format!("{scheme}://{}{target}", own.as_deref().unwrap_or(known[0])),
    );
    if given.contains("://") {
        line.or(HOST, given);
        line.or(HOST, given.split('#').next().unwrap_or_default());
    }
    for host in own.iter().map(String::as_str).chain(known) {
        for start in [
            format!("https://{host}"),
            format!("http://{host}"),
            host.to_owned(),
            format!("//{host}"),
            format!("/{host}"),
        ] {
            line.or(HOST, format!("{start}{target}"));
            if path != target {
                line.or(
                    &[Cause::UrlWithHost, Cause::QueryNotSigned],
                    format!("{start}{path}"),
                );
            }
        }
    }
}

/// One text, decoded and encoded in the ways of the libraries in use.
fn encodings(text: &str) -> Vec<String> {
    let decoded = percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut forms = vec![
        decoded.clone(),
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned(),
        text.replace("%20", "+"),
        text.replace('+', "%20"),
        text.replace('+', "%2B"),
        text.replace('%', "%25"),
        utf8_percent_encode(&decoded, &WHOLE).to_string(),
        utf8_percent_encode(text, &WHOLE).to_string(),
        case(text, str::to_ascii_lowercase),
        case(text, str::to_ascii_uppercase),
    ];
    for (plain, escaped) in [
        ("|", "%7C"),
        ("*", "%2A"),
        (":", "%3A"),
        (",", "%2C"),
        ("@", "%40"),
        ("/", "%2F"),
        ("=", "%3D"),
        ("{", "%7B"),
        ("}", "%7D"),
        ("~", "%7E"),
        ("$", "%24"),
        ("!", "%21"),
        ("'", "%27"),
        ("(", "%28"),
        (")", "%29"),
    ] {
        forms.push(text.replace(escaped, plain));
        forms.push(text.replace(&escaped.to_ascii_lowercase(), plain));
        if plain != "/" && plain != "=" {
            forms.push(text.replace(plain, escaped));
            forms.push(text.replace(plain, &escaped.to_ascii_lowercase()));
        }
    }
    forms
}

/// A whole text given to a function that encodes one value.
fn whole(text: &str) -> [String; 3] {
    [
        utf8_percent_encode(text, &SEGMENT).to_string(),
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect(),
    ]
}

/// Changes the case of percent escapes.
fn case(text: &str, change: fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let end = (at + 3).min(rest.len());
        let end = (at..=end)
            .rev()
            .find(|end| rest.is_char_boundary(*end))
            .unwrap_or(at);
        out.push_str(&rest[..at]);
        out.push_str(&change(&rest[at..end]));
        if end == at {
            return text.to_owned();
        }
        rest = &rest[end..];
    }
    out + rest
}

/// A query with its parameters in other orders.
fn orders_of(query: &str) -> Vec<String> {
    let pairs: Vec<&str> = query.split('&').collect();
    let mut sorted = pairs.clone();
    sorted.sort_unstable();
    let mut forms = vec![
        sorted.join("&"),
        pairs.iter().rev().copied().collect::<Vec<_>>().join("&"),
    ];
    if (3..=5).contains(&pairs.len()) {
        forms.extend(orders(&pairs));
    }
    forms
}

/// A query in other encodings.
fn queries(query: &str) -> Vec<String> {
    let mut forms = Vec::new();
    let decoded: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    forms.push(
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&decoded)
            .finish(),
    );
    let written = |set: &'static AsciiSet| {
        let pairs = decoded
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, set)));
        pairs.collect::<Vec<_>>().join("&")
    };
    forms.push(written(&SEGMENT));
    forms.push(written(NON_ALPHANUMERIC));
    let mut names = decoded.clone();
    names.sort();
    forms.push(
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&names)
            .finish(),
    );
    forms.extend(encodings(query));
    forms.push(query.replace('&', "&amp;"));
    forms
}

fn orders(pairs: &[&str]) -> Vec<String> {
    let mut orders: Vec<Vec<&str>> = vec![Vec::new()];
    for _ in pairs {
        let longer = orders.iter().flat_map(|order| {
            let rest = pairs.iter().filter(|pair| !order.contains(pair));
            rest.map(|pair| order.iter().copied().chain([*pair]).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        });
        orders = longer.collect();
    }
    orders.iter().map(|order| order.join("&")).collect()
}

/// A path with a proxy's prefix, and without a prefix before the API's own path.
fn prefixes(path: &str) -> Vec<String> {
    let mut forms: Vec<String> = PREFIXES.map(|prefix| format!("{prefix}{path}")).to_vec();
    forms.extend(PREFIXES.map(|prefix| format!("/api{prefix}{path}")));
    if let Some(at) = path.find("/v3/") {
        forms.push(path[at + "/v3".len()..].to_owned());
        if at > 0 {
            forms.push(path[at..].to_owned());
        }
    }
    let segments = path.match_indices('/').skip(1).take(3);
    forms.extend(segments.map(|(at, _)| path[at..].to_owned()));
    forms
}

/// A path with the slips of building one.
fn paths(path: &str) -> Vec<String> {
    let mut forms = vec![
        format!("{path}/"),
        path.trim_end_matches('/').to_owned(),
        format!("/{path}"),
        path.trim_start_matches('/').to_owned(),
        path.to_lowercase(),
        path.replace("//", "/"),
    ];
    let segments: Vec<&str> = path.split('/').collect();
    for (before, placeholder) in [
        ("out-trade-no", "out_trade_no"),
        ("id", "transaction_id"),
        ("refunds", "out_refund_no"),
    ] {
        let Some(at) = segments
            .iter()
            .position(|segment| *segment == before)
            .filter(|at| at + 1 < segments.len())
        else {
            continue;
        };
        for written in [
            format!("{{{placeholder}}}"),
            format!("%7B{placeholder}%7D"),
            format!(":{placeholder}"),
            String::new(),
        ] {
            let mut segments: Vec<&str> = segments.clone();
            segments[at + 1] = &written;
            forms.push(segments.join("/"));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_the_one_in_the_request_line() {
        for (url, expected) in [
            (
                "https://api.mch.weixin.qq.com/v3/certificates",
                "/v3/certificates",
            ),
            ("/v3/x?mchid=1#top", "/v3/x?mchid=1"),
            ("v3/x", "/v3/x"),
            ("https://h", "/"),
            ("https://h?x=1", "/?x=1"),
        ] {
            assert_eq!(target(url), expected);
        }
    }

    #[test]
    fn the_usual_slips_are_among_the_forms() {
        let line = line(
            "https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/a%7Cb?mchid=1900000001",
            "1900000001",
        );
        let causes = |text: &str| {
            line.choices
                .iter()
                .find(|choice| choice.bytes == text.as_bytes())
                .map(|choice| choice.causes)
        };
        assert_eq!(
            causes("/v3/pay/transactions/out-trade-no/a%7Cb"),
            Some(QUERY)
        );
        assert_eq!(
            causes("/v3/pay/transactions/out-trade-no/a|b?mchid=1900000001"),
            Some(ENCODING)
        );
        assert_eq!(
            causes("/v3/pay/transactions/out-trade-no/a%7cb?mchid=1900000001"),
            Some(ENCODING)
        );
        assert_eq!(
            causes("/v3/pay/transactions/out-trade-no/{out_trade_no}?mchid=1900000001"),
            Some(ENCODING)
        );
        for encoded in [
            "%2Fv3%2Fpay%2Ftransactions%2Fout-trade-no%2Fa%257Cb%3Fmchid%3D1900000001",
            "/v3/pay/transactions/out-trade-no/a%7Cb?mchid%3D1900000001",
            "/v3/pay/transactions/out-trade-no/a%7Cb%3Fmchid=1900000001",
            "/V3/PAY/TRANSACTIONS/OUT-TRADE-NO/A%7CB?MCHID=1900000001",
        ] {
            assert_eq!(causes(encoded), Some(ENCODING), "{encoded}");
        }
        assert_eq!(
            causes("api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/a%7Cb?mchid=1900000001"),
            Some(HOST)
        );
    }
}
