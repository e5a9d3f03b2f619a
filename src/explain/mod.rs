//! Why a signature does not verify: what was pasted, checked with the keys of a profile, and with
//! every other key that can be found if none of those made it.

mod checker;
mod files;
mod notification;
mod pay_params;
mod reply;
mod request;
#[cfg(feature = "sandbox")]
mod sandbox_record;
mod strings;
#[cfg(test)]
mod tests;

pub use checker::{Checker, Explanation, limits};
pub use files::FileProblem;
pub use notification::{CheckedNotification, NotificationOptions, Remark, missing};
pub use pay_params::{CheckedPayParams, PayParamsOptions};
pub use reply::{advice, api};
pub use request::CheckedRequest;
#[cfg(feature = "sandbox")]
pub use sandbox_record::{RecordError, RecordedRefusal};
pub use strings::{ExactString, ExactStrings};
