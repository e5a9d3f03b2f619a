//! The orders, refunds and notifications: values and a pure state machine over them.
//!
//! - `order`, `refund`, `delivery`, `subject`, `outcome`: what is stored; `messages`: the same as
//!   WeChat Pay writes it
//! - `machine`, `refunds`: what may happen; `entry`: what that changes; `due`: what time it is for
//! - `combined`: orders that are paid at once
//! - `transfer`, `sharing`, `complaint`: transfers to users, shared profits and complaints, each
//!   with its rules
//! - `bill_render`: bills of a day

pub(crate) mod bill_render;
pub(crate) mod combined;
pub(crate) mod complaint;
pub(crate) mod delivery;
pub(crate) mod due;
pub(crate) mod entry;
pub(crate) mod machine;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod outcome;
pub(crate) mod refund;
pub(crate) mod refunds;
pub(crate) mod sharing;
pub(crate) mod subject;
pub(crate) mod transfer;
