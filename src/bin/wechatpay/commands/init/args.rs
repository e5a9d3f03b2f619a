//! The options of `init`, each of which answers a question.

use std::path::PathBuf;

use wechatpay::protocol::id::{Appid, Mchid, SerialNo};

use crate::args;

/// Nothing is written before every answer is known and fits the others.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FOLDER|ZIP|P12")]
    pub(super) account: Option<PathBuf>,
    #[arg(long, help_heading = "answers", value_name = "wx…")]
    pub(super) appid: Option<Appid>,
    #[arg(long, help_heading = "answers", value_name = "FILE|-")]
    pub(super) apiv3_key_file: Option<PathBuf>,
    #[arg(long, help_heading = "answers", value_name = "FILE|-")]
    pub(super) app_secret_file: Option<PathBuf>,
    #[arg(long, help_heading = "answers", value_name = "URL|none", value_parser = args::url_text)]
    pub(super) notify_url: Option<String>,
    #[arg(long, help_heading = "answers", value_name = "FILE")]
    pub(super) public_key: Option<PathBuf>,
    #[arg(long, help_heading = "answers", value_name = "ID|none")]
    pub(super) public_key_id: Option<String>,
    #[arg(long, help_heading = "answers")]
    pub(super) mchid: Option<Mchid>,
    #[arg(long, help_heading = "answers", value_parser = args::parsed::<SerialNo>)]
    pub(super) serial_no: Option<SerialNo>,
    #[arg(long, help_heading = "secrets", value_name = "PLACE")]
    pub(super) private_key_in: Option<String>,
    #[arg(long, help_heading = "secrets", value_name = "PLACE")]
    pub(super) apiv3_key_in: Option<String>,
    #[arg(long, help_heading = "secrets", value_name = "PLACE")]
    pub(super) app_secret_in: Option<String>,
    #[arg(long)]
    pub(super) force: bool,
    #[arg(long)]
    pub(super) offline: bool,
}
