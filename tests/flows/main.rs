//! The promises of the command line, kept by real processes over real HTTP.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod api;
mod batch;
mod batch_faults;
mod batch_files;
mod bill;
mod bill_hostile;
mod bill_server;
mod calls;
mod certificates;
mod checkout;
mod completions;
mod doctor;
mod ending;
mod environment;
mod events;
mod explain;
mod faults;
mod first_steps;
mod help;
mod hostile;
mod init;
mod key_files;
mod listen;
mod live;
mod live_view;
mod manual;
mod merchants;
mod network;
mod notify;
mod order_numbers;
mod owners;
mod packaging;
mod partner;
mod pay_params;
mod processes;
mod proxies;
mod refund;
mod refund_again;
mod refund_batch;
mod refund_unknown;
mod sandbox_bounds;
mod sandbox_log;
mod sandbox_names;
mod sandbox_record;
mod sandbox_run;
mod sandbox_state;
mod sandbox_wire;
mod schemas;
mod secrets;
mod sensitive;
mod serving;
mod serving_end;
mod serving_life;
mod serving_refusals;
mod serving_tls;
mod serving_watch;
mod snapshots;
mod trigger;
mod trust;
mod upload;
mod waiting;
mod widths;
mod wrong;

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "each test binary uses a part of it")]
mod support;

use support::{
    faulty, home, orders, refunds, responses, service, small_disk, target, terminal, wire,
};
