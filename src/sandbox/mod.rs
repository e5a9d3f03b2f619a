//! WeChat Pay's side of the API, for a merchant without an account or a network.
//!
//! - `identity`, `mint`, `platform`: a made-up merchant and its keys, made once in a data folder
//! - `ledger`, `record`: the orders, a pure state machine; `journal`: the same on disk, shared by
//!   every process that has the folder open
//! - `server`, `intake`, `origin`: HTTP as WeChat Pay's servers write it, in bounded memory
//! - `router`, `route`, `caller`, `orders`, `prepay`, `rules`, `refusal`: the API, as strict as WeChat Pay
//! - `refused`: the requests whose signature was refused, kept for `explain reply`
//! - `echo`, `media`: the self-test of keys, and uploads
//! - `login`: `jscode2session`; `admin`: `/_sandbox/…`, what only a sandbox can do
//! - `refund`, `refund_rules`, `refunds`, `settle`: refunds, as they are kept, judged, asked for
//!   and ended
//! - `pay`, `notifier`: payments and the notifications about them
//! - `trigger`: single notifications, good and faulty, for any receiver
//! - `bills`, `statement`, `links`: bills made of the ledger, and the links to them
//! - `running`: how commands find the sandbox that stays up

mod admin;
mod bills;
mod caller;
mod echo;
mod error;
mod facts;
mod files;
mod identity;
mod intake;
mod journal;
mod ledger;
mod links;
mod login;
mod media;
mod mint;
mod notifier;
mod orders;
mod origin;
mod pay;
mod platform;
mod prepay;
mod record;
mod refund;
mod refund_message;
mod refund_rules;
mod refunds;
mod refusal;
mod refused;
mod route;
mod router;
mod rules;
mod running;
mod server;
mod settle;
mod statement;
pub mod trigger;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub use admin::Listed;
pub use error::{PayError, SandboxError};
pub use identity::Identity;
pub use pay::PaidReport;
pub use refused::RefusedRequest;
pub use running::{Claim, Running};

use crate::protocol::id::IdError;
use journal::Journal;
use ledger::Snapshot;
use links::Links;
use record::Delivery;

/// Which keys WeChat Pay signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// 平台证书 alone, as for merchants of old.
    Certificate,
    /// 微信支付公钥 alone, as for new merchants.
    PublicKey,
    /// The one that a request names, else the certificate, as while a merchant moves.
    #[default]
    Both,
}

impl Mode {
    /// Returns the mode's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::PublicKey => "public-key",
            Self::Both => "both",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mode {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        [Self::Certificate, Self::PublicKey, Self::Both]
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or_else(|| {
                IdError(format!(
                    "'{text}' is not one of certificate, public-key, both"
                ))
            })
    }
}

/// How a sandbox behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Which keys it signs with.
    pub mode: Mode,
    /// How long after it was placed an order is paid; never where there is none.
    pub auto_pay: Option<Duration>,
    /// How many times faster than WeChat Pay's a notification's schedule runs.
    pub time_scale: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            auto_pay: None,
            time_scale: 1.0,
        }
    }
}

/// WeChat Pay, as far as a merchant can see it.
#[derive(Debug)]
pub struct Sandbox {
    data: PathBuf,
    identity: Identity,
    options: Options,
    journal: Journal,
    links: Links,
    http: reqwest::Client,
    /// Rung when there is something new to deliver or to pay.
    bell: Notify,
}

impl Sandbox {
    /// Opens a data folder, and makes what is not there yet. `http` posts the notifications; it
    /// should follow no redirects, as WeChat Pay follows none.
    ///
    /// # Errors
    /// Fails where the folder cannot be read and written, what is in it is damaged, or the time
    /// scale is out of range.
    pub fn open(
        data: impl AsRef<Path>,
        options: Options,
        http: reqwest::Client,
    ) -> Result<Arc<Self>, SandboxError> {
        if !(0.001..=1_000_000.0).contains(&options.time_scale) {
            return Err(SandboxError::TimeScale(options.time_scale));
        }
        let data: PathBuf = data.as_ref().to_owned();
        files::folder(&data)?;
        Ok(Arc::new(Self {
            identity: Identity::open(&data)?,
            options,
            journal: Journal::open(&data)?,
            data,
            links: Links::default(),
            http,
            bell: Notify::new(),
        }))
    }

    /// Returns the made-up merchant.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Returns how the sandbox behaves.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Answers calls until `shutdown`, then finishes those under way. Repetitions of
    /// notifications and automatic payments are [`Sandbox::deliver_pending`]'s.
    ///
    /// # Errors
    /// Fails where the socket does.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let router = router::router(self, server::spelled_names().await);
        server::serve(listener, router, shutdown).await
    }

    /// Forgets all orders, notifications and used login codes; the identity stays.
    ///
    /// # Errors
    /// Fails where the ledger cannot be written.
    pub fn reset(&self) -> Result<(), SandboxError> {
        self.journal.replace(Snapshot::default())
    }

    /// Returns all orders, notifications and used login codes as JSON.
    ///
    /// # Errors
    /// Fails where the ledger cannot be read.
    pub fn export(&self) -> Result<Vec<u8>, SandboxError> {
        let snapshot = self.journal.look(ledger::Ledger::snapshot)?;
        Ok(files::pretty(&Export {
            sandbox: FORMAT,
            snapshot,
        }))
    }

    /// Puts what was exported in the place of everything that is there.
    ///
    /// # Errors
    /// Fails where the bytes are no export, which changes nothing, or cannot be written.
    pub fn import(&self, bytes: &[u8]) -> Result<(), SandboxError> {
        let import = |why: String| SandboxError::Import(why);
        let export: Export =
            serde_json::from_slice(bytes).map_err(|why| import(why.to_string()))?;
        if export.sandbox != FORMAT {
            return Err(import(format!("format {} is not known", export.sandbox)));
        }
        export.snapshot.check().map_err(import)?;
        self.journal.replace(export.snapshot)?;
        self.bell.notify_one();
        Ok(())
    }
}

/// The number of the format that this version writes and reads.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Export {
    sandbox: u32,
    #[serde(flatten)]
    snapshot: Snapshot,
}

impl Snapshot {
    /// Tells what does not fit together.
    fn check(&self) -> Result<(), String> {
        let mut numbers = std::collections::HashSet::new();
        let mut transactions = std::collections::HashSet::new();
        let mut refunds = std::collections::HashSet::new();
        let mut refund_ids = std::collections::HashSet::new();
        for order in &self.orders {
            let number = &order.out_trade_no;
            let of_body = prepay::check(&order.body, order.trade_type)
                .map_err(|why| format!("order {number}: {}", why.message))?;
            if of_body != *number || !numbers.insert(number) {
                return Err(format!(
                    "order {number} stands there twice, or not in its body"
                ));
            }
            if !order.is_consistent() {
                return Err(format!(
                    "the state of order {number} contradicts its payment and refunds"
                ));
            }
            for refund in &order.refunds {
                let number = &refund.out_refund_no;
                if !refunds.insert(number) || !refund_ids.insert(&refund.refund_id) {
                    return Err(format!("refund {number} stands there twice"));
                }
                if let Some(body) = &refund.body {
                    refund_rules::check(body)
                        .map_err(|why| format!("refund {number}: {}", why.message))?;
                }
            }
            let paid = order.payment.as_ref();
            if paid.is_some_and(|payment| !transactions.insert(&payment.transaction_id)) {
                return Err(format!("order {number} has another's transaction_id"));
            }
        }
        let mut ids = std::collections::HashSet::new();
        let stray = |delivery: &&Delivery| !numbers.contains(&delivery.out_trade_no);
        if let Some(delivery) = self.deliveries.iter().find(stray) {
            return Err(format!("notification {} is about no order", delivery.id));
        }
        match self
            .deliveries
            .iter()
            .find(|delivery| !ids.insert(&delivery.id))
        {
            Some(delivery) => Err(format!("notification {} stands there twice", delivery.id)),
            None => Ok(()),
        }
    }
}
