//! WeChat Pay's side of the API, for a merchant without an account or a network.
//!
//! [`Sandbox::start`] gives a test a sandbox of its own:
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = wechatpay::sandbox::Sandbox::start().await?;
//! let profile = sandbox.profile()?;
//! println!("{} at {}", profile.mchid()?, sandbox.url());
//! # Ok(())
//! # }
//! ```
//!
//! - `state`: what a sandbox consists of; `operations`: what its owner can do with it
//! - `embedded`: a sandbox in this process; `handle`: that, or one that runs in another
//! - `profile`: the sandbox's merchant as a profile
//! - `router`: one line per call; `api`: a handler per call of API v3, and what all of them share;
//!   `admin`: `/_sandbox/…`, what only a sandbox can do, and the client of these calls
//! - `faults`: what can be made to go wrong with a call
//! - `stubs`: responses to calls that it does not know
//! - `http`: HTTP as WeChat Pay's servers speak it, in bounded memory
//! - `ledger`: orders, refunds and notifications, a pure state machine; `store`: the same on disk,
//!   shared by every process that has the folder open; `export`: everything as one document
//! - `page`: the sandbox in a browser
//! - `notifier`: payments, the ends of refunds, and the notifications about them
//! - `log`: every request that was received and every notification that was posted, recorded behind
//!   the responses
//! - `identity`: made-up merchants and their keys, generated once in a data folder
//! - `tls`: certificates for WeChat Pay's names; `proxy`: an HTTP proxy that answers for them;
//!   `stand_in`: where both listen; `sandbox_server`: the sandbox on all its listeners; `trust`: how
//!   other languages come to trust them; `launch`: what a command is given so that it takes the
//!   sandbox for WeChat Pay
//! - [`trigger`]: single notifications, good and faulty, for any receiver

mod admin;
mod api;
mod embedded;
mod error;
mod export;
mod faults;
mod handle;
mod http;
mod identity;
mod launch;
mod ledger;
mod log;
mod notifier;
mod numbers;
mod operations;
mod options;
mod order_list;
mod page;
mod path_pattern;
mod profile;
mod proxy;
mod router;
mod sandbox_server;
mod stand_in;
mod state;
mod store;
mod stubs;
mod tls;
pub mod trigger;
mod trust;

pub use admin::client::{AdminClient, AdminError};
pub use admin::report::{
    AttemptReport, CertificatesListed, ComplaintReport, DeliveryReport, FaultsReport, KnownFault,
    SubOrderReport, TransferReport,
};
pub use embedded::{EmbeddedSandbox, StandIn};
pub use error::{
    AuthorityDamage, DatabaseError, IdentityDamage, MerchantError, PayError, SandboxError,
    TransferError,
};
pub use faults::{ActiveFault, Effect, FaultError, FaultKind, FaultRule};
pub use handle::{HandleError, SandboxHandle};
pub use http::connection::TlsServer;
pub use identity::{Identity, NewMerchant};
pub use launch::environment::{Caller, CommandEnvironment, MappedVariable};
pub use launch::field::Field;
pub use ledger::outcome::{PostOutcome, Refusal};
pub use ledger::subject::Subject;
pub use ledger::transfer::{TransferEnd, TransferState};
pub use log::attempt::{AttemptKind, Delivery, DeliveryAttempt, DeliverySummary};
pub use log::check::SignatureCheck;
pub use log::event::{EventStream, SandboxEvent};
pub use log::filter::{DEFAULT_LIMIT, RequestFilter};
pub use log::follow::{FollowedLog, NewRecords};
pub use log::message::{RecordedBody, RecordedHeader, RecordedMessage};
pub use log::numbers::NamedNumber;
pub use log::reader::SandboxLog;
pub use log::request::{RequestRecord, RequestSummary};
pub use options::{Mode, Options, Rate, RateError, Tricks};
pub use order_list::{OrderFilter, OrderSummary};
pub use profile::{NOTIFY_URL, ProfileFile};
pub use proxy::ProxyServer;
pub use sandbox_server::SandboxServer;
pub use stand_in::{DEFAULT_PROXY, StandInListeners, StandInOptions, TLS_PORT, TlsAddress};
pub use state::Sandbox;
pub use store::access::AccessToken;
pub use store::database::SavedState;
pub use store::recent::{NumberKind, RecentNumber, recent_numbers};
pub use store::running::{Claim, DEFAULT_LISTEN, Running};
pub use stubs::{Stubs, StubsError};
pub use tls::authority::Authority;
pub use tls::hosts::{HOSTS, hosts_line, stands_in_for};
pub use trust::files::{
    STORE_PASSWORD, SystemRoots, TrustFileError, TrustFiles, TrustKind, write_trust_file,
};
pub use trust::guide::{RuntimeTrust, SharedTrust, TrustGuide};
pub use trust::runtime::Runtime;
pub use trust::variables::Variable;
