//! What a sandbox consists of.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::{Notify, watch};

use crate::fs::create_folder;
use crate::sandbox::error::{MerchantError, SandboxError};
use crate::sandbox::faults::active::ActiveFaults;
use crate::sandbox::identity::{Identity, Merchants, NewMerchant};
use crate::sandbox::log::event::SandboxEvent;
use crate::sandbox::log::recorder::Recorder;
use crate::sandbox::notifier::tricks::HeldBack;
use crate::sandbox::options::Options;
use crate::sandbox::page::payers::PayerEvents;
use crate::sandbox::store::access::AccessToken;
use crate::sandbox::store::database::Database;
use crate::sandbox::store::download_tokens::DownloadTokens;
use crate::sandbox::store::files;
use crate::sandbox::store::journal::Journal;
use crate::sandbox::store::tickets::Tickets;
use crate::transport::{Proxy, TransportOptions, TransportSetupError, http_client};

/// WeChat Pay, as far as a merchant can see it.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) data: PathBuf,
    /// The first merchant.
    pub(crate) identity: Arc<Identity>,
    pub(crate) merchants: Arc<Merchants>,
    pub(crate) options: Options,
    pub(crate) database: Arc<Database>,
    pub(crate) journal: Journal,
    pub(crate) tokens: DownloadTokens,
    pub(crate) recorder: Recorder,
    pub(crate) held_back: HeldBack,
    /// When this process opened it.
    pub(crate) opened: Instant,
    pub(crate) faults: ActiveFaults,
    pub(crate) http: reqwest::Client,
    /// Notified when there is something new to deliver or to pay.
    pub(crate) wakeup: Notify,
    /// What the page and the control calls ask for.
    pub(crate) access: AccessToken,
    /// What opens the page once.
    pub(crate) tickets: Tickets,
    /// What payers did that changed no order.
    pub(crate) payers: PayerEvents,
    /// Becomes true when the server is to end, so that live pages end with it.
    pub(crate) stopping: watch::Sender<bool>,
}

impl Sandbox {
    /// Opens a data folder, and creates what is not there yet.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read and written, what is in it is damaged, or
    /// the time scale is out of range.
    pub fn open(data: impl AsRef<Path>, options: Options) -> Result<Arc<Self>, SandboxError> {
        if !(0.001..=1_000_000.0).contains(&options.time_scale) {
            return Err(SandboxError::TimeScale(options.time_scale));
        }
        let data: PathBuf = data.as_ref().to_owned();
        create_folder(&data, files::FOLDER_MODE)?;
        let merchants = Arc::new(Merchants::open(&data)?);
        let database = Arc::new(Database::open(&data)?);
        let recorder = Recorder::new(&data, Arc::clone(&merchants));
        let events = Arc::clone(&recorder.events);
        database.report_saved(move |state| events.send(SandboxEvent::StateReplaced(state)));
        Ok(Arc::new(Self {
            recorder,
            identity: Arc::clone(merchants.first()),
            merchants,
            options,
            journal: Journal::open(&data, Arc::clone(&database))?,
            database,
            access: AccessToken::open(&data)?,
            tickets: Tickets::default(),
            payers: PayerEvents::default(),
            stopping: watch::Sender::new(false),
            data,
            tokens: DownloadTokens::default(),
            held_back: HeldBack::default(),
            opened: Instant::now(),
            faults: ActiveFaults::default(),
            http: direct_client()?,
            wakeup: Notify::new(),
        }))
    }

    /// Returns the made-up merchant that every sandbox has.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Returns all merchants, the first first and those that were added by their numbers.
    ///
    /// # Errors
    /// Returns an error if the data folder cannot be read.
    pub fn merchants(&self) -> Result<Vec<Arc<Identity>>, SandboxError> {
        self.merchants.all()
    }

    /// Adds a merchant with keys of its own; one that runs on the same folder finds it.
    ///
    /// # Errors
    /// Returns an error if its number is taken or may be a real one, the service provider is
    /// unknown, or the data folder cannot be written.
    pub fn add_merchant(&self, new: &NewMerchant) -> Result<Arc<Identity>, MerchantError> {
        self.merchants.add(new)
    }

    /// Returns what opens its page and its control calls.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.access
    }

    /// Returns a text that opens its page in the token's place, once and within a minute: for
    /// arguments of programs, which others can read.
    #[must_use]
    pub fn page_ticket(&self) -> String {
        self.tickets.issue()
    }

    /// Returns how the sandbox behaves.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }
}

/// Returns the client of notifications and control calls, which uses no proxy and, as WeChat Pay,
/// follows no redirect.
pub(crate) fn direct_client() -> Result<reqwest::Client, TransportSetupError> {
    let options = TransportOptions {
        proxy: Proxy::Direct,
        ..TransportOptions::default()
    };
    http_client(&options, true)
}
