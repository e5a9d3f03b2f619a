//! Calls of API v3: sign, send, verify.

mod calls;
mod download;
mod hosts;
mod merchant;
mod retry;
mod signed;
mod step;
mod trust;

pub use calls::{Answer, Client, DEADLINE};
pub use download::Download;
pub use merchant::Merchant;
pub use signed::Signed;
pub use step::{Observer, Step};
