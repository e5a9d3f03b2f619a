//! The refunds whose outcome is unknown, and those that were accepted within a day, as files in
//! the data folder.
//!
//! An attempt is on disk before it is sent, so that a command that was killed, or got no response,
//! is known to the next. One that was refused is removed; one that was accepted is kept by its
//! order for a day, so that the same command does not refund again.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use wechatpay::ambient;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::OutRefundNo;
use wechatpay::protocol::stamp::Timestamp;

use super::attempt::Attempt;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::files::{self, Staged, is_same_file};

/// How long an accepted refund keeps the same order from being refunded by the same amount.
const DAY: i64 = 86_400;

/// How often the lock is tried again that was removed while it was waited for.
const MAX_LOCK_ATTEMPTS: u32 = 20;

/// The folder of the refunds that are remembered.
#[derive(Debug, Clone)]
pub(super) struct Book {
    folder: PathBuf,
}

/// The right to decide on the remembered refunds, which one process has at a time.
pub(super) struct Held {
    lock: File,
    path: PathBuf,
}

impl Held {
    /// Tells whether the lock still has its name, so that other processes wait for it.
    pub(super) fn is_current(&self) -> bool {
        is_same_file(&self.lock, &self.path)
    }
}

/// What is remembered of an attempt by the time that a command has ended with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is unfinished, and only this command has sent it.
    Own,
    /// It is unfinished, and another command has sent it too.
    Shared,
    /// Another command saw it accepted.
    Accepted,
    /// Another command removed it.
    Gone,
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
        let failed = |error: io::Error| unwritable(Failure::file("write", &self.folder, &error));
        create(&self.folder).map_err(failed)?;
        let mut path = self.folder.join("lock");
        for _ in 0..MAX_LOCK_ATTEMPTS {
            let lock = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(failed)?;
            lock.lock().map_err(failed)?;
            let held = Held { lock, path };
            if held.is_current() {
                return Ok(held);
            }
            path = held.path;
            create(&self.folder).map_err(failed)?;
        }
        Err(failed(io::Error::other("it is removed again and again")))
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
        store(&self.path_of(attempt), &text)
    }

    /// Takes an attempt off whose outcome is known, or does not matter any more.
    pub(super) fn forget(&self, attempt: &Attempt) -> Result<(), Failure> {
        remove(&self.path_of(attempt))
    }

    /// Says what is remembered of an attempt that this command has sent.
    pub(super) fn standing(&self, attempt: &Attempt) -> Result<Standing, Failure> {
        if let Some(kept) = self.find(&attempt.payee(), &attempt.out_refund_no)? {
            let alone = kept.sendings == attempt.sendings && kept.body == attempt.body;
            return Ok(if alone {
                Standing::Own
            } else {
                Standing::Shared
            });
        }
        let same = |kept: &Attempt| kept.out_refund_no == attempt.out_refund_no;
        Ok(if self.accepted(attempt)?.iter().any(same) {
            Standing::Accepted
        } else {
            Standing::Gone
        })
    }

    /// Returns the refunds of an attempt's order that were accepted within a day.
    pub(super) fn accepted(&self, attempt: &Attempt) -> Result<Vec<Attempt>, Failure> {
        let now = ambient::now();
        let mut found = self.kept(attempt)?;
        found.retain(|kept| {
            let at = kept.accepted_at.map_or(0, |at| at.0);
            kept.mchid == attempt.mchid && (now.0 - at).abs() < DAY
        });
        found.sort_by_key(|kept| kept.accepted_at);
        found.dedup();
        Ok(found)
    }

    /// Reads what is kept of the accepted refunds of an attempt's order.
    fn kept(&self, attempt: &Attempt) -> Result<Vec<Attempt>, Failure> {
        let mut found = Vec::new();
        for day in days(ambient::now()) {
            for order in orders(attempt) {
                let kept = read_all(&self.accepted_path(day, &order))?;
                found.extend(kept.unwrap_or_default());
            }
        }
        Ok(found)
    }

    /// Tells whether a refund of the order with this number was accepted, however long ago.
    pub(super) fn is_taken(&self, attempt: &Attempt) -> Result<bool, Failure> {
        let kept = self.kept(attempt)?;
        let same = |kept: &Attempt| kept.out_refund_no == attempt.out_refund_no;
        Ok(kept.iter().any(same))
    }

    /// Keeps an attempt that was accepted for a day, under every number of its order.
    pub(super) fn accept(&self, attempt: &Attempt) -> Result<(), Failure> {
        let _held = self.hold()?;
        let now = ambient::now();
        let folder = self.day(now.0.div_euclid(DAY));
        create(&folder).map_err(|error| Failure::file("write", &folder, &error))?;
        let accepted = Attempt {
            accepted_at: Some(now),
            ..attempt.clone()
        };
        for order in orders(attempt) {
            let path = self.accepted_path(now.0.div_euclid(DAY), &order);
            let mut kept = read_all(&path)?.unwrap_or_default();
            kept.retain(|other| other.out_refund_no != attempt.out_refund_no);
            kept.push(accepted.clone());
            let text = serde_json::to_vec(&kept)
                .map_err(|error| Failure::internal("an attempt has no JSON").because(&error))?;
            store(&path, &text)?;
        }
        self.forget(attempt)?;
        self.prune(now);
        Ok(())
    }

    /// Removes what is older than two days. The clock is right: WeChat Pay has just accepted a
    /// request of this moment.
    fn prune(&self, now: Timestamp) {
        let recent = days(now);
        for entry in fs::read_dir(self.folder.join(ACCEPTED))
            .into_iter()
            .flatten()
            .flatten()
        {
            let name = entry.file_name();
            let day = name.to_str().and_then(|name| name.parse::<i64>().ok());
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

    fn path(&self, name: [&str; 3]) -> PathBuf {
        self.folder.join(file_name(&name.join("\n")))
    }
}

/// The folder of the refunds that were accepted, by day.
const ACCEPTED: &str = "accepted";

/// Returns the days whose refunds may be less than a day old, also if the clock was moved a bit.
fn days(now: Timestamp) -> [i64; 3] {
    let today = now.0.div_euclid(DAY);
    [today - 1, today, today + 1]
}

/// Returns what the order of an attempt is found by: its merchants and each of its numbers.
fn orders(attempt: &Attempt) -> Vec<[String; 4]> {
    let sub_mchid = attempt.sub_mchid.as_ref().map(ToString::to_string);
    let numbers = [
        (
            "out_trade_no",
            attempt.out_trade_no.as_ref().map(ToString::to_string),
        ),
        (
            "transaction_id",
            attempt.transaction_id.as_ref().map(ToString::to_string),
        ),
    ];
    let named = numbers.into_iter().filter_map(|(name, number)| {
        Some([
            attempt.mchid.to_string(),
            sub_mchid.clone().unwrap_or_default(),
            name.to_owned(),
            number?,
        ])
    });
    named.collect()
}

/// Numbers hold characters that file names cannot, and some file systems fold case.
fn file_name(text: &str) -> String {
    let digest = Sha256::digest(text);
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("{hex}.json")
}

/// Creates a folder that only its owner may look into.
fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file so that a loss of power loses neither it nor its name.
fn store(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let file = Staged::secret(path, bytes).map_err(|error| unwritable(error.into()))?;
    file.commit().map_err(|error| unwritable(error.into()))?;
    files::sync_folder(path).map_err(|error| unwritable(Failure::file("write", path, &error)))
}

fn unwritable(failure: Failure) -> Failure {
    failure.with_help(
        "refunds are remembered there before they are sent, so that none is sent twice: make room or change the permissions, or set XDG_DATA_HOME to a folder that is kept",
        "退款发送前须先记录在该处，以免重复退款：请释放空间或调整权限，或将 XDG_DATA_HOME 设为会保留的目录",
    )
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::file("remove", path, &error)),
    }
}

/// Reads one; nothing if another process has just taken it off.
fn read(path: &Path) -> Result<Option<Attempt>, Failure> {
    read_as(
        path,
        (
            "it recorded a refund whose outcome was unknown: find that out in the merchant console, then remove the file",
            "该文件记录了一笔结果未知的退款：请在商户平台核实后再删除此文件",
        ),
    )
}

/// Reads the refunds of an order that were accepted on one day.
fn read_all(path: &Path) -> Result<Option<Vec<Attempt>>, Failure> {
    read_as(
        path,
        (
            "it recorded the refunds of an order that were accepted in the last two days: look them up in the merchant console, then remove the file",
            "该文件记录了某订单最近两天已受理的退款：请在商户平台核实后再删除此文件",
        ),
    )
}

fn read_as<T: DeserializeOwned>(
    path: &Path,
    help: (&'static str, &'static str),
) -> Result<Option<T>, Failure> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::file("read", path, &error)),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        Failure::config(format!("{} is damaged", path.display()))
            .in_chinese(format!("{} 已损坏", path.display()))
            .because(&error)
            .with_help(help.0, help.1)
    })
}
