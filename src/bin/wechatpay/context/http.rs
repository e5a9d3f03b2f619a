//! Clients and transports, as options and profile define them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use url::Url;
use wechatpay::ambient;
use wechatpay::client::{Client, DEADLINE, Merchant, Observer, Step};
use wechatpay::profile::{Profile, UnusedFile};
use wechatpay::receiver::{HttpForward, Route, Target};
use wechatpay::transport::{BaseUrl, Proxy, Response, Transport, TransportOptions, http_client};

use super::Context;
use crate::args;
use crate::environment;
use crate::error::{CliError, call_message, keys};
use crate::options::ProxyOption;
use crate::text;
use crate::ui::Output;

/// The variables that set a URL for requests.
const URL_VARIABLES: [&str; 3] = [
    "WECHATPAY_BASE_URL",
    "WECHATPAY_BACKUP_BASE_URL",
    "WECHATPAY_MP_BASE_URL",
];

impl Context {
    /// Returns a client that signs with the profile's key.
    pub(crate) async fn client(&mut self) -> Result<Client, CliError> {
        self.ensure_local().await?;
        let profile = self.profile()?;
        self.client_of(profile)
    }

    /// Returns a client that signs with the given profile's key.
    pub(crate) fn client_of(&self, profile: &Profile) -> Result<Client, CliError> {
        let (base, backup) = (profile.base_url()?, profile.backup_base_url()?);
        self.signing(profile, base.as_str(), backup.as_ref().map(Url::as_str))
    }

    /// Returns a client that signs with the given profile's key and calls the given host, and no
    /// other if that cannot be reached.
    pub(crate) fn client_to(&self, profile: &Profile, base: &str) -> Result<Client, CliError> {
        self.signing(profile, base, None)
    }

    fn signing(
        &self,
        profile: &Profile,
        base: &str,
        backup: Option<&str>,
    ) -> Result<Client, CliError> {
        let merchant = Merchant {
            mchid: profile.mchid()?,
            key: self.signing_key(profile)?,
            keyring: profile.keyring()?,
            public_key_id: profile.public_key_id()?,
            platform_serial: profile.newest_platform_serial(ambient::now())?,
            apiv3_key: profile.apiv3_key().ok(),
        };
        let transport = self.transport(base)?;
        let backup = match backup {
            Some(url) => Some(transport.beside(self.base(url)?, &self.transport_options()?)?),
            None => None,
        };
        let client = self.client_with(merchant, transport, self.global.retries());
        Ok(client.with_backup(backup))
    }

    /// Returns a client of a merchant and a transport.
    pub(crate) fn client_with(
        &self,
        merchant: Merchant,
        transport: Transport,
        retries: u32,
    ) -> Client {
        let language = self.output.lang.tag();
        Client::new(transport, merchant)
            .with_retries(retries)
            .with_language(language)
            .with_observer(self.observer())
            .with_deadline(self.deadline())
    }

    /// Returns how long a call may take.
    fn deadline(&self) -> Duration {
        self.global.deadline.unwrap_or(DEADLINE)
    }

    /// Returns the transport of the Mini Program login.
    pub(crate) async fn login_transport(&mut self) -> Result<Transport, CliError> {
        self.ensure_local().await?;
        self.transport(self.profile()?.mp_base_url()?.as_str())
    }

    pub(crate) fn transport(&self, base: &str) -> Result<Transport, CliError> {
        Ok(Transport::new(
            self.base(base)?,
            &self.transport_options()?,
        )?)
    }

    /// Reads a URL that requests may go to.
    pub(crate) fn base(&self, url: &str) -> Result<BaseUrl, CliError> {
        BaseUrl::parse(url, self.global.allow_foreign_host).map_err(|error| {
            let mut failure = CliError::from(error);
            let variable = URL_VARIABLES.into_iter().find(|name| {
                let set =
                    environment::variable(name).and_then(|set| Url::parse(set.to_str()?).ok());
                set.is_some_and(|set| Url::parse(url).is_ok_and(|url| url == set))
            });
            failure
                .causes
                .extend(variable.map(|name| text!("call-url-set-by", name)));
            failure
        })
    }

    pub(crate) fn transport_options(&self) -> Result<TransportOptions, CliError> {
        let proxy = match &self.global.proxy {
            Some(ProxyOption::Use(url)) => Proxy::Url(url.clone()),
            Some(ProxyOption::Listen(_)) | None => Proxy::Rules(environment::proxy_rules()?),
        };
        let timeout = self.global.timeout().min(self.deadline());
        Ok(TransportOptions {
            timeout,
            // A missing connection differs from a missing response only if its time ends first.
            connect_timeout: self
                .global
                .connect_timeout()
                .min(timeout.saturating_mul(9) / 10),
            ca_pem: self.ca_pem()?,
            proxy,
        })
    }

    /// Returns the certificates that are trusted instead of the system's.
    pub(crate) fn ca_pem(&self) -> Result<Option<Vec<u8>>, CliError> {
        // The loader of the system's certificates takes an empty variable for a file.
        let system = || {
            let hidden = environment::is_empty("SSL_CERT_FILE");
            hidden.then(|| openssl_probe::probe().cert_file).flatten()
        };
        let file = self.global.ca_file.clone().or_else(system);
        let read = |path: &Path| {
            let pem = args::file(path)
                .map_err(|failure| failure.with_help(text!("call-ca-file-unread")))?;
            let roots = reqwest::Certificate::from_pem_bundle(&pem);
            if roots.is_ok_and(|roots| !roots.is_empty()) {
                Ok(pem)
            } else {
                Err(CliError::config(text!("call-ca-file", path)))
            }
        };
        file.as_deref().map(read).transpose()
    }

    /// Returns a client for one URL of the merchant's own.
    pub(crate) fn http_to(&self, url: &str) -> Result<reqwest::Client, CliError> {
        let options = self.transport_options()?;
        Ok(http_client(&options, url.starts_with("http:"))?)
    }

    /// Returns the ways to these targets of notifications.
    pub(crate) fn routes_to(&self, targets: &[Target]) -> Result<Vec<Route>, CliError> {
        let route = |target: &Target| {
            let http = self.http_to(target.name())?;
            Ok(Route {
                target: target.clone(),
                transport: Arc::new(HttpForward::new(http)),
            })
        };
        targets.iter().map(route).collect()
    }

    /// The failure of verifying with no key at all.
    pub(crate) fn no_platform_key(profile: &Profile) -> CliError {
        let files = profile.platform_folder().unwrap_or_default();
        Self::no_key_in(&files.unused)
    }

    /// The failure of a profile without a key to verify with, and the files that contain none.
    pub(crate) fn no_key_in(unused: &[UnusedFile]) -> CliError {
        let mut failure = CliError::config(text!("keys-none"));
        failure.causes.extend(unused.iter().map(keys::unused));
        failure
    }

    fn observer(&self) -> Observer {
        let output = self.output.clone();
        Box::new(move |step| match step {
            Step::Sending { request } => {
                output.trace(1, format!("> {} {}", request.request.method, request.url()));
                if output.verbose >= 2 {
                    for (name, value) in &request.request.headers {
                        output.trace(2, format!("> {name}: {value}"));
                    }
                    for line in request.message().lines() {
                        let value = String::from_utf8_lossy(&line.value);
                        let label = line.label;
                        output.trace(2, text!("call-trace-signed", label, value));
                    }
                }
            }
            Step::Answered {
                host,
                response,
                elapsed,
            } => {
                trace_answer(&output, host, response, *elapsed);
            }
            Step::OtherKey { asked, signed_by } => {
                let text = text!("call-requested-other-key", asked, signed_by);
                if output.json {
                    output.trace(1, text);
                } else {
                    output.warn(text);
                }
            }
            Step::Repeating { reason, pause } => {
                let (reason, millis) = (call_message(reason), pause.as_millis());
                output.trace(1, text!("call-trace-again", reason, millis));
            }
        })
    }
}

/// Shows the head of a response, if that is requested.
pub(crate) fn trace_answer(output: &Output, host: &str, response: &Response, elapsed: Duration) {
    let id = response.request_id().unwrap_or_else(|| "none".to_owned());
    let (status, millis) = (response.status, elapsed.as_millis());
    output.trace(1, text!("call-trace-response", status, host, millis, id));
    for header in response.header_texts() {
        output.trace(2, format!("< {}: {}", header.name, header.value));
    }
}
