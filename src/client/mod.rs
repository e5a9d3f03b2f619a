//! Calls of API v3: sign, send, verify.

mod answered;
mod calls;
mod curl;
mod download;
mod hosts;
mod merchant;
mod paginate;
mod poll;
mod request;
mod retry;
mod signed;
mod step;
mod trust;

pub use answered::{Answered, AnyAnswer, BootstrapAnswer, RawAnswer};
pub use calls::{Client, DEADLINE, SetupError};
pub use curl::{curl_command, quoted_word};
pub use download::Download;
pub use merchant::Merchant;
pub use paginate::{PageError, Pages};
pub use poll::{PollMatch, PollResult, PollState, PollTimes, Pollable, Progress, Until};
pub use request::{
    CallDraft, CallDraftError, Field, Header, HeaderError, TextField, TextFieldError, Upload,
};
pub use signed::Signed;
pub use step::{Observer, Step};
