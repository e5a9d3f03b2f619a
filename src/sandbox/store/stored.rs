//! Records with a type of their own, by the merchant's number or another key.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::protocol::id::SerialNo;

use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::combined::CombinedOrder;
use crate::sandbox::ledger::complaint::Complaint;
use crate::sandbox::ledger::sharing::{Receiver, SharingOrder, SharingReturn};
use crate::sandbox::ledger::transfer::Transfer;
use crate::sandbox::store::transaction::{Json, ReadTransaction, WriteTransaction};

/// What a record can be.
pub(crate) trait Stored: Serialize + DeserializeOwned {
    /// The kind of its record.
    const KIND: &'static str;

    /// Returns what it is found by.
    fn key(&self) -> String;

    /// Returns other keys that it is found by.
    fn other_keys(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Stored for Transfer {
    const KIND: &'static str = "transfer";

    fn key(&self) -> String {
        self.out_bill_no.clone()
    }

    fn other_keys(&self) -> Vec<String> {
        vec![self.transfer_bill_no.clone()]
    }
}

impl Stored for CombinedOrder {
    const KIND: &'static str = "combined-order";

    fn key(&self) -> String {
        self.combine_out_trade_no.to_string()
    }
}

impl Stored for Receiver {
    const KIND: &'static str = "sharing-receiver";

    fn key(&self) -> String {
        Self::key_of(self.sub_mchid.as_deref(), &self.kind, &self.account)
    }
}

impl Stored for SharingOrder {
    const KIND: &'static str = "sharing-order";

    fn key(&self) -> String {
        self.out_order_no.clone()
    }

    /// Also by payment, so that all of one are found.
    fn other_keys(&self) -> Vec<String> {
        let of_payment = format!("{}/{}", self.transaction_id, self.out_order_no);
        vec![self.order_id.clone(), of_payment]
    }
}

impl Stored for SharingReturn {
    const KIND: &'static str = "sharing-return";

    fn key(&self) -> String {
        self.out_return_no.clone()
    }
}

impl Complaint {
    /// What all of them are found under.
    pub(crate) const ALL: &str = "all";
}

impl Stored for Complaint {
    const KIND: &'static str = "complaint";

    fn key(&self) -> String {
        self.complaint_id.clone()
    }

    /// By the moment, so that they are listed in the order of their making.
    fn other_keys(&self) -> Vec<String> {
        vec![format!(
            "{}/{:015}/{}",
            Self::ALL,
            self.at,
            self.complaint_id
        )]
    }
}

/// Where the merchant is notified about complaints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ComplaintUrl {
    pub(crate) url: String,
    /// The key that the request named in `Wechatpay-Serial`; it signs the notifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_key: Option<SerialNo>,
}

impl ComplaintUrl {
    /// A merchant has one.
    pub(crate) const KEY: &str = "url";
}

impl Stored for ComplaintUrl {
    const KIND: &'static str = "complaint-url";

    fn key(&self) -> String {
        Self::KEY.to_owned()
    }
}

/// Returns the kind of the records that lead from the other key to the first.
fn index<T: Stored>() -> String {
    format!("{}-index", T::KIND)
}

/// Stores it, in the place of the one with the same key.
pub(crate) fn put<T: Stored>(
    tx: &WriteTransaction<'_>,
    mchid: &str,
    at: i64,
    stored: &T,
) -> Result<(), SandboxError> {
    let key = stored.key();
    for other in stored.other_keys() {
        insert(tx, mchid, &index::<T>(), &other, at, &key)?;
    }
    insert(tx, mchid, T::KIND, &key, at, stored)
}

fn insert(
    tx: &WriteTransaction<'_>,
    mchid: &str,
    kind: &str,
    key: &str,
    at: i64,
    body: &impl Serialize,
) -> Result<(), SandboxError> {
    tx.execute(
        "INSERT INTO record (mchid, kind, key, at, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (mchid, kind, key) DO UPDATE SET body = excluded.body",
        (mchid, kind, key, at, Json(body)),
    )
    .map(drop)
}

/// Finds one by its key.
pub(crate) fn find<T: Stored>(
    tx: &ReadTransaction<'_>,
    mchid: &str,
    key: &str,
) -> Result<Option<T>, SandboxError> {
    body(tx, mchid, T::KIND, key)
}

/// Finds one of any merchant by its key, and that merchant; the newest if several have it.
pub(crate) fn find_of_any<T: Stored>(
    tx: &ReadTransaction<'_>,
    key: &str,
) -> Result<Option<(String, T)>, SandboxError> {
    tx.find(
        "SELECT mchid, body FROM record WHERE kind = ? AND key = ? ORDER BY seq DESC LIMIT 1",
        (T::KIND, key),
        |row| Ok((row.get(0)?, row.get::<_, Json<T>>(1)?.0)),
    )
}

/// Finds one by its other key.
pub(crate) fn find_by_other<T: Stored>(
    tx: &ReadTransaction<'_>,
    mchid: &str,
    other: &str,
) -> Result<Option<T>, SandboxError> {
    match body::<String>(tx, mchid, &index::<T>(), other)? {
        Some(key) => find(tx, mchid, &key),
        None => Ok(None),
    }
}

fn body<T: DeserializeOwned>(
    tx: &ReadTransaction<'_>,
    mchid: &str,
    kind: &str,
    key: &str,
) -> Result<Option<T>, SandboxError> {
    tx.find(
        "SELECT body FROM record WHERE mchid = ? AND kind = ? AND key = ?",
        (mchid, kind, key),
        |row| Ok(row.get::<_, Json<T>>(0)?.0),
    )
}

/// Returns those whose other key begins with `prefix` and a slash, in the order of their numbers.
pub(crate) fn all_under<T: Stored>(
    tx: &ReadTransaction<'_>,
    mchid: &str,
    prefix: &str,
) -> Result<Vec<T>, SandboxError> {
    // The slash is followed by '0' in ASCII.
    let keys: Vec<String> = tx.query(
        "SELECT body FROM record WHERE mchid = ? AND kind = ? AND key >= ? AND key < ?",
        (
            mchid,
            index::<T>(),
            format!("{prefix}/"),
            format!("{prefix}0"),
        ),
        |row| Ok(row.get::<_, Json<String>>(0)?.0),
    )?;
    let found = keys.iter().map(|key| find(tx, mchid, key));
    Ok(found
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Removes one; tells whether there was one.
pub(crate) fn remove<T: Stored>(
    tx: &WriteTransaction<'_>,
    mchid: &str,
    key: &str,
) -> Result<bool, SandboxError> {
    let removed = tx.execute(
        "DELETE FROM record WHERE mchid = ? AND kind = ? AND key = ?",
        (mchid, T::KIND, key),
    )?;
    Ok(removed > 0)
}
