//! The tables, version by version, in a schema of their own.

use deadpool_postgres::Client;
use tokio_postgres::Error;

/// Each takes the schema from one version to the next; none is ever changed once released.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE notification (
        seq BIGSERIAL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        event_type TEXT NOT NULL,
        create_time TEXT NOT NULL,
        original_type TEXT,
        subject TEXT,
        duplicate BIGINT NOT NULL,
        order_no TEXT NOT NULL,
        out_trade_no TEXT,
        number TEXT,
        out_refund_no TEXT,
        verdict TEXT NOT NULL,
        received_at BIGINT NOT NULL,
        repeats BIGINT NOT NULL DEFAULT 0,
        headers TEXT NOT NULL,
        body BYTEA NOT NULL,
        resource TEXT NOT NULL
    );
    CREATE UNIQUE INDEX notification_subject ON notification (subject) WHERE duplicate = 0;
    CREATE INDEX notification_received ON notification (received_at);
    CREATE TABLE delivery (
        seq BIGINT NOT NULL REFERENCES notification ON DELETE CASCADE,
        target TEXT NOT NULL,
        order_no TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts BIGINT NOT NULL DEFAULT 0,
        next_at BIGINT NOT NULL,
        lease_owner TEXT,
        lease_until BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (seq, target)
    );
    CREATE INDEX delivery_due ON delivery (target, next_at, seq) WHERE state = 'pending';
    CREATE INDEX delivery_order ON delivery (target, order_no, seq) WHERE state = 'pending';
    CREATE INDEX delivery_dead ON delivery (target) WHERE state = 'dead';
    CREATE TABLE attempt (
        seq BIGINT NOT NULL REFERENCES notification ON DELETE CASCADE,
        target TEXT NOT NULL,
        at BIGINT NOT NULL,
        elapsed BIGINT NOT NULL,
        outcome TEXT NOT NULL
    );
    CREATE INDEX attempt_seq ON attempt (seq);
    CREATE TABLE probe (id BIGINT PRIMARY KEY, at BIGINT NOT NULL);
"];

/// The statements that each connection begins with. A server that is set to answer before it has written would
/// break the promise that what is acknowledged is stored. A process that is frozen in a transaction
/// would hold up the others. Those that wait for their turn must see what was committed meanwhile, and
/// wait as long as a statement may.
pub(super) const SESSION: &str = "SET search_path TO wechatpay; SET synchronous_commit TO on;
    SET idle_in_transaction_session_timeout TO 5000; SET lock_timeout TO 0;
    SET default_transaction_isolation TO 'read committed'";

/// Any number that other programs are unlikely to lock by.
const LOCK: &str = "SELECT pg_advisory_xact_lock(2088194671)";

/// The version that this program knows.
pub(super) const KNOWN: usize = MIGRATIONS.len();

/// Returns the database's encoding if it cannot hold every text: a notification with another one
/// could never be stored. `SQL_ASCII` stands for whatever bytes there are.
pub(super) async fn narrow_encoding(client: &mut Client) -> Result<Option<String>, Error> {
    let row = client
        .query_one("SELECT current_setting('server_encoding')", &[])
        .await?;
    let encoding: String = row.get(0);
    let holds_all = ["UTF8", "SQL_ASCII"].contains(&encoding.as_str());
    Ok((!holds_all).then_some(encoding))
}

/// Brings the database to the version that is known; returns a later one that it has already.
pub(super) async fn migrate(client: &mut Client) -> Result<Option<i64>, Error> {
    let change = client.transaction().await?;
    // Replicas that start together take turns.
    change.batch_execute(LOCK).await?;
    change
        .batch_execute(
            "CREATE SCHEMA IF NOT EXISTS wechatpay;
             CREATE TABLE IF NOT EXISTS wechatpay.version (number BIGINT NOT NULL)",
        )
        .await?;
    let found: i64 = change
        .query_one(
            "SELECT coalesce(max(number), 0)::BIGINT FROM wechatpay.version",
            &[],
        )
        .await?
        .get(0);
    let Some(ahead) = usize::try_from(found)
        .ok()
        .and_then(|done| MIGRATIONS.get(done..))
    else {
        return Ok(Some(found));
    };
    for migration in ahead {
        change.batch_execute(migration).await?;
        change
            .batch_execute("INSERT INTO version SELECT coalesce(max(number), 0) + 1 FROM version")
            .await?;
    }
    change.commit().await?;
    Ok(None)
}
