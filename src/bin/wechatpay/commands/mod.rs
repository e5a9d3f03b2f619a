//! One file a command: its arguments, its report, how it runs and how it is shown.

mod batch;
pub(crate) mod close;
pub(crate) mod completions;
pub(crate) mod create_order;
pub(crate) mod demo;
pub(crate) mod download_certs;
mod dry_run;
pub(crate) mod events;
pub(crate) mod explain;
mod findings;
pub(crate) mod openid;
mod order_body;
mod order_report;
mod outcome;
pub(crate) mod pay_params;
pub(crate) mod profile;
mod qr;
pub(crate) mod query;
pub(crate) mod sandbox;
mod sandbox_profile;
pub(crate) mod serve_notify;
mod store;
pub(crate) mod trigger;
pub(crate) mod verify_notify;
mod waiting;
