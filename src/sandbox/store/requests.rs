//! The requests that were received, the newest of them, in a database of their own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Row;

use crate::sandbox::error::{DatabaseError, SandboxError};
use crate::sandbox::log::filter::RequestFilter;
use crate::sandbox::log::message::{RecordedBody, RecordedMessage};
use crate::sandbox::log::numbers::NamedNumber;
use crate::sandbox::log::request::{RequestRecord, RequestSummary};
use crate::sandbox::store::database::{Content, Database};
use crate::sandbox::store::transaction::{Json, ReadTransaction, WriteTransaction};

/// How many are kept.
const MAX_REQUESTS: i64 = 10_000;

/// The log of a data folder. Nothing that was answered depends on it, so a damaged one gets another
/// name and the next one begins empty.
#[derive(Debug)]
pub(crate) struct RequestLog {
    data: PathBuf,
    database: Database,
}

impl RequestLog {
    /// Returns the log of a data folder, which is opened when it is used.
    pub(crate) fn new(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            database: Database::new(data, Content::Log),
        }
    }

    /// Stores records, numbers them, and removes the oldest.
    pub(crate) fn add(&self, records: &mut [RequestRecord]) -> Result<(), SandboxError> {
        self.repaired(|| self.database.write(|tx| add(tx, records)))
    }

    /// Returns the newest that a filter lets through, the newest first.
    pub(crate) fn list(&self, filter: &RequestFilter) -> Result<Vec<RequestSummary>, SandboxError> {
        self.repaired(|| self.database.read(|tx| list(tx, filter)))
    }

    /// Finds one by its number, or by its `Request-ID`.
    pub(crate) fn find(&self, key: &str) -> Result<Option<RequestRecord>, SandboxError> {
        self.repaired(|| self.database.read(|tx| find(tx, key)))
    }

    /// Removes all.
    pub(crate) fn clear(&self) -> Result<(), SandboxError> {
        self.repaired(|| self.database.write(clear))
    }

    /// Returns a number that differs after each change; `None` if the log cannot be used.
    pub(crate) fn changes(&self) -> Option<i64> {
        self.database.changes()
    }

    /// Closes it for good.
    pub(crate) fn end(&self) {
        self.database.end();
    }

    fn repaired<T>(
        &self,
        mut act: impl FnMut() -> Result<T, SandboxError>,
    ) -> Result<T, SandboxError> {
        match act() {
            Err(SandboxError::Database {
                source:
                    DatabaseError::Damaged(_)
                    | DatabaseError::LogOverwritten(_)
                    | DatabaseError::Schema { .. },
                ..
            }) => {
                Database::set_aside(&self.data, Content::Log)?;
                act()
            }
            other => other,
        }
    }
}

fn add(tx: &WriteTransaction<'_>, records: &mut [RequestRecord]) -> Result<(), SandboxError> {
    for record in records {
        let summary = &record.summary;
        let (request, response) = (&record.request, &record.response);
        let number = summary.number.as_ref();
        record.summary.id = tx.insert(
            "INSERT INTO request (at, microseconds, method, url, number_name, number,
                 out_trade_no, mchid, serial_no, status, code, message, failure, request_id, checked,
                 faults, request_headers, request_body, request_bytes, signed_part,
                 response_headers, response_body, response_bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                 ?18, ?19, ?20, ?21, ?22, ?23)",
            rusqlite::params![
                summary.at,
                i64::try_from(summary.elapsed.as_micros()).unwrap_or(i64::MAX),
                summary.method,
                summary.url,
                number.map(|number| &number.name),
                number.map(|number| &number.value),
                summary.out_trade_no,
                summary.mchid,
                summary.serial_no,
                summary.status,
                summary.code,
                summary.message,
                summary.failure,
                summary.request_id,
                summary.check.as_ref().map(Json),
                Json(&summary.faults),
                Json(&request.headers),
                request.body.bytes,
                length(&request.body),
                record.signed_part,
                Json(&response.headers),
                response.body.bytes,
                length(&response.body),
            ],
        )?;
    }
    let oldest = "DELETE FROM request WHERE id <= (SELECT max(id) FROM request) - ?";
    tx.execute(oldest, (MAX_REQUESTS,)).map(drop)
}

fn list(
    tx: &ReadTransaction<'_>,
    filter: &RequestFilter,
) -> Result<Vec<RequestSummary>, SandboxError> {
    tx.query(
        "SELECT id, at, microseconds, method, url, number_name, number, out_trade_no, mchid,
             serial_no, status, code, message, request_id, checked, faults, failure
         FROM request
         WHERE id > ?1 AND id < ?2 AND (?3 IS NULL OR number = ?3 OR out_trade_no = ?3)
             AND (NOT ?4 OR status >= 400)
         ORDER BY id DESC LIMIT ?5",
        (
            filter.after,
            filter.before.unwrap_or(i64::MAX),
            &filter.number,
            filter.refused,
            i64::try_from(filter.limit).unwrap_or(i64::MAX),
        ),
        summary,
    )
}

fn find(tx: &ReadTransaction<'_>, key: &str) -> Result<Option<RequestRecord>, SandboxError> {
    let id = match key.parse::<i64>() {
        Ok(id) => Some(id),
        Err(_) => tx
            .find(
                "SELECT max(id) FROM request WHERE request_id = ?",
                (key,),
                |row| row.get(0),
            )?
            .flatten(),
    };
    tx.find(
        "SELECT id, at, microseconds, method, url, number_name, number, out_trade_no, mchid,
             serial_no, status, code, message, request_id, checked, faults, failure,
             request_headers, request_body, request_bytes, signed_part,
             response_headers, response_body, response_bytes
         FROM request WHERE id = ?",
        (id,),
        |row| {
            Ok(RequestRecord {
                summary: summary(row)?,
                request: message(row, 17)?,
                signed_part: row.get(20)?,
                response: message(row, 21)?,
            })
        },
    )
}

fn clear(tx: &WriteTransaction<'_>) -> Result<(), SandboxError> {
    tx.execute("DELETE FROM request", ()).map(drop)
}

fn summary(row: &Row<'_>) -> rusqlite::Result<RequestSummary> {
    let microseconds = u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
    let (name, value): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
    Ok(RequestSummary {
        id: row.get(0)?,
        at: row.get(1)?,
        elapsed: Duration::from_micros(microseconds),
        method: row.get(3)?,
        url: row.get(4)?,
        number: name
            .zip(value)
            .map(|(name, value)| NamedNumber { name, value }),
        out_trade_no: row.get(7)?,
        mchid: row.get(8)?,
        serial_no: row.get(9)?,
        status: row.get(10)?,
        code: row.get(11)?,
        message: row.get(12)?,
        request_id: row.get(13)?,
        check: row.get::<_, Option<Json<_>>>(14)?.map(|json| json.0),
        faults: row.get::<_, Json<_>>(15)?.0,
        failure: row.get(16)?,
    })
}

fn message(row: &Row<'_>, first: usize) -> rusqlite::Result<RecordedMessage> {
    let length: i64 = row.get(first + 2)?;
    Ok(RecordedMessage {
        headers: row.get::<_, Json<_>>(first)?.0,
        body: RecordedBody {
            bytes: row.get(first + 1)?,
            length: usize::try_from(length).unwrap_or_default(),
        },
    })
}

fn length(body: &RecordedBody) -> i64 {
    i64::try_from(body.length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::sandbox::log::message::RecordedMessage;

    fn record() -> RequestRecord {
        RequestRecord {
            summary: RequestSummary {
                id: 0,
                at: 0,
                elapsed: Duration::ZERO,
                method: "GET".to_owned(),
                url: "/v3/certificates".to_owned(),
                number: None,
                out_trade_no: None,
                mchid: None,
                serial_no: None,
                status: 500,
                code: None,
                message: None,
                failure: Some("the disk is full".to_owned()),
                request_id: None,
                faults: Vec::new(),
                check: None,
            },
            request: RecordedMessage::default(),
            signed_part: None,
            response: RecordedMessage::default(),
        }
    }

    #[test]
    fn a_damaged_log_is_moved_aside_and_the_next_one_begins() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("requests.db"), vec![b'x'; 9000]).unwrap();
        let log = RequestLog::new(data.path());
        let mut records = [record(), record()];
        log.add(&mut records).unwrap();
        let [first, second] = &records;
        assert_eq!((first.summary.id, second.summary.id), (1, 2));
        assert_eq!(log.find("2").unwrap().as_ref(), Some(second));
        let aside = fs::metadata(data.path().join("requests.db.damaged"));
        assert_eq!(aside.unwrap().len(), 9000);
    }

    #[test]
    fn the_newest_ten_thousand_are_kept() {
        let data = tempfile::tempdir().unwrap();
        let log = RequestLog::new(data.path());
        for _ in 0..21 {
            log.add(&mut vec![record(); 500]).unwrap();
        }
        assert!(log.find("500").unwrap().is_none());
        assert!(log.find("501").unwrap().is_some());
        log.clear().unwrap();
        assert!(log.list(&RequestFilter::default()).unwrap().is_empty());
    }
}
