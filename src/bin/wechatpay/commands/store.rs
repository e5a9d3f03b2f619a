//! Where notifications are kept: which store is meant, and opening it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use wechatpay::inbox::{Inbox, InboxError, PostgresInbox, SqliteInbox};

use crate::args;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};

/// The option that says where.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StoreArgs {
    /// Keep notifications in this file or database [default: a file for each merchant in the user's data folder]
    #[arg(
        long,
        value_name = "FILE|postgres://…",
        env = "WECHATPAY_STORE",
        hide_env_values = true
    )]
    pub(crate) store: Option<String>,
}

/// What it is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To receive; a file is made where there is none, and is one process's.
    Serve,
    /// To look, beside the process that receives.
    Look,
}

/// Opens the store that is meant.
pub(crate) async fn open(
    args: &StoreArgs,
    purpose: Purpose,
    context: &Context,
) -> Result<Arc<dyn Inbox>, Failure> {
    let given = args.store.as_deref().filter(|store| !store.is_empty());
    let path = match given {
        Some(address) if is_database(address) => return connect(address, context).await,
        Some(other) if other.contains("://") => {
            return Err(Failure::usage(
                "--store takes a path or postgres://user@host:port/database",
            ));
        }
        Some(path) => PathBuf::from(path),
        None => default_path(context)?,
    };
    context.output.trace(1, format!("store {}", path.display()));
    // A slow disk or another process's lock must not hold up signals.
    let opening = tokio::task::spawn_blocking(move || match purpose {
        Purpose::Serve => SqliteInbox::open(&path),
        Purpose::Look => SqliteInbox::look(&path),
    });
    let opened = opening.await;
    let opened = opened.map_err(|error| Failure::internal("opening failed").because(&error))?;
    Ok(Arc::new(opened.map_err(|error| failure(&error))?))
}

fn is_database(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

async fn connect(address: &str, context: &Context) -> Result<Arc<dyn Inbox>, Failure> {
    let ca = context.global.ca_file.as_deref();
    let ca = ca.filter(|path| !path.as_os_str().is_empty());
    let ca = ca.map(args::file).transpose()?;
    let address = with_password(address);
    let inbox = PostgresInbox::connect(&address, ca.as_deref()).await;
    Ok(Arc::new(inbox.map_err(|error| failure(&error))?))
}

/// A password on a command line is seen by everybody on the machine; `PGPASSWORD` is where
/// PostgreSQL's own programs look for it.
fn with_password(address: &str) -> String {
    let password = std::env::var("PGPASSWORD")
        .ok()
        .filter(|word| !word.is_empty());
    let url = url::Url::parse(address).ok();
    match (password, url) {
        (Some(password), Some(mut url)) if url.password().is_none() => {
            // An address without a host takes no password; it is refused with its own error.
            let _ = url.set_password(Some(&password));
            url.into()
        }
        _ => address.to_owned(),
    }
}

fn default_path(context: &Context) -> Result<PathBuf, Failure> {
    if context.global.sandbox {
        return Ok(context.sandbox_data()?.join("inbox.db"));
    }
    let folder = dirs::data_dir()
        .ok_or_else(|| Failure::config("no data folder is known; give --store FILE"))?;
    let name = format!("inbox-{}.db", context.profile()?.mchid()?);
    Ok(folder.join("wechatpay").join(Path::new(&name)))
}

/// Tells why an inbox cannot be used.
pub(crate) fn failure(error: &InboxError) -> Failure {
    let failure = Failure::new(Kind::Config, error.to_string());
    match error {
        InboxError::Busy(_) => failure.with_help(
            "several serve-notify share a PostgreSQL store: --store postgres://user@host/database",
            "多个 serve-notify 可共用 PostgreSQL：--store postgres://user@host/database",
        ),
        InboxError::Missing(_) => failure.with_help(
            "`wechatpay serve-notify` makes it; --store names another",
            "由 `wechatpay serve-notify` 创建；可用 --store 指定其他位置",
        ),
        InboxError::Newer { .. } => failure.with_help(
            "use the version of this program that made it, or a later one",
            "请使用创建它的版本或更新的版本",
        ),
        InboxError::Address(_) | InboxError::Store { .. } | InboxError::Silent { .. } => failure,
    }
}
