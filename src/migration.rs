//! The schema of an SQLite database, version by version.

use rusqlite::{Connection, Row, TransactionBehavior};

/// Why a database does not get the version that this program knows.
pub(crate) enum MigrationError {
    /// A later version of this program created it.
    Newer {
        /// Its schema version.
        found: i64,
        /// The newest schema version that this program knows.
        known: i64,
    },
    /// A statement fails.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for MigrationError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// A table or an index, and the statement that makes it.
#[derive(PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) name: String,
    sql: Option<String>,
}

/// Selects the tables and indexes of a database.
pub(crate) const OBJECTS: &str =
    "SELECT name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' ORDER BY rowid";

impl Object {
    pub(crate) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get(0)?,
            sql: row.get(1)?,
        })
    }
}

/// Returns the tables and indexes that the migrations make.
pub(crate) fn objects(migrations: &[&str]) -> rusqlite::Result<Vec<Object>> {
    let connection = Connection::open_in_memory()?;
    for migration in migrations {
        connection.execute_batch(migration)?;
    }
    found(&connection)
}

fn found(connection: &Connection) -> rusqlite::Result<Vec<Object>> {
    let mut statement = connection.prepare(OBJECTS)?;
    statement.query_map((), Object::of_row)?.collect()
}

/// Brings a database to the version that this program knows. Each migration takes it from one
/// version to the next.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[&str],
) -> Result<(), MigrationError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if version(connection)? == known {
        return Ok(());
    }
    // Another process may have migrated it meanwhile, so the version is read again under the lock.
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&change)?;
    let done = match found {
        0 => Some(version_of_objects(&change, migrations)?),
        found => usize::try_from(found).ok(),
    };
    let Some(missing) = done.and_then(|done| migrations.get(done..)) else {
        return Err(MigrationError::Newer { found, known });
    };
    for migration in missing {
        change.execute_batch(migration)?;
    }
    change.pragma_update(None, "user_version", known)?;
    Ok(change.commit()?)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Returns the version of a database whose own number is lost, as `.dump` of the `sqlite3` shell
/// leaves it out: the newest one all of whose tables and indexes it has. One that has the first
/// table has been made, whatever another program has dropped of it since.
fn version_of_objects(connection: &Connection, migrations: &[&str]) -> rusqlite::Result<usize> {
    let found = found(connection)?;
    let has = |object: &Object| found.iter().any(|other| other.name == object.name);
    for version in (1..=migrations.len()).rev() {
        let expected = objects(&migrations[..version])?;
        if expected.iter().all(has) {
            return Ok(version);
        }
        if version == 1 && expected.first().is_some_and(has) {
            return Ok(1);
        }
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSIONS: [&str; 3] = [
        "CREATE TABLE a (x INTEGER); CREATE TABLE b (x INTEGER);",
        "CREATE INDEX b_x ON b (x);",
        "ALTER TABLE a ADD COLUMN y INTEGER; CREATE TABLE c (x INTEGER);",
    ];

    fn migrated(before: &str) -> (Connection, Result<(), MigrationError>) {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(before).unwrap();
        let outcome = migrate(&mut connection, &VERSIONS);
        (connection, outcome)
    }

    #[test]
    fn every_earlier_version_gets_what_it_lacks_and_keeps_what_it_has() {
        for done in 0..=VERSIONS.len() {
            for number in [0, done] {
                let made = VERSIONS[..done].concat();
                let row = if done > 0 {
                    "INSERT INTO b VALUES (7);"
                } else {
                    ""
                };
                let before = format!("{made}{row} PRAGMA user_version = {number}");
                let (connection, outcome) = migrated(&before);
                assert!(outcome.is_ok(), "{before}");
                assert_eq!(version(&connection).unwrap(), 3);
                let all = objects(&VERSIONS).unwrap();
                assert!(found(&connection).unwrap() == all, "{before}");
                let kept = "SELECT count(*) FROM b WHERE x = 7";
                let kept: i64 = connection.query_row(kept, [], |row| row.get(0)).unwrap();
                assert_eq!(kept, i64::from(done > 0));
            }
        }
    }

    #[test]
    fn a_later_version_is_left_as_it_is() {
        let (connection, outcome) = migrated("CREATE TABLE z (x); PRAGMA user_version = 4");
        let newer = matches!(outcome, Err(MigrationError::Newer { found: 4, known: 3 }));
        assert!(newer);
        assert_eq!(version(&connection).unwrap(), 4);
        assert_eq!(found(&connection).unwrap().len(), 1);
    }

    #[test]
    fn what_another_program_dropped_is_not_taken_for_a_database_that_is_new() {
        let mut connection = Connection::open_in_memory().unwrap();
        let made = "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7)";
        connection.execute_batch(made).unwrap();
        assert!(migrate(&mut connection, &VERSIONS[..1]).is_ok());
        assert_eq!(version(&connection).unwrap(), 1);
        assert_eq!(found(&connection).unwrap().len(), 1);
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let (connection, outcome) = migrated("CREATE TABLE b (x)");
        assert!(matches!(outcome, Err(MigrationError::Sqlite(_))));
        assert_eq!(version(&connection).unwrap(), 0);
        assert_eq!(found(&connection).unwrap().len(), 1);
    }
}
