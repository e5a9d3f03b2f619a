//! What a receiver runs with, from a profile that may change while it runs.
//!
//! - `source`: the profile at present, the keys to verify with, and fetching certificates
//! - `checkout`: the back end of a Mini Program under development

mod checkout;
mod source;

pub use checkout::MerchantCheckout;
pub use source::{
    KeysError, RenewalError, SharedSource, Source, app_secret, renewal, verifier_state,
};
