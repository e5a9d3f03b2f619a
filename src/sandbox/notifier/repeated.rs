//! Notifications that are about no order: posted by this process until they are acknowledged, on
//! the schedule of an order's. They end with the process.

use std::sync::Arc;

use crate::protocol::id::SerialNo;
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::Notification;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::notifier::attempt::signing_key;
use crate::sandbox::notifier::post::{self, Signing};
use crate::sandbox::state::Sandbox;

/// A notification with its receiver.
pub(crate) struct Repeated {
    pub(crate) url: String,
    pub(crate) key: Arc<SigningKey>,
    pub(crate) notification: Notification,
}

impl Repeated {
    /// Signs as the request that it is about has asked.
    pub(crate) fn new(
        sandbox: &Sandbox,
        url: &str,
        named: Option<&SerialNo>,
        notification: Notification,
    ) -> Self {
        Self {
            url: url.to_owned(),
            key: signing_key(sandbox, named),
            notification,
        }
    }

    /// Posts it once.
    pub(crate) async fn post(&self, sandbox: &Sandbox) -> PostOutcome {
        let (key, notification) = (&self.key, &self.notification);
        post::post(&sandbox.http, &self.url, key, notification, Signing::Right)
            .await
            .outcome
    }

    /// Posts it, after `earlier` attempts, until it is acknowledged or WeChat Pay would give up.
    pub(crate) async fn repeat(self, sandbox: Arc<Sandbox>, earlier: u32) {
        let mut attempts = earlier;
        if attempts == 0 {
            if self.post(&sandbox).await.is_acknowledged() {
                return;
            }
            attempts = 1;
        }
        while let Some(pause) = post::pause(attempts - 1, sandbox.options.time_scale) {
            tokio::time::sleep(pause).await;
            if self.post(&sandbox).await.is_acknowledged() {
                return;
            }
            attempts += 1;
        }
    }
}
