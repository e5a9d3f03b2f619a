//! What a receiver runs with, from a profile that may change while it runs.
//!
//! - `source`: the profile at present, the keys to verify with, and fetching certificates
//! - `running`: a server while it runs, and its end; `printing`: its events on their way to a printer
//! - `checkout`: the back end of a Mini Program under development

mod checkout;
mod printing;
mod running;
mod source;

pub use checkout::MerchantCheckout;
pub use printing::{Awaited, EventPrinter, print_all};
pub use running::{Ended, Running, SHUTDOWN_TIMEOUT, ServerParts, Stages};
pub use source::{
    KeysError, RenewalError, SharedSource, Source, app_secret, renewal, verifier_state,
};
