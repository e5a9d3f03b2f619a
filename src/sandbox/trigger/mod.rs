//! Test notifications for a receiver, genuine and faulty, and whether its responses are right.
//!
//! - `fault`: what can be wrong with one
//! - `plaintext`: their contents; `notification`: generates, seals and signs them
//! - `exchange`: posts one; `http_log`: what a report has of it
//! - `case`: a case of a test, and WeChat Pay's rules for the responses
//! - `run`: many cases against one endpoint, and their summary

mod case;
mod exchange;
mod fault;
mod http_log;
mod notification;
mod plaintext;
mod run;

pub use case::{CaseResult, Problem, TestCase, check};
pub use exchange::{Exchange, Header, NoResponse, Response, post};
pub use fault::Fault;
pub use http_log::{HttpLog, LoggedRequest, LoggedResponse};
pub use notification::{FieldValue, Missing, NotifyKey, TestNotification, Trigger, TriggerError};
pub use run::{Endpoint, Latency, Run, Summary};
