//! Queries on a connection of the pool, within a time.

use std::borrow::Cow;
use std::future::Future;
use std::io;
use std::time::Duration;

use deadpool_postgres::{Client, Object, Pool, PoolError};
use tokio_postgres::SimpleQueryMessage;
use tokio_postgres::error::SqlState;

use super::connect::{QUERY_TIMEOUT, statement_timeout};
use crate::ambient;
use crate::error_chain::{chain, root_cause};
use crate::inbox::error::{InboxError, StoreFault, StoreFaultKind, StoreName};

/// The connections, and the name in messages.
#[derive(Clone)]
pub(super) struct Database {
    pub(super) pool: Pool,
    pub(super) store: StoreName,
}

impl Database {
    pub(super) fn failed(&self, error: &(dyn std::error::Error + 'static)) -> InboxError {
        InboxError::Store {
            store: self.store.clone(),
            why: fault(error),
        }
    }

    /// Returns the error of a database that does not keep what is inserted.
    pub(super) fn discards(&self) -> InboxError {
        let words = "a trigger or a rule discards what is inserted".to_owned();
        InboxError::Store {
            store: self.store.clone(),
            why: StoreFault::new(StoreFaultKind::Discards, words),
        }
    }

    async fn client(&self) -> Result<Client, InboxError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Timeout(_) => InboxError::Silent {
                store: self.store.clone(),
            },
            other => self.failed(&other),
        })
    }

    /// Returns whether a pooler between here and the database gives each transaction another session:
    /// settings such as the schema and when a commit is on disk would not hold. Only what was seen
    /// counts.
    pub(super) async fn is_pooled(&self) -> Result<bool, InboxError> {
        // Neither connection is used again.
        let marked = Object::take(self.client().await?);
        let mark = ambient::letters(16);
        let look = async {
            let other = Object::take(self.client().await.ok()?);
            let set = format!("SET wechatpay.session TO '{mark}'");
            marked.batch_execute(&set).await.ok()?;
            // A pooler gives it the session that was used last, and has to take another then.
            other.batch_execute("BEGIN; SELECT 1").await.ok()?;
            let kept = "SELECT current_setting('wechatpay.session', true)";
            let kept = marked.simple_query(kept).await.ok()?;
            Some(kept.iter().any(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0) != Some(mark.as_str()),
                _ => false,
            }))
        };
        Ok(within(QUERY_TIMEOUT, look).await.flatten() == Some(true))
    }

    /// Runs queries on a connection of the pool. One that does not respond in time is not used
    /// again: its query may still take effect.
    pub(super) async fn run<T>(
        &self,
        timeout: Duration,
        work: impl AsyncFnOnce(&mut Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, InboxError> {
        let mut client = self.client().await?;
        let outcome = within(timeout, async {
            // The database gives up, too: a query without a caller costs the others time.
            let longer = timeout > QUERY_TIMEOUT;
            if longer {
                client.batch_execute(&statement_timeout(timeout)).await?;
            }
            let done = work(&mut client).await;
            if longer {
                client
                    .batch_execute(&statement_timeout(QUERY_TIMEOUT))
                    .await?;
            }
            done
        });
        match outcome.await {
            Some(Ok(done)) => Ok(done),
            Some(Err(error)) => Err(self.failed(&error)),
            None => {
                drop(Object::take(client));
                Err(InboxError::Silent {
                    store: self.store.clone(),
                })
            }
        }
    }
}

/// Reads the innermost reason, which is the system's if there is no connection.
fn fault(error: &(dyn std::error::Error + 'static)) -> StoreFault {
    let system = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>());
    let kind = match (kind(error), system) {
        (StoreFaultKind::Other, Some(system)) => StoreFaultKind::System(system.kind()),
        (kind, _) => kind,
    };
    StoreFault::new(kind, root_cause(error))
}

/// Returns what PostgreSQL says by its code.
fn kind(error: &(dyn std::error::Error + 'static)) -> StoreFaultKind {
    let code = chain(error)
        .filter_map(|cause| cause.downcast_ref::<tokio_postgres::Error>())
        .find_map(tokio_postgres::Error::code);
    match code {
        Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
            StoreFaultKind::Login
        }
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => StoreFaultKind::Login,
        Some(&SqlState::INVALID_CATALOG_NAME) => StoreFaultKind::NoDatabase,
        Some(&SqlState::UNDEFINED_TABLE | &SqlState::UNDEFINED_COLUMN) => StoreFaultKind::Tables,
        Some(&SqlState::DISK_FULL) => StoreFaultKind::Full,
        Some(&SqlState::READ_ONLY_SQL_TRANSACTION) => StoreFaultKind::ReadOnly,
        Some(_) | None => StoreFaultKind::Other,
    }
}

/// Returns a text as PostgreSQL can store it, which has no U+0000.
pub(super) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

pub(super) async fn within<T>(timeout: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(timeout, work).await.ok()
}
