//! The tables, version by version. A new table is an entry here, and a file beside this one that
//! reads and writes it.

/// The state. Each takes the schema from one version to the next; none is ever changed once
/// released.
pub(crate) const STATE: &[&str] = &[
    // records.rs
    "CREATE TABLE record (
        seq INTEGER PRIMARY KEY,
        mchid TEXT NOT NULL,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        at INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (mchid, kind, key)
    ) STRICT;",
    // ledger.rs
    "CREATE TABLE trade (
        seq INTEGER PRIMARY KEY,
        out_trade_no TEXT NOT NULL,
        mchid TEXT NOT NULL,
        state TEXT NOT NULL,
        transaction_id TEXT,
        ordered_at INTEGER NOT NULL,
        expires_at INTEGER,
        document TEXT NOT NULL,
        UNIQUE (out_trade_no, mchid)
    ) STRICT;
    CREATE UNIQUE INDEX trade_transaction ON trade (transaction_id)
        WHERE transaction_id IS NOT NULL;
    CREATE INDEX trade_unpaid ON trade (ordered_at) WHERE state = 'NOTPAY';
    CREATE TABLE refund (
        refund_id TEXT PRIMARY KEY,
        out_refund_no TEXT NOT NULL,
        mchid TEXT NOT NULL,
        trade INTEGER NOT NULL,
        due_at INTEGER,
        UNIQUE (out_refund_no, mchid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refund_due ON refund (due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE movement (
        trade INTEGER NOT NULL,
        mchid TEXT NOT NULL,
        day TEXT NOT NULL,
        own INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX movement_trade ON movement (trade);
    CREATE INDEX movement_day ON movement (mchid, day, own);
    CREATE TABLE delivery (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        trade INTEGER NOT NULL,
        next_at INTEGER,
        document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX delivery_trade ON delivery (trade);
    CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
    CREATE TABLE code (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",
    // listing.rs
    "CREATE INDEX trade_state ON trade (state, seq);",
    // requests.rs, attempts.rs
    "CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        microseconds INTEGER NOT NULL,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        number_name TEXT,
        number TEXT,
        out_trade_no TEXT,
        mchid TEXT,
        serial_no TEXT,
        status INTEGER NOT NULL,
        code TEXT,
        message TEXT,
        request_id TEXT,
        checked TEXT,
        faults TEXT NOT NULL,
        request_headers TEXT NOT NULL,
        request_body BLOB NOT NULL,
        request_bytes INTEGER NOT NULL,
        signed_part BLOB,
        response_headers TEXT NOT NULL,
        response_body BLOB NOT NULL,
        response_bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX request_by_request_id ON request (request_id);
    CREATE TABLE attempt (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        microseconds INTEGER NOT NULL,
        notification_id TEXT NOT NULL,
        event_type TEXT NOT NULL,
        out_trade_no TEXT NOT NULL,
        out_refund_no TEXT,
        kind TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        url TEXT NOT NULL,
        outcome TEXT NOT NULL,
        signed_by TEXT NOT NULL,
        verify_with TEXT NOT NULL,
        next_attempt_at INTEGER,
        request_headers TEXT NOT NULL,
        request_body BLOB NOT NULL,
        resource TEXT,
        response_headers TEXT,
        response_body BLOB,
        response_bytes INTEGER
    ) STRICT;
    CREATE INDEX attempt_by_notification ON attempt (notification_id);",
    // ledger.rs, attempts.rs: notifications that are about something else than one order
    "CREATE TABLE notification (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        trade INTEGER,
        mchid TEXT,
        number TEXT,
        next_at INTEGER,
        document TEXT NOT NULL
    ) STRICT;
    INSERT INTO notification (seq, id, trade, next_at, document)
        SELECT seq, id, trade, next_at, document FROM delivery;
    DROP TABLE delivery;
    ALTER TABLE notification RENAME TO delivery;
    CREATE INDEX delivery_trade ON delivery (trade) WHERE trade IS NOT NULL;
    CREATE INDEX delivery_number ON delivery (number) WHERE number IS NOT NULL;
    CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
    CREATE INDEX record_key ON record (kind, key);
    ALTER TABLE attempt ADD COLUMN about TEXT NOT NULL DEFAULT '{}';
    UPDATE attempt SET about = json_object('out_trade_no', json(out_trade_no),
        'out_refund_no', json(out_refund_no));
    ALTER TABLE attempt DROP COLUMN out_trade_no;
    ALTER TABLE attempt DROP COLUMN out_refund_no;",
    // Requests have a file of their own since.
    "DROP TABLE request;",
];

/// The log.
pub(crate) const LOG: &[&str] = &[
    // requests.rs
    "CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        microseconds INTEGER NOT NULL,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        number_name TEXT,
        number TEXT,
        out_trade_no TEXT,
        mchid TEXT,
        serial_no TEXT,
        status INTEGER NOT NULL,
        code TEXT,
        message TEXT,
        failure TEXT,
        request_id TEXT,
        checked TEXT,
        faults TEXT NOT NULL,
        request_headers TEXT NOT NULL,
        request_body BLOB NOT NULL,
        request_bytes INTEGER NOT NULL,
        signed_part BLOB,
        response_headers TEXT NOT NULL,
        response_body BLOB NOT NULL,
        response_bytes INTEGER NOT NULL
    ) STRICT;",
];
