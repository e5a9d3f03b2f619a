//! The newest numbers of a data folder, for completions: read beside whatever runs on it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::sandbox::store::database::Database;

/// How long a completion may take.
const BUSY_TIMEOUT: Duration = Duration::from_millis(20);

/// Which numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// 商户订单号.
    OutTradeNo,
    /// 微信支付订单号.
    TransactionId,
    /// 商户退款单号.
    OutRefundNo,
}

impl NumberKind {
    /// Returns the column, and the rest of a query for it.
    fn source(self) -> (&'static str, &'static str) {
        match self {
            Self::OutTradeNo => ("out_trade_no", "state FROM trade"),
            Self::TransactionId => ("transaction_id", "out_trade_no FROM trade"),
            Self::OutRefundNo => (
                "out_refund_no",
                "out_trade_no FROM refund JOIN trade ON trade.seq = refund.trade",
            ),
        }
    }

    /// Returns a query that an index helps with, whatever the prefix: the newest, or those with
    /// the prefix in their order.
    fn sql(self, has_prefix: bool) -> String {
        let (number, rest) = self.source();
        let order = if has_prefix { number } else { "trade.seq DESC" };
        format!(
            "SELECT {number}, {rest} WHERE {number} >= ?1 AND {number} < ?2
             ORDER BY {order} LIMIT ?3"
        )
    }
}

/// A number, and what tells it from others: the state of an order, or the order of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecentNumber {
    /// The number.
    pub number: String,
    /// The state or the order.
    pub about: String,
}

/// Returns the newest numbers that begin with `prefix`. Nothing is created, started or changed;
/// what cannot be read at once has none.
#[must_use]
pub fn recent_numbers(
    data: &Path,
    kind: NumberKind,
    prefix: &str,
    limit: u32,
) -> Vec<RecentNumber> {
    read(data, kind, prefix, limit).unwrap_or_default()
}

fn read(
    data: &Path,
    kind: NumberKind,
    prefix: &str,
    limit: u32,
) -> rusqlite::Result<Vec<RecentNumber>> {
    let Some(path) = Database::file(data) else {
        return Ok(Vec::new());
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let mut statement = connection.prepare(&kind.sql(!prefix.is_empty()))?;
    let end = format!("{prefix}{}", char::MAX);
    let rows = statement.query_map((prefix, end, limit), |row| {
        Ok(RecentNumber {
            number: row.get(0)?,
            about: row.get(1)?,
        })
    })?;
    rows.collect()
}
