//! `sandbox example`: a small shop for a framework, which runs against the sandbox.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::fs::{AtomicFile, commit_all, create_folder, folder_of};
use wechatpay::shell;

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

/// The folders are made as an editor would make them.
const FOLDER_MODE: u32 = 0o755;

/// Which shop, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "express|flask|go|laravel|spring")]
    framework: Framework,
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Framework {
    Express,
    Flask,
    Go,
    Laravel,
    Spring,
}

/// A file of a shop, as it is in the repository.
struct Source {
    path: &'static str,
    text: &'static str,
}

macro_rules! sources {
    ($folder:literal: $($path:literal),+) => {
        &[$(Source {
            path: $path,
            text: include_str!(concat!("../../../../../examples/", $folder, "/", $path)),
        }),+]
    };
}

impl Framework {
    fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Flask => "flask",
            Self::Go => "go",
            Self::Laravel => "laravel",
            Self::Spring => "spring",
        }
    }

    fn sources(self) -> &'static [Source] {
        match self {
            Self::Express => sources!("express": "package.json", "server.js", "wechatpay.js"),
            Self::Flask => sources!("flask": "app.py", "requirements.txt"),
            Self::Go => sources!("go": "go.mod", "main.go"),
            Self::Laravel => sources!("laravel": "app/WechatPay.php", "routes/wechatpay.php"),
            Self::Spring => sources!(
                "spring": "pom.xml",
                "src/main/java/shop/Shop.java",
                "src/main/java/shop/WechatPay.java"
            ),
        }
    }

    /// Returns the commands that start the shop, in its folder.
    fn commands(self) -> &'static [&'static str] {
        match self {
            Self::Express => &["npm install", "wechatpay sandbox run -- npm start"],
            // Systems refuse to install packages outside such an environment.
            Self::Flask if cfg!(windows) => &[
                "python -m venv .venv",
                r".venv\Scripts\pip install -r requirements.txt",
                r"wechatpay sandbox run -- .venv\Scripts\python app.py",
            ],
            Self::Flask => &[
                "python3 -m venv .venv",
                ".venv/bin/pip install -r requirements.txt",
                "wechatpay sandbox run -- .venv/bin/python3 app.py",
            ],
            Self::Go => &["wechatpay sandbox run -- go run ."],
            Self::Laravel => {
                &["wechatpay sandbox run -- php artisan serve --no-reload --port 8080"]
            }
            Self::Spring => &[
                "mvn package",
                "wechatpay sandbox run -- java -jar target/shop-1.0.jar",
            ],
        }
    }
}

/// What buys in the shop that runs.
const ORDER: &str = "curl -H 'Content-Type: application/json' \
                     -d '{\"openid\":\"oX1\",\"total\":1,\"description\":\"Coffee\"}' \
                     http://127.0.0.1:8080/orders";
const PAY: &str = "wechatpay sandbox pay NUMBER";
const CHECK: &str = "wechatpay --sandbox pay-params --check -";

#[derive(Serialize)]
struct Report {
    framework: &'static str,
    folder: PathBuf,
    files: Vec<&'static str>,
    commands: Vec<String>,
    #[serde(skip)]
    is_part_of_project: bool,
}

impl Render for Report {
    const SCHEMA: &'static str = "sandbox-example";

    fn render(&self, page: &mut Page) {
        let (folder, files) = (self.folder.display(), self.files.join(page.lang.comma()));
        page.toned(Tone::Good, text!("sandbox-example-written", folder, files));
        page.line(if self.is_part_of_project {
            text!("sandbox-example-copy")
        } else {
            text!("sandbox-example-start")
        });
        for command in &self.commands {
            page.line(format!("  {command}"));
        }
        page.line(text!("sandbox-example-order"));
        page.line(format!("  {ORDER}"));
        page.line(text!("sandbox-example-pay"));
        page.line(format!("  {PAY}"));
        page.line(text!("sandbox-example-check"));
        page.line(format!("  {CHECK}"));
    }
}

pub(super) fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    let Args { framework, folder } = args;
    let folder = folder.clone().unwrap_or_else(|| framework.name().into());
    let sources = framework.sources();
    for source in sources {
        refuse_other(&folder.join(source.path), source.text)?;
    }
    let write = |source: &Source| {
        let path = folder.join(source.path);
        create_folder(folder_of(&path), FOLDER_MODE)?;
        AtomicFile::public(&path, source.text.as_bytes())
    };
    commit_all(sources.iter().map(write).collect::<Result<_, _>>()?)?;
    let is_part_of_project = *framework == Framework::Laravel;
    let enter = format!("cd {}", shell::word(&folder.to_string_lossy()));
    let enter = (!is_part_of_project).then_some(enter);
    let commands = framework.commands().iter().map(|line| (*line).to_owned());
    context.output.show(&Report {
        framework: framework.name(),
        files: sources.iter().map(|source| source.path).collect(),
        commands: enter.into_iter().chain(commands).collect(),
        folder,
        is_part_of_project,
    })
}

/// Refuses to replace a file that has another text.
fn refuse_other(path: &Path, text: &str) -> Result<(), CliError> {
    match fs::symlink_metadata(path) {
        Ok(_) if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) => Ok(()),
        Ok(_) => Err(CliError::config(text!(
            "sandbox-example-exists",
            path = path.display()
        ))),
        // What else is wrong with the path is reported when it is written.
        Err(_) => Ok(()),
    }
}
