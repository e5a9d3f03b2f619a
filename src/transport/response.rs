//! A response, its bytes as they arrived.

use std::io::Read;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use reqwest::header::HeaderMap;

use crate::protocol::call::Header;
use crate::protocol::stamp::Timestamp;

/// One response, its bytes as they arrived.
#[derive(Debug, Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns a header's text; none if it is absent or not ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns all headers; what is not text in them is replaced.
    #[must_use]
    pub fn header_texts(&self) -> Vec<Header> {
        self.headers
            .iter()
            .map(|(name, value)| Header {
                name: name.to_string(),
                value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
            })
            .collect()
    }

    /// Returns the other side's clock.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        Timestamp::from_http_date(self.header("Date")?)
    }

    /// Returns the pause that the other side asks for: seconds, or an HTTP date, which counts from
    /// its own clock if the response has that, else from `now`.
    #[must_use]
    pub fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let text = self.header("Retry-After")?.trim();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // What does not fit is longer than anybody waits.
        let number = is_number.then(|| text.parse().unwrap_or(u64::MAX));
        let seconds = number.or_else(|| {
            let until = Timestamp::from_http_date(text)?;
            let now = self.date().unwrap_or(now);
            u64::try_from(until.0.saturating_sub(now.0).max(0)).ok()
        });
        seconds.map(Duration::from_secs)
    }

    /// Returns `Request-ID`, what WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.header("Request-ID").map(str::to_owned)
    }
}

/// Whether a proxy on the way compressed a body, which was not asked for.
pub(super) fn is_gzip(headers: &HeaderMap) -> bool {
    let coding = headers.get("content-encoding");
    coding.is_some_and(|coding| {
        let coding = coding.as_bytes();
        coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"x-gzip")
    })
}

/// Undoes the compression of a body: what is signed is what was compressed. A body that is not
/// compressed after all stays as it is; `None` if it inflates to more than `limit` bytes.
pub(super) fn inflated(body: Vec<u8>, limit: usize) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let room = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match MultiGzDecoder::new(&*body)
        .take(room)
        .read_to_end(&mut plain)
    {
        Ok(_) if plain.len() > limit => None,
        Ok(_) => Some(plain),
        Err(_) => Some(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compressed_body_is_inflated_up_to_the_limit() {
        use std::io::Write;

        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&[b'x'; 5000]).unwrap();
        let compressed = encoder.finish().unwrap();
        assert_eq!(inflated(compressed.clone(), 5000), Some(vec![b'x'; 5000]));
        assert_eq!(inflated(compressed.clone(), 4999), None);
        assert_eq!(inflated(b"{}".to_vec(), 10), Some(b"{}".to_vec()));
        let mut headers = HeaderMap::new();
        assert!(!is_gzip(&headers));
        headers.insert("content-encoding", "GZIP".parse().unwrap());
        assert!(is_gzip(&headers));
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_a_date() {
        let asked = |headers: &[(&'static str, &str)]| {
            let mut response = Response {
                status: 429,
                headers: HeaderMap::new(),
                body: Vec::new(),
            };
            for (name, value) in headers {
                response.headers.insert(*name, value.parse().unwrap());
            }
            response.retry_after(Timestamp(784_111_770))
        };
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(asked(&[]), None);
        assert_eq!(asked(&[("retry-after", "soon")]), None);
        assert_eq!(asked(&[("retry-after", "-5")]), None);
        let endless = "99999999999999999999999";
        assert_eq!(
            asked(&[("retry-after", endless)]),
            Some(Duration::from_secs(u64::MAX))
        );
        assert_eq!(
            asked(&[("retry-after", " 120")]),
            Some(Duration::from_secs(120))
        );
        assert_eq!(
            asked(&[("retry-after", date)]),
            Some(Duration::from_secs(7))
        );
        let own = [
            ("retry-after", date),
            ("date", "Sun, 06 Nov 1994 08:49:07 GMT"),
        ];
        assert_eq!(asked(&own), Some(Duration::from_secs(30)));
        let past = [
            ("retry-after", date),
            ("date", "Sun, 06 Nov 1994 08:50:00 GMT"),
        ];
        assert_eq!(asked(&past), Some(Duration::ZERO));
    }
}
