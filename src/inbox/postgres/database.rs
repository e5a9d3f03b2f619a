//! Work on a connection of the pool, which never takes longer than somebody waits.

use std::borrow::Cow;
use std::future::Future;
use std::time::Duration;

use deadpool_postgres::{Client, Object, Pool, PoolError};

use super::connect::{PATIENCE, statement_timeout};
use crate::error_chain::root_cause;
use crate::inbox::error::{InboxError, StoreName};

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
            why: root_cause(error),
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

    /// Does something on a connection of the pool. One that does not answer in time is not
    /// used again: what it was asked to do may still come.
    pub(super) async fn run<T>(
        &self,
        patience: Duration,
        work: impl AsyncFnOnce(&mut Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, InboxError> {
        let mut client = self.client().await?;
        let outcome = within(patience, async {
            // The database gives up, too: what nobody waits for any more costs the others time.
            let longer = patience > PATIENCE;
            if longer {
                client.batch_execute(&statement_timeout(patience)).await?;
            }
            let done = work(&mut client).await;
            if longer {
                client.batch_execute(&statement_timeout(PATIENCE)).await?;
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

/// Returns a text as PostgreSQL can keep it, which knows no U+0000.
pub(super) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

pub(super) async fn within<T>(patience: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(patience, work).await.ok()
}
