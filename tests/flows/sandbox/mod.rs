//! `sandbox`: a local WeChat Pay.

mod bounds;
mod faults;
mod log;
mod names;
mod record;
mod run;
mod state;
mod wire;
