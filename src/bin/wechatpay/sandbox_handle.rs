//! The sandbox that commands use, and what its errors are to the user.

use std::error::Error as StdError;
use std::path::{Path, PathBuf};

use wechatpay::fs::{FileAction, FileError};
use wechatpay::profile::{Overrides, Profile};
use wechatpay::sandbox::{
    AdminError, AuthorityDamage, DEFAULT_LISTEN, DatabaseError, HandleError, Identity,
    MerchantError, Mode, PayError, Running, SandboxError, SandboxHandle, TransferError,
};
use wechatpay::shell;

use crate::args;
use crate::environment;
use crate::error::{CliError, Kind, data_folder, failures, fault_refused, json_cause, room_help};
use crate::text;
use crate::ui::Text;

/// Finds the sandbox that runs on the data folder, or starts one for as long as the process
/// lives; if `dry`, nothing will be sent to it and none is started.
pub(crate) async fn start(data: &Path, dry: bool) -> Result<SandboxHandle, CliError> {
    if dry {
        return Ok(SandboxHandle::Running(running(data)));
    }
    Ok(SandboxHandle::connect(data).await?)
}

/// Returns the built-in profile; commands without a network need no sandbox to respond.
pub(crate) fn profile(
    data: &Path,
    handle: Option<&SandboxHandle>,
    options: Overrides,
) -> Result<Profile, CliError> {
    let running = handle.map_or_else(|| running(data), |handle| handle.running().clone());
    let identity = Identity::open(data)?;
    Ok(identity.profile(&running, options)?)
}

/// Returns where the sandbox of a data folder listens, or would.
pub(crate) fn running(data: &Path) -> Running {
    Running::find(data).unwrap_or_else(|| Running {
        url: format!("http://{DEFAULT_LISTEN}"),
        mode: Mode::Both,
        tls: None,
        proxy: None,
        token: None,
    })
}

/// Returns where the sandbox stores its identity and its orders, unless configured otherwise.
pub(crate) fn default_data() -> Result<PathBuf, CliError> {
    if let Some(folder) = environment::text("WECHATPAY_SANDBOX_DATA") {
        return Ok(args::in_home(folder.into()));
    }
    builtin_data().ok_or_else(|| CliError::config(text!("sandbox-no-data-folder")))
}

fn builtin_data() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("wechatpay").join("sandbox"))
}

/// Tells whether commands in any terminal use this data folder unless an option says otherwise.
pub(crate) fn is_builtin_data(data: &Path) -> bool {
    builtin_data().is_some_and(|folder| folder == data)
}

/// Returns a command about the sandbox of a data folder, as it is typed in any terminal.
pub(crate) fn command(words: &str, data: &Path) -> String {
    let command = format!("wechatpay sandbox {words}");
    if is_builtin_data(data) {
        return command;
    }
    let folder = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    format!(
        "{command} --data {}",
        shell::word(&folder.display().to_string())
    )
}

failures!(error: SandboxError {
    File(error) => file(error),
    Http(error) => error.into(),
    Generate(why) => Self::config(text!("sandbox-cannot-generate-keys")).with_source(why),
    Identity { path, source } => {
        Self::config(text!("sandbox-identity-damaged", path = path.display()))
            .with_cause(data_folder::identity(&source))
            .keep_source(source)
    },
    Ledger { path, source } => Self::config(ledger_damaged(&path)).with_source(source),
    Database { path, source } => database(&path, source),
    Authority { path, source } => authority(&path, source),
    Tls(source) => Self::internal(text!("sandbox-no-tls")).with_source(source),
    Import(reason) => Self::config(text!("sandbox-not-an-export", reason)),
    ImportJson(error) => {
        let reason = json_cause(&error);
        Self::config(text!("sandbox-not-an-export", reason))
    },
    TimeScale(scale) => Self::config(text!("sandbox-time-scale-range", scale)),
    Listen { address, source } => {
        Self::config(text!("sandbox-cannot-listen", address)).with_source(source)
    },
});

fn file(error: FileError) -> CliError {
    let is_ours = builtin_data().is_some_and(|data| data.starts_with(error.path()));
    let is_folder = matches!(
        &error,
        FileError::Io {
            action: FileAction::CreateFolder,
            ..
        }
    );
    let failure = CliError::from(error);
    if is_ours && is_folder {
        failure.with_help(text!("sandbox-help-data-folder"))
    } else {
        failure
    }
}

fn authority(path: &Path, damage: AuthorityDamage) -> CliError {
    let authority = path.parent().unwrap_or(path);
    let failure = CliError::config(match &damage {
        AuthorityDamage::Exposed => text!("sandbox-ca-exposed", path),
        AuthorityDamage::Missing(_)
        | AuthorityDamage::Pem(_)
        | AuthorityDamage::Certificate(_)
        | AuthorityDamage::Key(_)
        | AuthorityDamage::Foreign { .. }
        | AuthorityDamage::Names
        | AuthorityDamage::Mismatch
        | AuthorityDamage::Validity { .. } => text!("sandbox-ca-unusable", path, authority),
    });
    match data_folder::authority(&damage) {
        Some(cause) => failure.with_cause(cause),
        None => failure,
    }
    .keep_source(damage)
}

/// Names the command that helps with the folder that the file is in.
fn ledger_damaged(path: &Path) -> Text {
    let command = command("reset", path.parent().unwrap_or(path));
    text!("sandbox-ledger-damaged", path = path.display(), command)
}

fn database(path: &Path, error: DatabaseError) -> CliError {
    let shown = path.display();
    let message = match &error {
        DatabaseError::LogOverwritten(log) => {
            let command = command("reset", path.parent().unwrap_or(path));
            text!(
                "sandbox-log-overwritten",
                path = shown,
                log = log.display(),
                command
            )
        }
        DatabaseError::Damaged(_) | DatabaseError::Schema { .. } => ledger_damaged(path),
        DatabaseError::Newer { .. } => text!("sandbox-database-newer", path = shown),
        DatabaseError::ReadOnly => text!("sandbox-database-read-only", path = shown),
        DatabaseError::Busy
        | DatabaseError::Full
        | DatabaseError::Ended
        | DatabaseError::System(_)
        | DatabaseError::Failed(_) => {
            text!("sandbox-database-unusable", path = shown)
        }
    };
    let cause = data_folder::database(&error);
    let help = if let DatabaseError::System(why) = &error {
        room_help(why)
    } else {
        matches!(error, DatabaseError::Full).then(|| text!("error-file-help-disk-full"))
    };
    let failure = CliError::config(message).with_better_help(help);
    match cause {
        Some(cause) => failure.with_cause(cause).keep_source(error),
        None => failure.keep_source(error),
    }
}

failures!(error: PayError {
    Unknown(number) => Self::new(Kind::NotFound, text!("sandbox-order-unknown", number)),
    Closed(number) => refused(text!("sandbox-order-closed", number)),
    Expired(number) => refused(text!("sandbox-order-expired", number)),
    NotPaid(number) => refused(text!("sandbox-order-not-paid", number)),
    Paid(number) => refused(text!("sandbox-order-paid", number)),
    TooMuch(number) => refused(text!("sandbox-refund-too-much", number)),
    Storage(source) => not_stored(source),
});

failures!(error: TransferError {
    Unknown(number) => Self::new(Kind::NotFound, text!("sandbox-transfer-unknown", number)),
    NotWaiting { number, state } => {
        let state = state.as_str();
        refused(text!("sandbox-transfer-not-waiting", number, state))
    },
    Storage(source) => not_stored(source),
});

failures!(error: MerchantError {
    MayBeReal(mchid) => Self::usage(text!("sandbox-merchant-may-be-real", mchid)),
    Taken(mchid) => Self::config(text!("sandbox-merchant-taken", mchid)),
    NoProvider(mchid) => Self::config(text!("sandbox-merchant-unknown", mchid)),
    Storage(source) => not_stored(source),
});

fn refused(message: Text) -> CliError {
    CliError::new(Kind::Api, message)
}

fn not_stored(source: impl StdError + Send + Sync + 'static) -> CliError {
    CliError::config(text!("sandbox-cannot-store")).with_source(source)
}

failures!(error: AdminError {
    Setup(error) => error.into(),
    Unreachable { url, source } => {
        Self::new(Kind::Network, text!("sandbox-no-response", url)).with_source(source)
    },
    // The running sandbox's own words, which are English.
    NotFound(message) => {
        let message = Text::translated(message, text!("sandbox-not-found"));
        Self::new(Kind::NotFound, message)
    },
    Refused { code, message } => {
        let words = match code.as_deref() {
            Some("ORDER_CLOSED") => text!("sandbox-refused-closed"),
            Some("ORDER_EXPIRED") => text!("sandbox-refused-expired"),
            Some("ORDER_NOT_PAID") => text!("sandbox-refused-not-paid"),
            Some("ORDER_PAID") => text!("sandbox-refused-paid"),
            Some("AMOUNT_EXCEEDED") => text!("sandbox-refused-amount"),
            Some("TRANSFER_STATE") => text!("sandbox-refused-transfer"),
            Some("FORBIDDEN") => text!("sandbox-refused-access"),
            Some("SYSTEM_ERROR") => text!("sandbox-cannot-store"),
            Some(_) | None => Text::verbatim(&message),
        };
        let message = Text::translated(message, words);
        refused(text!("sandbox-refused", message))
    },
    Storage(error) => error.into(),
    Fault(why) => fault_refused(&why),
    TooLarge { url, limit } => Self::internal(text!("sandbox-response-too-large", url, limit)),
    Unreadable(source) => Self::internal(text!("sandbox-response-unreadable")).with_source(source),
});

failures!(error: HandleError {
    Sandbox(error) => error.into(),
    Pay(error) => error.into(),
    Transfer(error) => error.into(),
    Admin(error) => error.into(),
});
