//! Where notifications are kept: which store is meant, and opening it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use wechatpay::inbox::{Inbox, InboxError, PostgresInbox, SqliteInbox};

use crate::context::Context;
use crate::environment;
use crate::error::{CliError, Kind};
use crate::ui::Text;

/// The option that says where.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StoreArgs {
    /// Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user's data folder]
    #[arg(long, value_name = "FILE|postgres://…")]
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
) -> Result<Arc<dyn Inbox>, CliError> {
    let given = args.store.clone().filter(|store| !store.is_empty());
    let given = given.or_else(|| environment::text("WECHATPAY_STORE"));
    let path = match given.as_deref() {
        Some(address) if is_database(address) => return connect(address, context).await,
        Some(other) if other.contains("://") => {
            return Err(CliError::usage(
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
    let opened = opened.map_err(|error| CliError::internal("opening failed").with_source(error))?;
    Ok(Arc::new(opened.map_err(|error| failure(&error))?))
}

fn is_database(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

async fn connect(address: &str, context: &Context) -> Result<Arc<dyn Inbox>, CliError> {
    let ca = context.ca_pem()?;
    let address = with_password(address);
    let inbox = PostgresInbox::connect(&address, ca.as_deref()).await;
    Ok(Arc::new(inbox.map_err(|error| failure(&error))?))
}

/// A password on a command line is seen by everybody on the machine; `PGPASSWORD` is where
/// PostgreSQL's own programs look for it.
fn with_password(address: &str) -> String {
    let password = environment::variable("PGPASSWORD").and_then(|word| word.into_string().ok());
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

fn default_path(context: &Context) -> Result<PathBuf, CliError> {
    if context.global.sandbox {
        return Ok(context.sandbox_data()?.join("inbox.db"));
    }
    let folder = dirs::data_dir()
        .ok_or_else(|| CliError::config("no data folder is known; give --store FILE"))?;
    let name = format!("inbox-{}.db", context.profile()?.mchid()?);
    Ok(folder.join("wechatpay").join(Path::new(&name)))
}

/// Tells why an inbox cannot be used.
pub(crate) fn failure(error: &InboxError) -> CliError {
    let failure = CliError::new(Kind::Config, error.to_string());
    let (english, chinese) = help(error);
    failure.with_help(Text::pair(english, chinese))
}

/// Says what to do about it, in English and in Chinese.
pub(crate) fn help(error: &InboxError) -> (&'static str, &'static str) {
    match error {
        InboxError::Busy(_) => (
            "several serve-notify share a PostgreSQL store: --store postgres://user@host/database",
            "多个 serve-notify 可共用 PostgreSQL：--store postgres://user@host/database",
        ),
        InboxError::Missing(_) => (
            "`wechatpay serve-notify` makes it; --store names another",
            "由 `wechatpay serve-notify` 创建；可用 --store 指定其他位置",
        ),
        InboxError::NotAFile(_) => (
            "--store takes the path of a file, such as ./inbox.db",
            "--store 需要一个文件路径，例如 ./inbox.db",
        ),
        InboxError::Linked(_) => (
            "SQLite loses data if a database is opened under two names; keep one name, and use `cp` for the other",
            "SQLite 数据库以两个名称打开会丢失数据；请只保留一个名称，另一个改用 `cp` 复制",
        ),
        InboxError::Exposed(_) => (
            "the store holds payers' openids; its owner runs: chmod 600 FILE",
            "存储中含有付款人的 openid；请由文件所有者执行：chmod 600 文件",
        ),
        InboxError::Newer { .. } => (
            "use the version of this program that made it, or a later one",
            "请使用创建它的版本或更新的版本",
        ),
        InboxError::Moved(_) => (
            "nothing more is written to the moved file; what it still has to forward is sent by `wechatpay serve-notify --store` with its new path",
            "不会再写入被移走的文件；其中尚未转发的通知，可用 `wechatpay serve-notify --store 新路径` 继续转发",
        ),
        InboxError::Orphaned { .. } => (
            "the log holds notifications that were acknowledged: put the database back beside it; only if there is none, move the log away",
            "日志中有已应答的通知：请把数据库放回原处；若数据库确已不存在，再移走日志",
        ),
        InboxError::Damaged { .. } => (
            "stop serve-notify, restore the file from a backup, and remove its -wal and -shm before starting again",
            "请停止 serve-notify，从备份恢复该文件，并删除其 -wal 和 -shm 后再启动",
        ),
        InboxError::Address(_) => (
            "write it as postgres://user@host:5432/database; the password may be in PGPASSWORD",
            "请写成 postgres://user@host:5432/database；密码可放在 PGPASSWORD 中",
        ),
        InboxError::Store { .. } => (
            "check that the path, the disk and the permissions are right, or that the database takes connections",
            "请检查路径、磁盘空间与权限，或数据库是否接受连接",
        ),
        InboxError::Silent { .. } => (
            "check that the database runs and is not locked",
            "请检查数据库是否在运行、是否被锁定",
        ),
    }
}
