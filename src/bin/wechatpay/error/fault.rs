//! A fault of the sandbox that cannot be set.

use wechatpay::sandbox::FaultError;

use super::cli_error::CliError;
use super::value::reason;
use crate::text;

/// Reports a fault that cannot be set.
pub(crate) fn fault_refused(error: &FaultError) -> CliError {
    let refused = CliError::usage(reason(error));
    match error {
        FaultError::Path { .. } => refused.with_help(text!("sandbox-fault-help-path")),
        FaultError::Name { .. }
        | FaultError::Status(_)
        | FaultError::Delay(_)
        | FaultError::Frequency(_) => refused,
    }
}
