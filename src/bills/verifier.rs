//! Verifying a bill while it arrives: hashed, inflated if it is compressed, and kept on disk.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::{GzEncoder, MultiGzDecoder};
use serde::Serialize;

use super::error::{BillsError, MAX_INFLATE_RATIO};
use super::spool::SpooledBill;
use crate::fs::AtomicWriter;
use crate::protocol::bill::{BillDigest, BillLink};

/// The two bytes that every gzip file begins with.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// How many bytes are inflated at a time, which bounds what they can grow to in memory.
const INFLATE_STEP_BYTES: usize = 4096;

/// What inflates to less is small enough, whatever [`MAX_INFLATE_RATIO`] says.
const MIN_BOMB_BYTES: u64 = 32 * 1024 * 1024;

/// Where a bill is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// In this file, which appears whole or not at all.
    File(PathBuf),
    /// In a temporary file without a name.
    Spool,
}

/// As what a bill is kept, however it is transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// As text.
    Text,
    /// Compressed.
    Gzip,
}

/// Over which bytes the promised hash was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HashOver {
    /// Over the text, which is what WeChat Pay's own code checks.
    Uncompressed,
    /// Over the bytes as they were transferred.
    Raw,
}

/// A bill whose hash is the promised one.
#[derive(Debug)]
#[non_exhaustive]
pub struct VerifiedBill {
    /// The bill itself.
    pub content: Content,
    /// What the hash was right over.
    pub hash_over: HashOver,
    /// How many bytes are kept.
    pub bytes: u64,
    /// The link, with the promised hash.
    pub link: BillLink,
    /// `Request-ID` of the call that requested the bill.
    pub request_id: Option<String>,
}

/// A verified bill, as its [`Destination`] was.
#[derive(Debug)]
pub enum Content {
    /// A whole file next to its place.
    File(AtomicWriter),
    /// A temporary file.
    Spool(SpooledBill),
}

enum Storage {
    File(AtomicWriter),
    Spool(BufWriter<File>),
}

impl Storage {
    fn write(&mut self, bytes: &[u8]) -> Result<(), BillsError> {
        match self {
            Self::File(file) => Ok(file.write(bytes)?),
            Self::Spool(file) => file.write_all(bytes).map_err(BillsError::Spool),
        }
    }

    fn finish(self, request_id: Option<String>) -> Result<Content, BillsError> {
        match self {
            Self::File(file) => Ok(Content::File(file)),
            Self::Spool(file) => {
                let file = file
                    .into_inner()
                    .map_err(|error| BillsError::Spool(error.into_error()))?;
                Ok(Content::Spool(SpooledBill::new(file, request_id)?))
            }
        }
    }
}

enum Encoding {
    /// Fewer than two bytes have arrived.
    Unknown(Vec<u8>),
    Plain,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

/// Takes a bill in, piece by piece.
pub(super) struct Verifier {
    storage: Storage,
    encoding: Encoding,
    format: FileFormat,
    /// Compresses what was transferred as text.
    encoder: Option<GzEncoder<Vec<u8>>>,
    raw: BillDigest,
    text: BillDigest,
    received: u64,
    inflated: u64,
    stored: u64,
}

impl Verifier {
    pub(super) fn new(destination: &Destination, format: FileFormat) -> Result<Self, BillsError> {
        let storage = match destination {
            Destination::File(path) => Storage::File(AtomicWriter::claimed(path)?),
            Destination::Spool => {
                let file = tempfile::tempfile().map_err(BillsError::Spool)?;
                Storage::Spool(BufWriter::new(file))
            }
        };
        Ok(Self {
            storage,
            encoding: Encoding::Unknown(Vec::new()),
            format,
            encoder: None,
            raw: BillDigest::default(),
            text: BillDigest::default(),
            received: 0,
            inflated: 0,
            stored: 0,
        })
    }

    pub(super) fn update(&mut self, bytes: &[u8]) -> Result<(), BillsError> {
        self.received += bytes.len() as u64;
        if let Encoding::Unknown(first) = &mut self.encoding {
            first.extend_from_slice(bytes);
            if first.len() < GZIP_MAGIC.len() {
                return Ok(());
            }
            return self.detect_encoding();
        }
        self.decode(bytes)
    }

    /// Decides by the first bytes, as a server may not send what it was asked for.
    fn detect_encoding(&mut self) -> Result<(), BillsError> {
        let Encoding::Unknown(first) = &mut self.encoding else {
            return Ok(());
        };
        let first = std::mem::take(first);
        self.encoding = if first.starts_with(&GZIP_MAGIC) {
            Encoding::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
        } else {
            self.encoder = (self.format == FileFormat::Gzip)
                .then(|| GzEncoder::new(Vec::new(), Compression::default()));
            Encoding::Plain
        };
        self.decode(&first)
    }

    fn decode(&mut self, bytes: &[u8]) -> Result<(), BillsError> {
        let Encoding::Gzip(decoder) = &mut self.encoding else {
            return self.store_text(bytes);
        };
        self.raw.update(bytes);
        for step in bytes.chunks(INFLATE_STEP_BYTES) {
            decoder.write_all(step).map_err(BillsError::Damaged)?;
            let text = decoder.get_mut();
            self.text.update(text);
            self.inflated += text.len() as u64;
            if self.inflated > MIN_BOMB_BYTES && self.inflated > self.received * MAX_INFLATE_RATIO {
                return Err(BillsError::TooLarge);
            }
            if self.format == FileFormat::Text {
                self.storage.write(text)?;
                self.stored += text.len() as u64;
            }
            text.clear();
        }
        if self.format == FileFormat::Gzip {
            self.storage.write(bytes)?;
            self.stored += bytes.len() as u64;
        }
        Ok(())
    }

    /// Stores text that was transferred as it is.
    fn store_text(&mut self, bytes: &[u8]) -> Result<(), BillsError> {
        self.text.update(bytes);
        let Some(encoder) = &mut self.encoder else {
            self.stored += bytes.len() as u64;
            return self.storage.write(bytes);
        };
        // Writing to memory does not fail.
        let _ = encoder.write_all(bytes);
        let packed = encoder.get_mut();
        self.stored += packed.len() as u64;
        self.storage.write(packed)?;
        packed.clear();
        Ok(())
    }

    /// Returns the bill if its hash is the promised one.
    pub(super) fn finish(
        mut self,
        link: BillLink,
        request_id: Option<String>,
    ) -> Result<VerifiedBill, BillsError> {
        self.detect_encoding()?;
        let raw = match self.encoding {
            Encoding::Gzip(decoder) => {
                let rest = decoder.finish().map_err(BillsError::Damaged)?;
                self.text.update(&rest);
                if self.format == FileFormat::Text {
                    self.storage.write(&rest)?;
                    self.stored += rest.len() as u64;
                }
                Some(self.raw.finish())
            }
            Encoding::Plain | Encoding::Unknown(_) => None,
        };
        if let Some(encoder) = self.encoder {
            let rest = encoder.finish().unwrap_or_default();
            self.storage.write(&rest)?;
            self.stored += rest.len() as u64;
        }
        let text = self.text.finish();
        let hash_over = if link.promises(&text) {
            HashOver::Uncompressed
        } else if raw.as_deref().is_some_and(|raw| link.promises(raw)) {
            HashOver::Raw
        } else {
            return Err(BillsError::HashMismatch {
                received: self.received,
                promised: link.hash_value,
                text,
                raw,
            });
        };
        Ok(VerifiedBill {
            content: self.storage.finish(request_id.clone())?,
            hash_over,
            bytes: self.stored,
            link,
            request_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_under_way_is_not_taken_for_a_partial_file_of_a_killed_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bill.csv");
        let count = || std::fs::read_dir(folder.path()).unwrap().count();
        let destination = Destination::File(path.clone());
        let under_way = Verifier::new(&destination, FileFormat::Text).unwrap();
        assert_eq!(count(), 1);
        let other = crate::fs::OutputFile::create(&path).unwrap();
        assert_eq!(count(), 2);
        drop((under_way, other));
        assert_eq!(count(), 0);
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Takes bytes in one by one, as no network does, but may.
    fn verified(
        bytes: &[u8],
        promised: &[u8],
        format: FileFormat,
    ) -> Result<(Vec<u8>, HashOver), BillsError> {
        let mut verifier = Verifier::new(&Destination::Spool, format)?;
        for byte in bytes {
            verifier.update(&[*byte])?;
        }
        let bill = verifier.finish(BillLink::new(promised, String::new()), None)?;
        let Content::Spool(mut spool) = bill.content else {
            unreachable!("it was spooled");
        };
        let mut stored = Vec::new();
        while let Some(line) = spool.next_line()? {
            stored.extend_from_slice(line);
        }
        assert_eq!(stored.len() as u64, bill.bytes);
        Ok((stored, bill.hash_over))
    }

    #[test]
    fn the_hash_is_over_the_text_or_else_over_what_was_sent() {
        let text = "交易时间\r\n".as_bytes();
        let packed = gzip(text);
        for (sent, promised, format, stored, over) in [
            (text, text, FileFormat::Text, text, HashOver::Uncompressed),
            (
                &packed,
                text,
                FileFormat::Text,
                text,
                HashOver::Uncompressed,
            ),
            (
                &packed,
                text,
                FileFormat::Gzip,
                &packed,
                HashOver::Uncompressed,
            ),
            (&packed, &packed, FileFormat::Text, text, HashOver::Raw),
            (
                text,
                text,
                FileFormat::Gzip,
                &packed,
                HashOver::Uncompressed,
            ),
            (b"x", b"x", FileFormat::Text, b"x", HashOver::Uncompressed),
        ] {
            assert_eq!(
                verified(sent, promised, format).unwrap(),
                (stored.to_vec(), over)
            );
        }
    }

    #[test]
    fn what_is_wrong_cut_or_empty_does_not_verify() {
        let text = b"abcabcabcabc".repeat(100);
        let packed = gzip(&text);
        let mut changed = packed.clone();
        changed[12] ^= 1;
        for sent in [
            &packed[..packed.len() - 1],
            &packed[..20],
            &changed,
            b"",
            b"abc",
            &GZIP_MAGIC,
        ] {
            let error = verified(sent, &text, FileFormat::Text).unwrap_err();
            assert!(
                matches!(
                    error,
                    BillsError::HashMismatch { .. } | BillsError::Damaged(_)
                ),
                "{sent:?}"
            );
        }
    }

    #[test]
    fn a_bomb_is_stopped_on_the_way() {
        let packed = gzip(&vec![0; 64 * 1024 * 1024]);
        let mut verifier = Verifier::new(&Destination::Spool, FileFormat::Text).unwrap();
        let error = packed
            .chunks(1000)
            .find_map(|piece| verifier.update(piece).err());
        assert!(matches!(error, Some(BillsError::TooLarge)));
        assert!(verifier.inflated < MIN_BOMB_BYTES * 2);
    }
}
