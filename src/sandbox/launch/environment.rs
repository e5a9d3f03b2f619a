//! The environment of a command that is to take a sandbox for WeChat Pay.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use url::Url;

use crate::fs::FileError;
use crate::sandbox::identity::Identity;
use crate::sandbox::launch::field::{Facts, Field};
use crate::sandbox::options::Mode;
use crate::sandbox::profile::NOTIFY_URL;
use crate::sandbox::store::running::Running;
use crate::sandbox::tls::hosts::HOSTS;
use crate::sandbox::trust::files::{SystemRoots, TrustFiles};
use crate::sandbox::trust::runtime::Runtime;
use crate::sandbox::trust::variables::{JAVA_TOOL_OPTIONS, NODE_OPTIONS, PHP_INI_SCAN_DIR, PROXY};

const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// What never goes through the proxy: the caller's own servers.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Variables that would make a command take another merchant, or another WeChat Pay.
const REPLACED: [&str; 24] = [
    "WECHATPAY_CONFIG",
    "WECHATPAY_PROFILE",
    "WECHATPAY_MCHID",
    "WECHATPAY_APPID",
    "WECHATPAY_SERIAL_NO",
    "WECHATPAY_PRIVATE_KEY",
    "WECHATPAY_PRIVATE_KEY_FILE",
    "WECHATPAY_CERTIFICATE_FILE",
    "WECHATPAY_APIV3_KEY",
    "WECHATPAY_APIV3_KEY_FILE",
    "WECHATPAY_APP_SECRET",
    "WECHATPAY_APP_SECRET_FILE",
    "WECHATPAY_PLATFORM_CERTS",
    "WECHATPAY_PUBLIC_KEY_FILE",
    "WECHATPAY_PUBLIC_KEY_ID",
    "WECHATPAY_SUB_MCHID",
    "WECHATPAY_SUB_APPID",
    "WECHATPAY_BASE_URL",
    "WECHATPAY_BACKUP_BASE_URL",
    "WECHATPAY_MP_BASE_URL",
    "WECHATPAY_P12_PASSWORD",
    "WECHATPAY_SANDBOX",
    "WECHATPAY_SANDBOX_DATA",
    "SSL_CERT_DIR",
];

/// The fields that every command gets, and under which name; secrets are in files.
const PROFILE: [(&str, Field); 8] = [
    ("WECHATPAY_MCHID", Field::Mchid),
    ("WECHATPAY_APPID", Field::Appid),
    ("WECHATPAY_SERIAL_NO", Field::SerialNo),
    ("WECHATPAY_PRIVATE_KEY_FILE", Field::PrivateKeyFile),
    ("WECHATPAY_CERTIFICATE_FILE", Field::CertificateFile),
    ("WECHATPAY_APIV3_KEY_FILE", Field::Apiv3KeyFile),
    ("WECHATPAY_APP_SECRET_FILE", Field::AppSecretFile),
    ("WECHATPAY_BASE_URL", Field::BaseUrl),
];

/// A variable that the caller wants, and the field that it is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedVariable {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub field: Field,
}

/// The variables of a command that differ from its caller's.
#[derive(Clone, Default)]
pub struct CommandEnvironment {
    set: BTreeMap<OsString, OsString>,
    removed: Vec<&'static str>,
}

/// Reads the caller's variables.
pub type Caller<'c> = &'c dyn Fn(&str) -> Option<OsString>;

impl SystemRoots {
    /// Reads what a caller trusts: the system's certificates, and those of its variables.
    #[must_use]
    pub fn of_caller(caller: Caller<'_>) -> Self {
        let path = |name| caller(name).map(PathBuf::from);
        let bundles = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];
        Self::load()
            .and(bundles.into_iter().filter_map(path))
            .and_in_node(path("NODE_EXTRA_CA_CERTS").as_deref())
    }
}

impl CommandEnvironment {
    /// Returns the environment of a command that is started by a caller with these variables.
    /// `data` is the data folder of the sandbox, which must be a proxy.
    ///
    /// # Errors
    /// Returns an error if a file of the identity cannot be read.
    pub fn new(
        data: &Path,
        identity: &Identity,
        running: &Running,
        files: &TrustFiles,
        mapped: &[MappedVariable],
        caller: Caller<'_>,
    ) -> Result<Self, FileError> {
        let facts = Facts {
            identity,
            running,
            files,
            notify_url: notify_url(caller),
        };
        let mut environment = Self {
            set: BTreeMap::new(),
            removed: REPLACED.to_vec(),
        };
        environment.trust(files, running, caller);
        for (name, field) in PROFILE {
            environment.set(name, facts.value(field)?);
        }
        environment.set("WECHATPAY_MP_BASE_URL", facts.value(Field::BaseUrl)?);
        environment.set("WECHATPAY_NOTIFY_URL", facts.value(Field::NotifyUrl)?);
        if running.mode != Mode::Certificate {
            environment.set(
                "WECHATPAY_PUBLIC_KEY_FILE",
                facts.value(Field::PublicKeyFile)?,
            );
            environment.set("WECHATPAY_PUBLIC_KEY_ID", facts.value(Field::PublicKeyId)?);
        }
        // Commands of this program in the command use the same sandbox.
        environment.set("WECHATPAY_SANDBOX", "1");
        let data = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
        environment.set("WECHATPAY_SANDBOX_DATA", data);
        for MappedVariable { name, field } in mapped {
            environment.set(name, facts.value(*field)?);
        }
        Ok(environment)
    }

    /// Sets what the variables of each language say.
    fn trust(&mut self, files: &TrustFiles, running: &Running, caller: Caller<'_>) {
        let proxy = running.proxy.as_deref();
        let proxy = proxy.and_then(|proxy| proxy.parse::<Url>().ok());
        for runtime in Runtime::ALL {
            for variable in runtime.variables(files, proxy.as_ref()) {
                let value = match variable.name {
                    JAVA_TOOL_OPTIONS | NODE_OPTIONS => {
                        joined(caller(variable.name), " ", &variable.value)
                    }
                    // Its list begins with a separator, which stands for PHP's own folder.
                    PHP_INI_SCAN_DIR => joined(caller(PHP_INI_SCAN_DIR), "", &variable.value),
                    _ => variable.value,
                };
                self.set(variable.name, value);
            }
        }
        if let Some(url) = &running.proxy {
            for name in PROXY {
                self.set(name, url);
            }
            let direct = direct(NO_PROXY.into_iter().filter_map(caller));
            for name in NO_PROXY {
                self.set(name, &direct);
            }
        }
    }

    fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.set.insert(name.into(), value.into());
    }

    /// Returns the variables that are set.
    pub fn set_variables(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.set
            .iter()
            .map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// Returns the variables of the caller that are not passed on, unless they are set.
    pub fn removed_variables(&self) -> impl Iterator<Item = &'static str> {
        self.removed.iter().copied()
    }
}

/// Returns where the command receives notifications: where its caller says, else on the port that
/// servers take from `PORT`, else where the sandbox's merchant wants them.
fn notify_url(caller: Caller<'_>) -> OsString {
    if let Some(url) = caller("WECHATPAY_NOTIFY_URL") {
        return url;
    }
    let port = caller("PORT").and_then(|port| port.to_str()?.parse::<NonZeroU16>().ok());
    let on = |port: NonZeroU16| NOTIFY_URL.replace(":8080/", &format!(":{port}/"));
    port.map_or_else(|| NOTIFY_URL.to_owned(), on).into()
}

fn joined(before: Option<OsString>, separator: &str, value: &OsStr) -> OsString {
    let mut joined = before.unwrap_or_default();
    if !joined.is_empty() {
        joined.push(separator);
    }
    joined.push(value);
    joined
}

/// Returns the list of hosts that do not go through the proxy: this machine, and the caller's own
/// but those that mean WeChat Pay.
fn direct(lists: impl Iterator<Item = OsString>) -> String {
    let lists: Vec<String> = lists
        .map(|list| list.to_string_lossy().into_owned())
        .collect();
    let mut entries = LOCAL.to_vec();
    for entry in lists.iter().flat_map(|list| list.split(',')).map(str::trim) {
        if !entry.is_empty() && !entries.contains(&entry) && !names_wechat_pay(entry) {
            entries.push(entry);
        }
    }
    entries.join(",")
}

/// Returns whether an entry of `NO_PROXY` is about one of WeChat Pay's names.
fn names_wechat_pay(entry: &str) -> bool {
    let name = entry.rsplit_once(':').map_or(entry, |(name, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            name
        } else {
            entry
        }
    });
    let name = name.trim_start_matches('*').trim_matches('.');
    let name = name.to_ascii_lowercase();
    let is_suffix = |host: &str| {
        host.strip_suffix(name.as_str())
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    name.is_empty() || HOSTS.iter().any(|host| is_suffix(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wechat_pays_names_are_taken_out_of_no_proxy() {
        for (list, expected) in [
            ("", ""),
            ("db,.internal.example", ",db,.internal.example"),
            ("*", ""),
            ("*.qq.com, db:5432 ,weixin.qq.com:443", ",db:5432"),
            (".QQ.com,q.com,com.example", ",q.com,com.example"),
            ("api.wechatpay.cn,cn,localhost", ""),
            ("10.0.0.0/8,[::1]:80", ",10.0.0.0/8,[::1]:80"),
        ] {
            let direct = direct([OsString::from(list)].into_iter());
            assert_eq!(
                direct,
                format!("localhost,127.0.0.1,::1{expected}"),
                "{list}"
            );
        }
    }
}
