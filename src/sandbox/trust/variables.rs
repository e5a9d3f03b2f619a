//! The environment variables that set, per language, what to trust and which proxy to use.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use url::Url;

use crate::sandbox::tls::hosts::HOSTS;
use crate::sandbox::trust::files::{STORE_PASSWORD, TrustFiles};
use crate::sandbox::trust::runtime::Runtime;

pub(crate) const JAVA_TOOL_OPTIONS: &str = "JAVA_TOOL_OPTIONS";
pub(crate) const NODE_OPTIONS: &str = "NODE_OPTIONS";
pub(crate) const PHP_INI_SCAN_DIR: &str = "PHP_INI_SCAN_DIR";

/// The names of the variable of the proxy; clients differ in which they read. Ruby reads that of
/// plain HTTP for HTTPS, too.
pub(crate) const PROXY: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// An environment variable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: OsString,
}

impl Variable {
    fn new(name: &'static str, value: impl Into<OsString>) -> Self {
        Self {
            name,
            value: value.into(),
        }
    }
}

impl Runtime {
    /// Returns the variables that tell the runtime to trust the authority of `files`, and to use
    /// a proxy if there is one.
    #[must_use]
    pub fn variables(self, files: &TrustFiles, proxy: Option<&Url>) -> Vec<Variable> {
        let file = files.of(self);
        let mut variables = match self {
            Self::Go | Self::Ruby | Self::Dotnet | Self::Rust => {
                vec![Variable::new("SSL_CERT_FILE", file)]
            }
            Self::Node => vec![Variable::new("NODE_EXTRA_CA_CERTS", file)],
            Self::Python => vec![
                Variable::new("REQUESTS_CA_BUNDLE", file),
                Variable::new("SSL_CERT_FILE", file),
            ],
            Self::Curl => vec![Variable::new("CURL_CA_BUNDLE", file)],
            Self::Php => vec![Variable::new(PHP_INI_SCAN_DIR, scan_dir(&files.php))],
            Self::Java => vec![Variable::new(JAVA_TOOL_OPTIONS, java(file, proxy))],
        };
        let Some(proxy) = proxy else {
            return variables;
        };
        let url = proxy.as_str().trim_end_matches('/');
        match self {
            Self::Java => {}
            Self::Node => {
                variables.push(Variable::new("HTTPS_PROXY", url));
                // Node 22.21 and 24 read it; for the others, and for clients that ignore it, a
                // module leads the connections to WeChat Pay's names through the proxy.
                variables.push(Variable::new("NODE_USE_ENV_PROXY", "1"));
                let mut module = OsString::from("--require=");
                module.push(quoted(files.node_proxy.as_os_str()));
                variables.push(Variable::new(NODE_OPTIONS, module));
                variables.push(Variable::new("WECHATPAY_SANDBOX_PROXY", url));
                variables.push(Variable::new("WECHATPAY_SANDBOX_HOSTS", HOSTS.join(",")));
            }
            Self::Ruby => variables.push(Variable::new("http_proxy", url)),
            Self::Go | Self::Python | Self::Php | Self::Dotnet | Self::Rust | Self::Curl => {
                variables.push(Variable::new("HTTPS_PROXY", url));
            }
        }
        variables
    }
}

/// Returns a list of folders for `PHP_INI_SCAN_DIR`: an empty one stands for PHP's own.
fn scan_dir(folder: &Path) -> OsString {
    let mut list = OsString::from(if cfg!(windows) { ";" } else { ":" });
    list.push(folder);
    list
}

fn java(store: &Path, proxy: Option<&Url>) -> OsString {
    let mut trust_store = OsString::from("-Djavax.net.ssl.trustStore=");
    trust_store.push(store);
    let mut options = quoted(&trust_store);
    options.push(" -Djavax.net.ssl.trustStoreType=PKCS12");
    options.push(format!(
        " -Djavax.net.ssl.trustStorePassword={STORE_PASSWORD}"
    ));
    if let Some(proxy) = proxy
        && let (Some(host), Some(port)) = (proxy.host_str(), proxy.port())
    {
        options.push(format!(
            " -Dhttps.proxyHost={host} -Dhttps.proxyPort={port}"
        ));
    }
    options
}

/// Quotes a word for the JVM or Node, which split their options at spaces.
fn quoted(word: &OsStr) -> OsString {
    if !word.to_string_lossy().contains(char::is_whitespace) {
        return word.to_owned();
    }
    let mut quoted = OsString::from("\"");
    quoted.push(word);
    quoted.push("\"");
    quoted
}
