//! Payments and the ends of refunds, and the notifications about them.

pub(crate) mod attempt;
pub(crate) mod complaints;
pub(crate) mod deliver;
pub(crate) mod deliveries;
pub(crate) mod payments;
pub(crate) mod post;
pub(crate) mod postponed;
pub(crate) mod refund_progress;
pub(crate) mod transfers;
pub(crate) mod tricks;
