//! WeChat Pay's side of the API, for a merchant without an account or a network.
//!
//! - `state`: what a sandbox consists of; `operations`: what its owner can do with it
//! - `router`: one line per call; `api`: a handler per call of API v3, and what all of them share;
//!   `admin`: `/_sandbox/…`, what only a sandbox can do, and the client of these calls
//! - `http`: HTTP as WeChat Pay's servers speak it, in bounded memory
//! - `ledger`: orders, refunds and notifications, a pure state machine; `store`: the same on disk,
//!   shared by every process that has the folder open; `export`: everything as one document
//! - `notifier`: payments, the ends of refunds, and the notifications about them
//! - `identity`: a made-up merchant and its keys, generated once in a data folder
//! - `embedded`: a sandbox inside a program; `profile`: its merchant as a profile
//! - `trigger`: single notifications, good and faulty, for any receiver

mod admin;
mod api;
mod embedded;
mod error;
mod export;
mod http;
mod identity;
mod ledger;
mod notifier;
mod numbers;
mod operations;
mod options;
mod profile;
mod router;
mod state;
mod store;
pub mod trigger;

pub use admin::client::{AdminClient, AdminError};
pub use admin::report::{CertificatesListed, DeliveryReport};
pub use embedded::{EmbeddedSandbox, StartError};
pub use error::{PayError, SandboxError};
pub use identity::Identity;
pub use ledger::outcome::PostOutcome;
pub use options::{Mode, Options};
pub use profile::NOTIFY_URL;
pub use state::Sandbox;
pub use store::refused::RefusedRequest;
pub use store::running::{Claim, Running};
