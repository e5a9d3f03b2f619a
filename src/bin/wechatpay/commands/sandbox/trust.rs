//! `sandbox trust`: what a program needs so that it takes the sandbox for WeChat Pay.

use std::path::{Path, PathBuf};

use wechatpay::sandbox::{
    Authority, Running, Runtime, SystemRoots, TrustFileError, TrustFiles, TrustGuide, TrustKind,
    write_trust_file,
};
use wechatpay::shell;

use crate::args;
use crate::context::Context;
use crate::error::{CliError, failures};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long = "for", value_name = "LANGUAGE", value_parser = args::parsed::<Runtime>)]
    runtime: Option<Runtime>,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, data: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    let authority = Authority::open(data)?;
    let roots = SystemRoots::load();
    let mut files = TrustFiles::write(&authority, &roots)?;
    if let Some(path) = &args.output {
        let kind = args
            .runtime
            .map_or(TrustKind::Certificate, Runtime::trust_kind);
        write_trust_file(&authority, &roots, kind, path)?;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        match kind {
            TrustKind::Certificate if args.runtime.is_none() => files.certificate = path,
            TrustKind::Certificate => files.node = path,
            TrustKind::Bundle => files.bundle = path,
            TrustKind::TrustStore => files.java = path,
        }
    }
    let running = Running::find(data);
    let guide = TrustGuide::new(&authority, &files, running.as_ref(), args.runtime);
    context.output.show(&guide)
}

impl Render for TrustGuide {
    const SCHEMA: &'static str = "sandbox-trust";

    fn render(&self, page: &mut Page) {
        if let Some(url) = &self.tls {
            page.toned(Tone::Bold, text!("sandbox-tls-listening", url));
        }
        if let Some(url) = &self.proxy {
            page.toned(Tone::Bold, text!("sandbox-proxy-listening", url));
        }
        page.line(text!("sandbox-ca-file", path = self.ca_file.display()));
        page.line(text!("sandbox-hosts"));
        page.line(format!("  {}", self.hosts_line));
        page.line(text!("sandbox-trust"));
        for shared in self.shared() {
            let names: Vec<&str> = shared.languages.iter().map(|one| one.as_str()).collect();
            page.line(format!("  # {}", names.join(", ")));
            for (name, value) in shared.variables {
                let value = shell::word(value.as_str().unwrap_or_default());
                page.line(format!("  export {name}={value}"));
            }
        }
    }
}

failures!(error: TrustFileError {
    Exists(path) => Self::config(text!("sandbox-file-exists", path = path.display())),
    File(error) => error.into(),
});
