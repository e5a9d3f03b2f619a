//! What can be done with the database: statements, prepared once for each connection, and values
//! in columns.

use std::ops::Deref;
use std::path::Path;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, OptionalExtension, Params, Row, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::sandbox::error::{DatabaseError, SandboxError};

/// The state as of one commit.
pub(crate) struct ReadTransaction<'t> {
    transaction: &'t Transaction<'t>,
    path: &'t Path,
}

/// The state while no other process can write.
pub(crate) struct WriteTransaction<'t>(ReadTransaction<'t>);

/// Write access includes read access.
impl<'t> Deref for WriteTransaction<'t> {
    type Target = ReadTransaction<'t>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'t> ReadTransaction<'t> {
    pub(crate) fn new(transaction: &'t Transaction<'t>, path: &'t Path) -> Self {
        Self { transaction, path }
    }

    /// Returns the only row, if there is one.
    pub(crate) fn find<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, SandboxError> {
        let mut statement = self.prepare(sql)?;
        let found = statement.query_row(params, read).optional();
        found.map_err(self.failed())
    }

    /// Returns all rows.
    pub(crate) fn query<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, SandboxError> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params, read).map_err(self.failed())?;
        rows.collect::<Result<_, _>>().map_err(self.failed())
    }

    fn prepare(&self, sql: &'static str) -> Result<CachedStatement<'_>, SandboxError> {
        self.transaction.prepare_cached(sql).map_err(self.failed())
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> SandboxError {
        |error| DatabaseError::of(error, self.path).at(self.path)
    }
}

impl<'t> WriteTransaction<'t> {
    pub(crate) fn new(transaction: &'t Transaction<'t>, path: &'t Path) -> Self {
        Self(ReadTransaction::new(transaction, path))
    }

    /// Inserts one row, and returns its number.
    pub(crate) fn insert(
        &self,
        sql: &'static str,
        params: impl Params,
    ) -> Result<i64, SandboxError> {
        let mut statement = self.prepare(sql)?;
        statement.insert(params).map_err(self.failed())
    }

    /// Inserts, updates or deletes, and returns how many rows that changed.
    pub(crate) fn execute(
        &self,
        sql: &'static str,
        params: impl Params,
    ) -> Result<usize, SandboxError> {
        let mut statement = self.prepare(sql)?;
        statement.execute(params).map_err(self.failed())
    }
}

/// A value as JSON in a column of text.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0)
            .map(ToSqlOutput::from)
            .map_err(|why| rusqlite::Error::ToSqlConversionFailure(why.into()))
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}
