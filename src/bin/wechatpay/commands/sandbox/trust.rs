//! `sandbox trust`: what a program needs so that it takes the sandbox for WeChat Pay.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::sandbox::{
    Authority, HOSTS, Running, Runtime, SystemRoots, TrustFileError, TrustFiles, TrustKind,
    hosts_line, write_trust_file,
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
    let guide = Guide::new(&authority, &files, running.as_ref(), args.runtime);
    context.output.show(&guide)
}

/// What to set and to write so that programs take the sandbox for WeChat Pay.
#[derive(Serialize)]
pub(super) struct Guide {
    /// Where the sandbox stands in for WeChat Pay's names, if it runs and does.
    tls: Option<String>,
    proxy: Option<String>,
    ca_file: PathBuf,
    ca_sha256: String,
    hosts: &'static [&'static str],
    hosts_line: String,
    trust: Vec<RuntimeTrust>,
}

/// The settings of one language.
#[derive(Serialize)]
struct RuntimeTrust {
    language: Runtime,
    file: PathBuf,
    variables: Map<String, Value>,
}

impl Guide {
    pub(super) fn new(
        authority: &Authority,
        files: &TrustFiles,
        running: Option<&Running>,
        only: Option<Runtime>,
    ) -> Self {
        let proxy = running.and_then(|running| running.proxy.clone());
        let url = proxy.as_ref().and_then(|proxy| proxy.parse().ok());
        let trust = Runtime::ALL
            .into_iter()
            .filter(|runtime| only.is_none_or(|only| only == *runtime))
            .map(|language| RuntimeTrust {
                language,
                file: files.of(language).to_owned(),
                variables: language
                    .variables(files, url.as_ref())
                    .into_iter()
                    .map(|variable| {
                        let value = variable.value.to_string_lossy().into_owned();
                        (variable.name.to_owned(), value.into())
                    })
                    .collect(),
            });
        let tls = running.and_then(|running| running.tls.clone());
        let host = tls.as_deref().and_then(host_of);
        Self {
            trust: trust.collect(),
            ca_file: files.certificate.clone(),
            ca_sha256: authority.certificate().sha256(),
            hosts: &HOSTS,
            hosts_line: hosts_line(host.unwrap_or(Ipv4Addr::LOCALHOST.into())),
            tls,
            proxy,
        }
    }
}

/// Returns the address that a URL of the sandbox leads to.
fn host_of(url: &str) -> Option<IpAddr> {
    let (host, _) = url.strip_prefix("https://")?.rsplit_once(':')?;
    host.trim_matches(['[', ']']).parse().ok()
}

impl Render for Guide {
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
        // Languages with the same settings share their lines.
        let mut groups: Vec<(Vec<&str>, &Map<String, Value>)> = Vec::new();
        for trust in &self.trust {
            let name = trust.language.as_str();
            match groups
                .iter_mut()
                .find(|(_, same)| **same == trust.variables)
            {
                Some((names, _)) => names.push(name),
                None => groups.push((vec![name], &trust.variables)),
            }
        }
        for (names, variables) in groups {
            page.line(format!("  # {}", names.join(", ")));
            for (name, value) in variables {
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
