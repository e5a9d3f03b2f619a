# The store of notifications.

store-address = the store is neither a path nor postgres://user@host:port/database
    .help = a file such as ./inbox.db, or a PostgreSQL database that several serve-notify share
store-no-data-folder = no data folder is known
    .help = name a file: --store FILE
store-interrupted = the store could not be opened

store-busy = another serve-notify uses { $store }
    .help = several serve-notify share a PostgreSQL store: --store postgres://user@host/database
store-missing = there is no inbox at { $store }
    .help = `wechatpay serve-notify` creates it; --store names another
store-not-a-file = { $store } is not a file
    .help = --store takes the path of a file, such as ./inbox.db
store-linked = { $store } has several names (hard links)
    .help = SQLite loses data if a database is opened under two names; keep one name, and use `cp` for the other
store-exposed = { $store } can be read by other users, and its permissions cannot be changed
    .help = the store holds payers' openids; its owner runs `chmod 600 FILE`
store-moved = { $store } was moved or replaced while it was in use
    .help = nothing more is written to the moved file; `wechatpay serve-notify --store` with its new path sends what it still has to forward
store-orphaned = { $store } is missing or empty, and its log { $log } is not
    .help = the log holds notifications that were acknowledged: put the database back beside it; move the log away only if there is no database
store-damaged = { $store } was overwritten by another program while it was in use: { $why }
    .help = stop serve-notify and copy the file with its -wal and -shm aside first: they may hold what was acknowledged last; then put a backup in the place of all three
store-set-aside = { $store } was overwritten by another program while it was in use ({ $why }), and notifications that were acknowledged may be missing; its files as they were found are copied to { $folder }
    .help = put a backup in the place of { $store } and remove { $store }-wal and { $store }-shm, or leave all three to go on with what can still be read (`wechatpay query` tells what became of an order); then move { $folder } away and start again
store-not-set-aside = { $store } was overwritten by another program while it was in use, and its files cannot be copied to { $folder }: { $why }
    .help = make room there or correct the permissions; the files are copied at the next start, and nothing else is done with them before
store-newer = { $store } has schema version { $found }; this program knows { $known }
    .help = use the version of this program that created it, or a later one
store-pooled = { $store } is a connection pooler that gives each transaction another session
    .help = connect to PostgreSQL itself, or let the pooler keep sessions (PgBouncer: pool_mode = session)
store-encoding = the encoding of { $store } is { $encoding }, which cannot hold every notification
    .help = create a database with `createdb --encoding UTF8 --template template0 NAME`
store-not-an-address = the store is not an address such as postgres://user@host:5432/database: { $why }
    .help = write it as postgres://user@host:5432/database; the password may be in PGPASSWORD
store-unusable = cannot use { $store }: { $why }
    .help = check that the path, the disk and the permissions are right, or that the database accepts connections
store-help-server = check that the database runs and that host and port are right
store-help-other-file = the file holds something else: name another with --store
store-help-login = check the user and the password: postgres://user@host:5432/database, PGPASSWORD
store-help-no-database = create it with `createdb`, or correct the name at the end of the address
store-help-tables = another program changed the tables of the store: stop serve-notify, and restore the store from a backup, or move it away and let serve-notify create a new one
store-help-discards = drop the triggers and rules of these tables: `\d wechatpay.notification` and `\d wechatpay.delivery` in psql list them
store-help-locked = close the program that uses it, then run the command again
store-silent = { $store } does not respond
    .help = check that the database runs and is not locked
store-form = see the form below
store-fault-not-a-database = it is not an SQLite database
store-fault-read-only = it cannot be written
store-fault-cannot-open = it cannot be opened
store-fault-locked = another program has locked it
store-fault-damaged = its content is damaged
store-fault-login = the user or the password is refused
store-fault-no-database = there is no database of that name
store-fault-tables = a table or a column is missing
store-fault-discards = a trigger or a rule discards what is inserted

store-reopened = { $store } was moved or replaced while in use; the file that has its name now is used. `wechatpay serve-notify --store` with the new path of the moved one sends what it still has to forward
store-replaced = { $store } was replaced by another file while in use, which is used now. The replaced one is saved as { $saved }, and nothing is lost; `wechatpay serve-notify --store { $saved }` sends what it still has to forward
store-rewound = another program restored { $store } or deleted from it while in use: notifications that were acknowledged, the newest of them { $newest }, are not in it any more. Look their orders up with `wechatpay query`, and stop serve-notify before you restore a store
store-deleted = another program deleted { $count ->
    [one] an acknowledged notification
   *[other] { $count } acknowledged notifications
} from { $store } while in use; what was still to be forwarded of them is not forwarded. `wechatpay query` and `wechatpay refund query` tell what became of their orders
store-restored = { $store } was removed or cut while in use; everything in it was written to it again, and nothing is lost
store-log-renewed = { $file } was moved, removed or replaced while in use; its content is in { $store }, and nothing is lost. Leave the files beside { $store } alone while serve-notify runs
store-damaged-copies = { $store } was overwritten by another program while it was in use, and notifications that were acknowledged may be missing; its files as they were found are copied to { $folder }
store-trace = store { $path }
