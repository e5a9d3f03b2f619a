//! The refunds whose outcome is unknown, one file each in the data folder.
//!
//! An attempt is on disk before it is sent, and leaves once what became of it is known, so that
//! a command that was killed, or was never answered, is known to the next.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::OutRefundNo;

use super::attempt::Attempt;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::files::{self, Staged};

/// The folder of the unfinished refunds.
#[derive(Debug, Clone)]
pub(super) struct Book {
    folder: PathBuf,
}

/// The right to decide on the unfinished refunds, which one process has at a time.
pub(super) struct Held {
    _lock: File,
}

impl Book {
    pub(super) fn open(context: &Context) -> Result<Self, Failure> {
        let folder = if context.global.sandbox {
            context.sandbox_data()?
        } else {
            let data = dirs::data_dir().ok_or_else(|| {
                Failure::config("no data folder is known to remember refunds in").with_help(
                    "set HOME or XDG_DATA_HOME to a folder that is kept",
                    "请将 HOME 或 XDG_DATA_HOME 设为会保留的目录",
                )
            })?;
            data.join("wechatpay")
        };
        Ok(Self {
            folder: folder.join("refunds"),
        })
    }

    /// Makes other processes wait that are about to refund, so that two do not take the same
    /// order for one that has no unfinished refund.
    pub(super) fn hold(&self) -> Result<Held, Failure> {
        let failed = |error: io::Error| Failure::file("write", &self.folder, &error);
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(failed)?;
        let path = self.folder.join("lock");
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        lock.lock().map_err(failed)?;
        Ok(Held { _lock: lock })
    }

    /// Returns the unfinished refund of a number.
    pub(super) fn find(
        &self,
        payee: &Payee,
        number: &OutRefundNo,
    ) -> Result<Option<Attempt>, Failure> {
        let sub_mchid = match payee {
            Payee::Direct { .. } => "",
            Payee::Partner { sub_mchid, .. } => sub_mchid.as_str(),
        };
        read(&self.path([payee.signer().as_str(), sub_mchid, number.as_str()]))
    }

    /// Returns the unfinished refunds of who signs, in the order in which they began.
    pub(super) fn unfinished(&self, payee: &Payee) -> Result<Vec<Attempt>, Failure> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::file("read", &self.folder, &error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry
                .map_err(|error| Failure::file("read", &self.folder, &error))?
                .path();
            if path.extension().is_some_and(|kind| kind == "json") {
                found.extend(read(&path)?);
            }
        }
        found.retain(|attempt| attempt.is_of(payee));
        found.sort_by(|a, b| {
            let order = |attempt: &Attempt| (attempt.began_at, attempt.out_refund_no.clone());
            order(a).cmp(&order(b))
        });
        Ok(found)
    }

    /// Puts an attempt on disk; when this returns, a loss of power does not lose it.
    pub(super) fn remember(&self, attempt: &Attempt) -> Result<(), Failure> {
        let text = serde_json::to_vec(attempt)
            .map_err(|error| Failure::internal("an attempt has no JSON").because(&error))?;
        let path = self.path_of(attempt);
        files::persist(vec![Staged::secret(&path, &text)?])?;
        self.sync()
            .map_err(|error| Failure::file("write", &self.folder, &error))
    }

    /// Takes an attempt off whose outcome is known, or does not matter any more.
    pub(super) fn forget(&self, attempt: &Attempt) -> Result<(), Failure> {
        let path = self.path_of(attempt);
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Failure::file("remove", &path, &error)),
        }
    }

    fn path_of(&self, attempt: &Attempt) -> PathBuf {
        let sub_mchid = attempt
            .sub_mchid
            .as_ref()
            .map_or("", |number| number.as_str());
        self.path([
            attempt.mchid.as_str(),
            sub_mchid,
            attempt.out_refund_no.as_str(),
        ])
    }

    /// Numbers hold characters that file names cannot, and some file systems fold case.
    fn path(&self, name: [&str; 3]) -> PathBuf {
        let digest = Sha256::digest(name.join("\n"));
        let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
        self.folder.join(format!("{hex}.json"))
    }

    /// A name is only on disk once its folder is.
    fn sync(&self) -> io::Result<()> {
        if cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
}

/// Reads one; nothing where another process has just taken it off.
fn read(path: &Path) -> Result<Option<Attempt>, Failure> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::file("read", path, &error)),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        Failure::config(format!("{} is damaged", path.display()))
            .because(&error)
            .with_help(
                "it stood for a refund whose outcome was unknown: find that out in the merchant console, then remove the file",
                "该文件记录了一笔结果未知的退款：请在商户平台核实后再删除此文件",
            )
    })
}
