//! Bodies that are compressed, as `Content-Encoding: gzip` says.

use std::io::Read;

use flate2::read::MultiGzDecoder;

/// What a body of gzip begins with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// More is not unpacked: WeChat Pay's bodies are a few KiB.
const MAX_UNPACKED_BYTES: u64 = 256 * 1024;

/// Whether a body is compressed.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// Returns a compressed body without the line end that an editor added behind it; `None` if it has
/// none.
pub(super) fn without_line_end(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_suffix(b"\n").filter(|_| is_gzip(bytes))?;
    Some(rest.strip_suffix(b"\r").unwrap_or(rest))
}

/// Returns what is in a compressed body; none if it is damaged or too long.
pub(super) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    if !is_gzip(bytes) {
        return None;
    }
    let mut plain = Vec::new();
    let mut decoder = MultiGzDecoder::new(bytes).take(MAX_UNPACKED_BYTES + 1);
    decoder.read_to_end(&mut plain).ok()?;
    (plain.len() as u64 <= MAX_UNPACKED_BYTES).then_some(plain)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_compressed_is_unpacked_up_to_a_limit() {
        for plain in [&b"{}"[..], "支付".as_bytes(), b""] {
            assert_eq!(unpacked(&packed(plain)).unwrap(), plain);
        }
        let bomb = packed(&vec![b' '; 1024 * 1024]);
        assert_eq!(unpacked(&bomb), None);
        let whole = packed(b"{\"id\":\"1\"}");
        for other in [&b"{}"[..], &whole[..whole.len() - 9], b"\x1f\x8b"] {
            assert_eq!(unpacked(other), None);
        }
    }
}
