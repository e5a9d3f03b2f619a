//! `man`: the manual pages.

use std::path::PathBuf;

use clap::Command;
use serde::Serialize;
use wechatpay::ambient;
use wechatpay::fs::{AtomicFile, commit_all, create_folder};
use wechatpay::protocol::stamp::Timestamp;

use crate::context::Context;
use crate::environment;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help::{self, ManualPage};
use crate::text;
use crate::ui::{Output, Page, Render, count};

/// The folder is made for all users, as those of manual pages are.
const FOLDER_MODE: u32 = 0o755;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "COMMAND|TOPIC", conflicts_with = "output")]
    words: Vec<String>,
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report {
    folder: PathBuf,
    pages: Vec<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "man";

    fn render(&self, page: &mut Page) {
        let pages = count(self.pages.len());
        page.line(text!("man-written", pages, folder = self.folder));
    }
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        if self.output.is_some() { &["man"] } else { &[] }
    }
}

pub(crate) fn run(args: &Args, root: &Command, context: &Context) -> Result<ExitStatus, CliError> {
    let lang = context.output.lang;
    let date = date()?;
    let Some(folder) = &args.output else {
        let words: Vec<_> = args.words.iter().map(String::as_str).collect();
        let page = help::manual_page(root, &words, date, lang)?;
        Output::raw(page.text.as_bytes())?;
        return Ok(ExitStatus::Success);
    };
    let pages = help::manual_pages(root, date, lang);
    create_folder(folder, FOLDER_MODE)?;
    let write =
        |page: &ManualPage| AtomicFile::public(&folder.join(&page.file_name), page.text.as_bytes());
    commit_all(pages.iter().map(write).collect::<Result<_, _>>()?)?;
    context.output.show(&Report {
        folder: folder.clone(),
        pages: pages.into_iter().map(|page| page.file_name).collect(),
    })
}

/// Returns the date that the pages bear: today, or that of the package that is built.
fn date() -> Result<Timestamp, CliError> {
    let built = environment::parsed("SOURCE_DATE_EPOCH", str::parse::<Timestamp>)?;
    Ok(built.unwrap_or_else(ambient::now))
}
