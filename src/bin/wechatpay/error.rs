//! Why a command failed, for people and for scripts: kind, causes, help and exit code.

mod by_variant;
mod call;
mod cli_error;
pub(crate) mod data_folder;
mod fault;
mod file_kind;
pub(crate) mod keys;
mod profile;
mod system;
pub(crate) mod value;

pub(crate) use crate::exit_status::Kind;
pub(crate) use by_variant::{by_variant, failures};
pub(crate) use call::{interruption, message as call_message, obstacle};
pub(crate) use cli_error::CliError;
pub(crate) use fault::fault_refused;
pub(crate) use file_kind::{file_kind, file_kind_help, named, not_text};
pub(crate) use profile::remark;
pub(crate) use system::{io_cause, json_cause, room_help};
pub(crate) use value::{ValueError, reason};
pub(crate) use wechatpay::error_chain::with_sources;
