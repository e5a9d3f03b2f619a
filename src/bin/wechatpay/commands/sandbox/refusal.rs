//! What to do about a notification that the receiver did not acknowledge.

use wechatpay::sandbox::{PostOutcome, Refusal};

use crate::text;
use crate::ui::Text;

/// Returns what the receiver's status means, and what to do about it.
pub(super) fn refusal_text(outcome: &PostOutcome) -> Option<Text> {
    Some(match outcome.refusal()? {
        Refusal::Redirected => text!("refusal-redirected"),
        Refusal::NotRouted => text!("refusal-not-routed"),
        Refusal::Refused => text!("refusal-refused"),
        Refusal::Failed => text!("refusal-failed"),
    })
}
