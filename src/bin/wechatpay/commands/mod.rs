//! One file a command: its arguments, its report, how it runs and how it is shown.

pub(crate) mod api;
pub(crate) mod close;
pub(crate) mod completions;
pub(crate) mod create_order;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod download_certs;
mod dry_run;
pub(crate) mod events;
pub(crate) mod explain;
mod findings;
pub(crate) mod openid;
mod order_body;
pub(crate) mod pay_params;
pub(crate) mod profile;
mod qr;
pub(crate) mod query;
pub(crate) mod sandbox;
mod sandbox_profile;
pub(crate) mod serve_notify;
mod store;
pub(crate) mod verify_notify;
