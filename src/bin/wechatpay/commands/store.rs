//! The store of notifications: which one is configured, and opening it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::task::spawn_blocking;
use wechatpay::inbox::{
    Inbox, InboxError, PostgresInbox, SqliteInbox, StoreEvent, StoreFault, StoreFaultKind,
};

use crate::args;
use crate::context::Context;
use crate::environment;
use crate::error::{CliError, by_variant, io_cause, room_help};
use crate::text;
use crate::ui::{self, Text};

/// The option that names the store.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StoreArgs {
    #[arg(long, value_name = "FILE|postgres://…")]
    pub(crate) store: Option<String>,
}

/// The variable that stands for the option.
const VARIABLE: &str = "WECHATPAY_STORE";

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To receive: a file is created if there is none, and is this process's alone.
    Serve,
    /// To read, beside the process that receives.
    Inspect,
}

/// Opens the store that is configured.
pub(crate) async fn open(
    args: &StoreArgs,
    purpose: Purpose,
    context: &Context,
) -> Result<Arc<dyn Inbox>, CliError> {
    let given = args.store.clone().filter(|store| !store.is_empty());
    let variable = environment::text(VARIABLE).filter(|_| given.is_none());
    let is_variable = variable.is_some();
    let opened = open_at(given.or(variable), purpose, context).await;
    opened.map_err(|error| {
        if is_variable {
            error.with_cause(text!("call-url-set-by", name = VARIABLE))
        } else {
            error
        }
    })
}

async fn open_at(
    configured: Option<String>,
    purpose: Purpose,
    context: &Context,
) -> Result<Arc<dyn Inbox>, CliError> {
    let path = match configured.as_deref() {
        Some(address) if is_database(address) => {
            let ca = context.ca_pem()?;
            let address = with_password(address);
            return Ok(Arc::new(
                PostgresInbox::connect(&address, ca.as_deref()).await?,
            ));
        }
        Some(other) if other.contains("://") => {
            return Err(CliError::usage(text!("store-address")));
        }
        Some(path) => args::in_home(path.into()),
        None => default_path(context)?,
    };
    context.output.trace(1, text!("store-trace", path));
    // A slow disk or another process's lock must not hold up signals.
    let opened = spawn_blocking(move || match purpose {
        Purpose::Serve => SqliteInbox::open(&path),
        Purpose::Inspect => SqliteInbox::inspect(&path),
    });
    let opened = opened
        .await
        .map_err(|error| CliError::internal(text!("store-interrupted")).with_source(error))??;
    Ok(Arc::new(opened))
}

fn is_database(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

/// Adds the password of `PGPASSWORD`, as PostgreSQL's own programs do: every user of the machine
/// can see a password on a command line.
fn with_password(address: &str) -> String {
    let password = environment::variable("PGPASSWORD").and_then(|word| word.into_string().ok());
    match (password, url::Url::parse(address)) {
        (Some(password), Ok(mut url)) if url.password().is_none() => {
            // An address without a host takes no password; it is refused with its own error.
            let _ = url.set_password(Some(&password));
            url.into()
        }
        (_, _) => address.to_owned(),
    }
}

fn default_path(context: &Context) -> Result<PathBuf, CliError> {
    if context.global.sandbox {
        return Ok(context.sandbox_data()?.join("inbox.db"));
    }
    let folder = dirs::data_dir().ok_or_else(|| CliError::config(text!("store-no-data-folder")))?;
    let name = format!("inbox-{}.db", context.profile()?.mchid()?);
    Ok(folder.join("wechatpay").join(name))
}

impl From<InboxError> for CliError {
    fn from(error: InboxError) -> Self {
        let known = &error;
        let text = by_variant!(known: InboxError {
            Busy(store) => text!("store-busy", store),
            Missing(store) => text!("store-missing", store),
            NotAFile(store) => text!("store-not-a-file", store),
            Linked(store) => text!("store-linked", store),
            Exposed(store) => text!("store-exposed", store),
            Moved(store) => text!("store-moved", store),
            Orphaned { store, log } => text!("store-orphaned", store, log),
            Damaged { store, why } => text!("store-damaged", store, why),
            SetAside { store, folder, why } => text!("store-set-aside", store, folder, why),
            NotSetAside { store, folder, why } => {
                text!("store-not-set-aside", store, folder, why = fault(why))
            },
            Newer { store, found, known } => text!("store-newer", store, found, known),
            Pooled(store) => text!("store-pooled", store),
            Encoding { store, encoding } => text!("store-encoding", store, encoding),
            Address(why) => {
                let why = Text::translated(why, text!("store-form"));
                text!("store-not-an-address", why)
            },
            Store { store, why } => text!("store-unusable", store, why = fault(why)),
            Silent { store } => text!("store-silent", store),
        });
        let help = error.fault().and_then(|fault| {
            let of_system = fault.system_error().as_ref().and_then(room_help);
            of_system.or_else(|| store_help(fault.kind))
        });
        Self::config(text).keep_source(error).with_better_help(help)
    }
}

/// Returns what helps with a store that fails, if it is known better than in general.
fn store_help(kind: StoreFaultKind) -> Option<Text> {
    match kind {
        StoreFaultKind::System(
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::TimedOut
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable,
        ) => Some(text!("store-help-server")),
        StoreFaultKind::NotADatabase => Some(text!("store-help-other-file")),
        StoreFaultKind::Login => Some(text!("store-help-login")),
        StoreFaultKind::NoDatabase => Some(text!("store-help-no-database")),
        StoreFaultKind::Locked => Some(text!("store-help-locked")),
        StoreFaultKind::Tables => Some(text!("store-help-tables")),
        StoreFaultKind::Discards => Some(text!("store-help-discards")),
        StoreFaultKind::Full => Some(text!("error-file-help-disk-full")),
        StoreFaultKind::System(_)
        | StoreFaultKind::ReadOnly
        | StoreFaultKind::CannotOpen
        | StoreFaultKind::Disk
        | StoreFaultKind::Damaged
        | StoreFaultKind::Other => None,
    }
}

/// Returns why a store fails; what has no kind is in the store's own words.
fn fault(why: &StoreFault) -> Text {
    if let Some(error) = why.system_error() {
        return io_cause(&error);
    }
    let words = why.to_string();
    let known = match why.kind {
        StoreFaultKind::NotADatabase => text!("store-fault-not-a-database"),
        StoreFaultKind::Full => text!("error-file-disk-full"),
        StoreFaultKind::ReadOnly => text!("store-fault-read-only"),
        StoreFaultKind::CannotOpen => text!("store-fault-cannot-open"),
        StoreFaultKind::Locked => text!("store-fault-locked"),
        StoreFaultKind::Disk => text!("error-disk"),
        StoreFaultKind::Damaged => text!("store-fault-damaged"),
        StoreFaultKind::Login => text!("store-fault-login"),
        StoreFaultKind::NoDatabase => text!("store-fault-no-database"),
        StoreFaultKind::Tables => text!("store-fault-tables"),
        StoreFaultKind::Discards => text!("store-fault-discards"),
        StoreFaultKind::System(_) | StoreFaultKind::Other => return Text::verbatim(words),
    };
    Text::translated(words, known)
}

/// Returns what happened to a store that is in use.
pub(crate) fn event(event: &StoreEvent) -> Text {
    match event {
        StoreEvent::Reopened(store) => text!("store-reopened", store),
        StoreEvent::Replaced { store, saved } => text!("store-replaced", store, saved),
        StoreEvent::Rewound { store, newest } => text!("store-rewound", store, newest),
        StoreEvent::Deleted { store, count } => {
            text!("store-deleted", store, count = ui::count(*count))
        }
        StoreEvent::Restored(store) => text!("store-restored", store),
        StoreEvent::SetAside { store, folder } => text!("store-damaged-copies", store, folder),
        StoreEvent::LogRenewed { store, file } => text!("store-log-renewed", store, file),
    }
}
