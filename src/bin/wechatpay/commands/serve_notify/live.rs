//! The keys of a person who watches a server on a terminal.

use std::sync::{Arc, PoisonError};

use tokio::task::JoinSet;
use wechatpay::receiver::Forwarder;

use super::args::Args;
use super::print::LastRecord;
use crate::context::Context;
use crate::text;
use crate::ui::{Keys, LogFormat, Output};

/// What is done at a key.
pub(super) struct LiveView {
    keys: Keys,
    last: LastRecord,
    forwarder: Arc<Forwarder>,
    output: Output,
}

impl LiveView {
    /// Takes the keys of the terminal; none if no person watches one.
    pub(super) fn start(
        args: &Args,
        forwarder: &Arc<Forwarder>,
        context: &Context,
    ) -> Option<Self> {
        let output = &context.output;
        let is_for_programs = output.json || output.get.is_some();
        if is_for_programs || args.log_format != LogFormat::Text || !context.may_ask() {
            return None;
        }
        let keys = Keys::take()?;
        output.note(if forwarder.has_targets() {
            text!("receive-keys")
        } else {
            text!("receive-keys-without-target")
        });
        Some(Self {
            keys,
            last: LastRecord::default(),
            forwarder: Arc::clone(forwarder),
            output: output.clone(),
        })
    }

    pub(super) fn last(&self) -> LastRecord {
        Arc::clone(&self.last)
    }

    /// Replays the last notification at each `r`, until `q`.
    pub(super) async fn until_quit(&mut self) {
        let mut replays = JoinSet::new();
        loop {
            match self.keys.next().await {
                'q' | 'Q' => return,
                'r' | 'R' => self.replay(&mut replays),
                _ => {}
            }
            while replays.try_join_next().is_some() {}
        }
    }

    fn replay(&self, replays: &mut JoinSet<()>) {
        if !self.forwarder.has_targets() {
            self.output.note(text!("receive-replay-without-target"));
            return;
        }
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(record) = last.clone() else {
            self.output.note(text!("receive-replay-nothing"));
            return;
        };
        self.output.note(text!("receive-replay", id = &record.id));
        let forwarder = Arc::clone(&self.forwarder);
        replays.spawn(async move { forwarder.replay(&record).await });
    }
}

/// Waits for the key that ends the server; for ever without keys.
pub(super) async fn quit(live: Option<&mut LiveView>) {
    match live {
        Some(live) => live.until_quit().await,
        None => std::future::pending().await,
    }
}
