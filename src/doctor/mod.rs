//! Checks a profile end to end: its fields and files, the hosts, and what WeChat Pay says about it.
//!
//! [`examine`] returns one [`Outcome`] per [`CheckId`], with its [`Evidence`] as a value. Nothing is
//! ordered and no money moves: the signed calls list the platform certificates and echo a text.

mod check;
mod evidence;
mod examine;
mod hosts;
mod outcome;
mod profile;
mod signed;

pub use check::{CheckId, DoctorOptions};
pub use evidence::{
    CertificateState, CertificatesState, EchoState, Evidence, HostState, PlatformKeys, SkipReason,
};
pub use examine::{Diagnosis, Mode, examine};
pub use outcome::{Outcome, Status};
