//! What to set and to write so that programs take a sandbox for WeChat Pay.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::sandbox::store::running::Running;
use crate::sandbox::tls::authority::Authority;
use crate::sandbox::tls::hosts::{HOSTS, hosts_line};
use crate::sandbox::trust::files::TrustFiles;
use crate::sandbox::trust::runtime::Runtime;

/// How programs come to take a sandbox for WeChat Pay.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct TrustGuide {
    /// Where the sandbox stands in for WeChat Pay's names, if it runs and does.
    pub tls: Option<String>,
    /// Its HTTP proxy, if it runs and has one.
    pub proxy: Option<String>,
    /// The certificate of its authority.
    pub ca_file: PathBuf,
    /// The SHA-256 of that certificate.
    pub ca_sha256: String,
    /// The names.
    pub hosts: &'static [&'static str],
    /// The line for the system's file of hosts.
    pub hosts_line: String,
    /// The settings of each language.
    pub trust: Vec<RuntimeTrust>,
}

/// The settings of one language.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct RuntimeTrust {
    /// The language.
    pub language: Runtime,
    /// The file that it trusts.
    pub file: PathBuf,
    /// The environment variables that say so.
    pub variables: Map<String, Value>,
}

/// Settings that languages share.
#[derive(Debug)]
#[non_exhaustive]
pub struct SharedTrust<'g> {
    /// The languages.
    pub languages: Vec<Runtime>,
    /// The environment variables.
    pub variables: &'g Map<String, Value>,
}

impl TrustGuide {
    /// Describes what leads to the sandbox that runs, if one does; for one language if `only` that
    /// is asked for.
    #[must_use]
    pub fn new(
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

    /// Returns the settings, each with all the languages that share them.
    #[must_use]
    pub fn shared(&self) -> Vec<SharedTrust<'_>> {
        let mut groups: Vec<SharedTrust<'_>> = Vec::new();
        for trust in &self.trust {
            let variables = &trust.variables;
            match groups.iter_mut().find(|group| group.variables == variables) {
                Some(group) => group.languages.push(trust.language),
                None => groups.push(SharedTrust {
                    languages: vec![trust.language],
                    variables,
                }),
            }
        }
        groups
    }
}

/// Returns the address that a URL of the sandbox leads to.
fn host_of(url: &str) -> Option<IpAddr> {
    let (host, _) = url.strip_prefix("https://")?.rsplit_once(':')?;
    host.trim_matches(['[', ']']).parse().ok()
}
