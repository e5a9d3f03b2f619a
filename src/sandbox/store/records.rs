//! What calls beside orders and refunds store: JSON values by merchant, kind and key.

use rusqlite::Row;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sandbox::error::SandboxError;
use crate::sandbox::store::transaction::{Json, ReadTransaction, WriteTransaction};

/// One thing that a call has made, such as a receiver of shared profits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The merchant that it belongs to.
    pub(crate) mchid: String,
    pub(crate) kind: String,
    /// What the merchant calls it; no other of the same merchant and kind has it.
    pub(crate) key: String,
    /// When it was made, in milliseconds.
    pub(crate) at: i64,
    pub(crate) body: Value,
}

impl Record {
    /// Stores it, in the place of the one of the same merchant, kind and key.
    pub(crate) fn put(&self, tx: &WriteTransaction<'_>) -> Result<(), SandboxError> {
        tx.execute(
            "INSERT INTO record (mchid, kind, key, at, body) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (mchid, kind, key) DO UPDATE SET at = excluded.at, body = excluded.body",
            (
                &self.mchid,
                &self.kind,
                &self.key,
                self.at,
                Json(&self.body),
            ),
        )
        .map(drop)
    }

    pub(crate) fn find(
        tx: &ReadTransaction<'_>,
        mchid: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<Self>, SandboxError> {
        tx.find(
            "SELECT mchid, kind, key, at, body FROM record WHERE mchid = ? AND kind = ? AND key = ?",
            (mchid, kind, key),
            Self::of_row,
        )
    }

    /// Returns all of every merchant and kind, in the order in which they were made.
    pub(crate) fn all(tx: &ReadTransaction<'_>) -> Result<Vec<Self>, SandboxError> {
        tx.query(
            "SELECT mchid, kind, key, at, body FROM record ORDER BY seq",
            (),
            Self::of_row,
        )
    }

    /// Replaces all of every merchant and kind.
    pub(crate) fn replace_all(
        tx: &WriteTransaction<'_>,
        records: &[Self],
    ) -> Result<(), SandboxError> {
        tx.execute("DELETE FROM record", ())?;
        records.iter().try_for_each(|record| record.put(tx))
    }

    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            mchid: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            at: row.get(3)?,
            body: row.get::<_, Json<Value>>(4)?.0,
        })
    }
}
