//! The refunds whose outcome is unknown, and those that were accepted within a day, as files in
//! a folder.
//!
//! A refund is on disk before it is sent, so that a process that was killed, or got no response,
//! is known to the next. One that was refused is removed; one that was accepted is recorded by
//! its order for a day, so that the same call does not refund again.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::pending::{PendingRefund, RecordedRefunds};
use crate::ambient;
use crate::fs::{AtomicFile, FileAction, FileError, create_folder, is_same_file, sync_folder};
use crate::protocol::endpoint::Payee;
use crate::protocol::id::{Mchid, OutRefundNo};
use crate::protocol::stamp::Timestamp;

/// How long an accepted refund keeps the same order from being refunded by the same amount.
const SECONDS_PER_DAY: i64 = 86_400;

/// How often the lock is opened again if its file was removed while it was waited for.
const MAX_LOCK_ATTEMPTS: u32 = 20;

/// The folder of the accepted refunds, by day.
const ACCEPTED: &str = "accepted";

/// What a file of the store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// A refund whose outcome is unknown.
    Pending,
    /// The refunds of an order that were accepted on one day.
    Accepted,
}

/// A record that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file cannot be read, listed or removed.
    #[error(transparent)]
    File(FileError),
    /// A refund cannot be recorded, so it must not be sent.
    #[error(transparent)]
    Record(FileError),
    /// A file is not what the store wrote.
    #[error("{} is damaged", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What it held.
        kind: RecordKind,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A refund has no JSON.
    #[error("cannot serialise a pending refund")]
    Serialize(#[source] serde_json::Error),
    /// The thread that used the disk failed.
    #[error("a blocking task failed")]
    Task(#[source] tokio::task::JoinError),
}

/// The durable record of refunds that were sent, shared by all processes that use its folder.
#[derive(Debug, Clone)]
pub struct PendingRefundStore {
    folder: PathBuf,
}

/// The right to decide on the recorded refunds, which one process has at a time.
#[derive(Debug)]
pub(super) struct StoreLock {
    file: File,
    path: PathBuf,
}

impl StoreLock {
    /// Tells whether the lock still has its name, so that other processes wait for it.
    pub(super) fn is_current(&self) -> bool {
        is_same_file(&self.file, &self.path)
    }
}

/// What is recorded of a refund when the process that sent it is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is unfinished, and only this process has sent it.
    Own,
    /// It is unfinished, and another process has sent it, too.
    Shared,
    /// Another process saw it accepted.
    Accepted,
    /// Another process removed it.
    Gone,
}

impl PendingRefundStore {
    /// Uses a folder, which is created with the first refund.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Keeps other processes from deciding on refunds, so that two do not take the same order for
    /// one without an unfinished refund.
    pub(super) fn lock(&self) -> Result<StoreLock, StoreError> {
        let path = self.folder.join("lock");
        let failed =
            |error| StoreError::Record(FileError::of(FileAction::Write, &self.folder)(error));
        for _ in 0..MAX_LOCK_ATTEMPTS {
            create_folder(&self.folder, 0o700).map_err(StoreError::Record)?;
            let file = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(failed)?;
            file.lock().map_err(failed)?;
            if is_same_file(&file, &path) {
                return Ok(StoreLock { file, path });
            }
        }
        Err(failed(io::Error::other("it is removed again and again")))
    }

    /// Returns the unfinished refund of a number.
    pub(super) fn find(
        &self,
        payee: &Payee,
        number: &OutRefundNo,
    ) -> Result<Option<PendingRefund>, StoreError> {
        let sub_mchid = payee.sub_mchid().map_or("", Mchid::as_str);
        let path = self.path([payee.signer().as_str(), sub_mchid, number.as_str()]);
        read(&path, RecordKind::Pending)
    }

    /// Returns what is recorded beside a refund: all unfinished ones of who signs, and those of
    /// its order that were accepted within a day.
    pub(super) fn recorded(&self, refund: &PendingRefund) -> Result<RecordedRefunds, StoreError> {
        Ok(RecordedRefunds {
            unfinished: self.unfinished(refund)?,
            accepted: self.accepted(refund)?,
        })
    }

    fn unfinished(&self, refund: &PendingRefund) -> Result<Vec<PendingRefund>, StoreError> {
        let failed = |error| StoreError::File(FileError::of(FileAction::Read, &self.folder)(error));
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut unfinished: Vec<PendingRefund> = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                unfinished.extend(read(&path, RecordKind::Pending)?);
            }
        }
        unfinished.retain(|earlier| earlier.mchid == refund.mchid);
        unfinished.sort_by(|a, b| {
            let order = |refund: &PendingRefund| (refund.began_at, refund.out_refund_no.clone());
            order(a).cmp(&order(b))
        });
        Ok(unfinished)
    }

    fn accepted(&self, refund: &PendingRefund) -> Result<Vec<PendingRefund>, StoreError> {
        let now = ambient::now();
        let mut accepted = self.accepted_lately(refund)?;
        accepted.retain(|earlier| {
            let at = earlier.accepted_at.map_or(0, |at| at.0);
            earlier.mchid == refund.mchid && (now.0 - at).abs() < SECONDS_PER_DAY
        });
        accepted.sort_by_key(|earlier| earlier.accepted_at);
        accepted.dedup();
        Ok(accepted)
    }

    /// Reads the accepted refunds of an order that were not pruned yet.
    fn accepted_lately(&self, refund: &PendingRefund) -> Result<Vec<PendingRefund>, StoreError> {
        let mut accepted = Vec::new();
        for day in recent_days(ambient::now()) {
            for order in order_names(refund) {
                let path = self.accepted_path(day, &order);
                let recorded: Option<Vec<PendingRefund>> = read(&path, RecordKind::Accepted)?;
                accepted.extend(recorded.into_iter().flatten());
            }
        }
        Ok(accepted)
    }

    /// Tells whether a refund of the order with this number was accepted.
    pub(super) fn has_accepted(&self, refund: &PendingRefund) -> Result<bool, StoreError> {
        let accepted = self.accepted_lately(refund)?;
        Ok(accepted
            .iter()
            .any(|earlier| earlier.out_refund_no == refund.out_refund_no))
    }

    /// Puts a refund on disk; when this returns, a loss of power does not lose it.
    pub(super) fn record(&self, refund: &PendingRefund) -> Result<(), StoreError> {
        write(&self.path_of(refund), refund)
    }

    /// Removes a refund whose outcome is known, or does not matter any more.
    pub(super) fn forget(&self, refund: &PendingRefund) -> Result<(), StoreError> {
        let path = self.path_of(refund);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::File(
                FileError::of(FileAction::Remove, &path)(error),
            )),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Ends a process's part in a refund that it has sent: the record is removed if nothing came
    /// of the refund and no other process has sent it, and written again if another removed it.
    pub(super) fn release(
        &self,
        refund: &PendingRefund,
        is_settled: bool,
    ) -> Result<Standing, StoreError> {
        let _lock = self.lock()?;
        let standing = self.standing(refund)?;
        match standing {
            Standing::Own if is_settled => self.forget(refund)?,
            Standing::Gone => self.record(refund)?,
            Standing::Own | Standing::Shared | Standing::Accepted => {}
        }
        Ok(standing)
    }

    fn standing(&self, refund: &PendingRefund) -> Result<Standing, StoreError> {
        if let Some(recorded) = self.find(&refund.payee(), &refund.out_refund_no)? {
            let is_own = recorded.sendings == refund.sendings && recorded.body == refund.body;
            return Ok(if is_own {
                Standing::Own
            } else {
                Standing::Shared
            });
        }
        let is_accepted = self
            .accepted(refund)?
            .iter()
            .any(|earlier| earlier.out_refund_no == refund.out_refund_no);
        Ok(if is_accepted {
            Standing::Accepted
        } else {
            Standing::Gone
        })
    }

    /// Records a refund that was accepted for a day, under every number of its order.
    pub(super) fn accept(&self, refund: &PendingRefund) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let now = ambient::now();
        let today = now.0.div_euclid(SECONDS_PER_DAY);
        create_folder(&self.day(today), 0o700).map_err(StoreError::Record)?;
        let accepted = PendingRefund {
            accepted_at: Some(now),
            ..refund.clone()
        };
        for order in order_names(refund) {
            let path = self.accepted_path(today, &order);
            let mut recorded: Vec<PendingRefund> =
                read(&path, RecordKind::Accepted)?.unwrap_or_default();
            recorded.retain(|other| other.out_refund_no != refund.out_refund_no);
            recorded.push(accepted.clone());
            write(&path, &recorded)?;
        }
        self.forget(refund)?;
        self.prune(now);
        Ok(())
    }

    /// Removes what is older than two days. The clock is right: WeChat Pay has just accepted a
    /// request of this moment.
    fn prune(&self, now: Timestamp) {
        let recent = recent_days(now);
        for entry in fs::read_dir(self.folder.join(ACCEPTED))
            .into_iter()
            .flatten()
            .flatten()
        {
            let day = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<i64>().ok());
            if day.is_some_and(|day| !recent.contains(&day)) {
                // What cannot be removed does no harm: it is not read any more.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn day(&self, day: i64) -> PathBuf {
        self.folder.join(ACCEPTED).join(day.to_string())
    }

    fn accepted_path(&self, day: i64, order: &[String; 4]) -> PathBuf {
        self.day(day).join(file_name(&order.join("\n")))
    }

    fn path_of(&self, refund: &PendingRefund) -> PathBuf {
        let sub_mchid = refund.sub_mchid.as_ref().map_or("", Mchid::as_str);
        self.path([
            refund.mchid.as_str(),
            sub_mchid,
            refund.out_refund_no.as_str(),
        ])
    }

    fn path(&self, name: [&str; 3]) -> PathBuf {
        self.folder.join(file_name(&name.join("\n")))
    }
}

/// Returns the days whose refunds may be less than a day old, also if the clock was moved a bit.
fn recent_days(now: Timestamp) -> [i64; 3] {
    let today = now.0.div_euclid(SECONDS_PER_DAY);
    [today - 1, today, today + 1]
}

/// Returns what the order of a refund is found by: its merchants and each of its numbers.
fn order_names(refund: &PendingRefund) -> Vec<[String; 4]> {
    let sub_mchid = refund.sub_mchid.as_ref().map(ToString::to_string);
    let out_trade_no = refund.out_trade_no.as_ref().map(ToString::to_string);
    let transaction_id = refund.transaction_id.as_ref().map(ToString::to_string);
    [
        ("out_trade_no", out_trade_no),
        ("transaction_id", transaction_id),
    ]
    .into_iter()
    .filter_map(|(name, number)| {
        Some([
            refund.mchid.to_string(),
            sub_mchid.clone().unwrap_or_default(),
            name.to_owned(),
            number?,
        ])
    })
    .collect()
}

/// Numbers hold characters that file names cannot, and some file systems fold case.
fn file_name(text: &str) -> String {
    let digest = Sha256::digest(text);
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("{hex}.json")
}

/// Writes a file so that a loss of power loses neither it nor its name.
fn write(path: &Path, record: &impl Serialize) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(record).map_err(StoreError::Serialize)?;
    AtomicFile::secret(path, &bytes)
        .and_then(AtomicFile::commit)
        .and_then(|()| sync_folder(path).map_err(FileError::of(FileAction::Write, path)))
        .map_err(StoreError::Record)
}

/// Reads a file; none if another process has just removed it.
fn read<T: DeserializeOwned>(path: &Path, kind: RecordKind) -> Result<Option<T>, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(StoreError::File(FileError::of(FileAction::Read, path)(
                error,
            )));
        }
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|source| StoreError::Damaged {
            path: path.to_owned(),
            kind,
            source,
        })
}
