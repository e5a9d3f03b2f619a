//! `sandbox`: a local WeChat Pay.

mod bounds;
mod faults;
mod log;
mod names;
mod orders;
mod record;
mod run;
mod state;
mod wire;
