//! What arrives: hashed, inflated where it is compressed, and kept on disk.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::{GzEncoder, MultiGzDecoder};
use serde::Serialize;
use wechatpay::protocol::bill::{BillDigest, BillLink};

use crate::diagnostic::{Failure, Kind};
use crate::files::Growing;

/// The two bytes that every gzip file begins with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// So much is inflated at a time, which bounds what a few bytes can grow to in memory.
const BITE: usize = 4096;

/// Numbers that are all different do not shrink to a hundredth; what inflates to more than this
/// many times its size, and to more than [`BOMB_FROM`], is no bill.
const BOMB_RATIO: u64 = 200;
const BOMB_FROM: u64 = 32 * 1024 * 1024;

/// Where the bytes wait until they have proved right.
pub(super) enum Store {
    /// Beside the place that they will take.
    Growing(Growing),
    /// In a file without a name.
    Spool(BufWriter<File>),
}

impl Store {
    pub(super) fn growing(path: &Path) -> Result<Self, Failure> {
        Ok(Self::Growing(Growing::secret(path)?))
    }

    pub(super) fn spool() -> Result<Self, Failure> {
        let file = tempfile::tempfile().map_err(|error| spool_failure(&error))?;
        Ok(Self::Spool(BufWriter::new(file)))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Growing(file) => Ok(file.write(bytes)?),
            Self::Spool(file) => file.write_all(bytes).map_err(|error| spool_failure(&error)),
        }
    }
}

/// Returns a spooled file from its beginning.
pub(super) fn rewound(spool: BufWriter<File>) -> Result<File, Failure> {
    let mut file = spool
        .into_inner()
        .map_err(|error| spool_failure(error.error()))?;
    file.rewind().map_err(|error| spool_failure(&error))?;
    Ok(file)
}

pub(super) fn spool_failure(error: &io::Error) -> Failure {
    let folder = std::env::temp_dir();
    Failure::config(format!(
        "cannot keep the bill in a temporary file in {}",
        folder.display()
    ))
    .because(error)
    .with_help(
        "make room there, or name another folder in TMPDIR",
        "请清理该目录，或用 TMPDIR 指定其他目录",
    )
}

/// Over which bytes the promised hash was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum HashOver {
    /// Over the text, which is what WeChat Pay's own code checks.
    Uncompressed,
    /// Over the bytes as they were transferred.
    Raw,
}

/// A bill that has proved right.
pub(super) struct Received {
    pub(super) store: Store,
    pub(super) over: HashOver,
    /// How many bytes are kept.
    pub(super) bytes: u64,
}

enum Wire {
    /// Less than two bytes have come.
    Unknown(Vec<u8>),
    Plain,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

/// Takes a bill in, piece by piece.
pub(super) struct Intake {
    store: Store,
    wire: Wire,
    /// Whether the gzip file is kept rather than the text.
    keep_gzip: bool,
    /// Makes the gzip file that was not sent.
    encoder: Option<GzEncoder<Vec<u8>>>,
    raw: BillDigest,
    text: BillDigest,
    received: u64,
    inflated: u64,
    kept: u64,
}

impl Intake {
    pub(super) fn new(store: Store, keep_gzip: bool) -> Self {
        Self {
            store,
            wire: Wire::Unknown(Vec::new()),
            keep_gzip,
            encoder: None,
            raw: BillDigest::default(),
            text: BillDigest::default(),
            received: 0,
            inflated: 0,
            kept: 0,
        }
    }

    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.received += bytes.len() as u64;
        if let Wire::Unknown(first) = &mut self.wire {
            first.extend_from_slice(bytes);
            if first.len() < MAGIC.len() {
                return Ok(());
            }
            let first = std::mem::take(first);
            self.begin(&first);
            return self.feed(&first);
        }
        self.feed(bytes)
    }

    /// Decides by the first bytes, as a server may not send what it was asked for.
    fn begin(&mut self, first: &[u8]) {
        self.wire = if first.starts_with(&MAGIC) {
            Wire::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
        } else {
            self.encoder = self
                .keep_gzip
                .then(|| GzEncoder::new(Vec::new(), Compression::default()));
            Wire::Plain
        };
    }

    fn feed(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Wire::Gzip(decoder) = &mut self.wire else {
            return self.keep_text(bytes);
        };
        self.raw.update(bytes);
        for bite in bytes.chunks(BITE) {
            decoder.write_all(bite).map_err(|error| damaged(&error))?;
            let text = decoder.get_mut();
            self.text.update(text);
            self.inflated += text.len() as u64;
            if self.inflated > BOMB_FROM && self.inflated > self.received * BOMB_RATIO {
                return Err(bomb());
            }
            if !self.keep_gzip {
                self.store.write(text)?;
                self.kept += text.len() as u64;
            }
            text.clear();
        }
        if self.keep_gzip {
            self.store.write(bytes)?;
            self.kept += bytes.len() as u64;
        }
        Ok(())
    }

    /// Keeps text that was sent as it is.
    fn keep_text(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.text.update(bytes);
        let Some(encoder) = &mut self.encoder else {
            self.kept += bytes.len() as u64;
            return self.store.write(bytes);
        };
        // Writing to memory does not fail.
        let _ = encoder.write_all(bytes);
        let packed = encoder.get_mut();
        self.kept += packed.len() as u64;
        self.store.write(packed)?;
        packed.clear();
        Ok(())
    }

    /// Gives the bill out where its hash is the promised one.
    pub(super) fn finish(mut self, link: &BillLink) -> Result<Received, Failure> {
        if let Wire::Unknown(first) = &mut self.wire {
            let first = std::mem::take(first);
            self.begin(&first);
            self.feed(&first)?;
        }
        let raw = match std::mem::replace(&mut self.wire, Wire::Plain) {
            Wire::Gzip(decoder) => {
                let rest = decoder.finish().map_err(|error| damaged(&error))?;
                self.text.update(&rest);
                if !self.keep_gzip {
                    self.store.write(&rest)?;
                    self.kept += rest.len() as u64;
                }
                Some(self.raw.finish())
            }
            Wire::Plain | Wire::Unknown(_) => None,
        };
        if let Some(encoder) = self.encoder {
            let rest = encoder.finish().unwrap_or_default();
            self.store.write(&rest)?;
            self.kept += rest.len() as u64;
        }
        let text = self.text.finish();
        let over = if link.promises(&text) {
            HashOver::Uncompressed
        } else if raw.as_deref().is_some_and(|raw| link.promises(raw)) {
            HashOver::Raw
        } else {
            return Err(mismatch(link, &text, raw.as_deref(), self.received));
        };
        Ok(Received {
            store: self.store,
            over,
            bytes: self.kept,
        })
    }
}

fn mismatch(link: &BillLink, text: &str, raw: Option<&str>, received: u64) -> Failure {
    let mut failure = unproved(format!(
        "the bill of {received} bytes is not the one that was promised: its hash is wrong"
    ));
    failure.causes = vec![
        format!("SHA1 {} was promised", link.hash_value),
        format!("SHA1 {text} arrived"),
    ];
    let raw = raw.map(|raw| format!("SHA1 {raw} before it was inflated"));
    failure.causes.extend(raw);
    failure
}

fn damaged(error: &io::Error) -> Failure {
    unproved("the bill cannot be inflated: its gzip stream is damaged or cut").because(error)
}

fn bomb() -> Failure {
    unproved(format!(
        "the gzip stream inflates to more than {BOMB_RATIO} times its size, as no bill does"
    ))
}

fn unproved(message: impl Into<String>) -> Failure {
    Failure::new(Kind::Verification, message).with_help(
        "nothing was kept; run the command again, and where that does not help look for what changes the file on its way",
        "未保留任何内容；请重试，若仍失败请检查传输途中是否有代理改动文件",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Takes bytes in by ones, as no network does, but may.
    fn received(
        bytes: &[u8],
        promised: &[u8],
        keep_gzip: bool,
    ) -> Result<(Vec<u8>, HashOver), Failure> {
        let mut intake = Intake::new(Store::spool()?, keep_gzip);
        for byte in bytes {
            intake.take(&[*byte])?;
        }
        let received = intake.finish(&BillLink::new(promised, String::new()))?;
        let Store::Spool(spool) = received.store else {
            unreachable!("it was spooled");
        };
        let mut kept = Vec::new();
        io::Read::read_to_end(&mut rewound(spool)?, &mut kept).unwrap();
        assert_eq!(kept.len() as u64, received.bytes);
        Ok((kept, received.over))
    }

    #[test]
    fn the_hash_is_over_the_text_or_else_over_what_was_sent() {
        let text = "交易时间\r\n".as_bytes();
        let packed = gzip(text);
        for (sent, promised, keep, kept, over) in [
            (text, text, false, text, HashOver::Uncompressed),
            (&packed, text, false, text, HashOver::Uncompressed),
            (&packed, text, true, &packed, HashOver::Uncompressed),
            (&packed, &packed, false, text, HashOver::Raw),
            (text, text, true, &packed, HashOver::Uncompressed),
            (b"x", b"x", false, b"x", HashOver::Uncompressed),
        ] {
            assert_eq!(
                received(sent, promised, keep).unwrap(),
                (kept.to_vec(), over)
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
            &MAGIC,
        ] {
            let failure = received(sent, &text, false).err().unwrap();
            assert_eq!(failure.kind, Kind::Verification, "{sent:?}");
        }
    }

    #[test]
    fn a_bomb_is_stopped_on_the_way() {
        let packed = gzip(&vec![0; 64 * 1024 * 1024]);
        let mut intake = Intake::new(Store::spool().unwrap(), false);
        let failure = packed
            .chunks(1000)
            .find_map(|piece| intake.take(piece).err());
        assert!(failure.unwrap().message.contains("inflates"));
        assert!(intake.inflated < BOMB_FROM * 2);
    }
}
