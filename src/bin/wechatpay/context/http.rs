//! Clients and transports as the options and the profile want them.

use std::time::Duration;

use url::Url;
use wechatpay::ambient;
use wechatpay::client::{Client, DEADLINE, Merchant, Observer, Step};
use wechatpay::profile::{PassedOver, Profile};
use wechatpay::transport::{
    BaseUrl, BaseUrlError, Proxy, Response, Transport, TransportOptions, http_client,
};

use super::Context;
use crate::args;
use crate::environment;
use crate::error::{CliError, keys};
use crate::ui::Lang;
use crate::ui::Output;
use crate::ui::Text;

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
    /// other where that is away.
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

    /// Returns a client of parts that are made already.
    pub(crate) fn client_with(
        &self,
        merchant: Merchant,
        transport: Transport,
        retries: u32,
    ) -> Client {
        let language = self.output.lang.accept_language();
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
        Ok(BaseUrl::parse(url, self.global.allow_foreign_host)?)
    }

    pub(crate) fn transport_options(&self) -> Result<TransportOptions, CliError> {
        let proxy = match &self.global.proxy {
            Some(url) => Proxy::Url(url.clone()),
            None => Proxy::Rules(environment::proxy_rules()?),
        };
        let timeout = self.global.timeout().min(self.deadline());
        Ok(TransportOptions {
            timeout,
            // A connection that does not come is told from an answer that does not come only
            // where its time is over first.
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
        file.as_deref().map(args::file).transpose()
    }

    /// Returns a client for one URL of the merchant's own.
    pub(crate) fn http_to(&self, url: &str) -> Result<reqwest::Client, CliError> {
        let options = self.transport_options()?;
        Ok(http_client(&options, url.starts_with("http:"))?)
    }

    /// The failure of verifying with no key at all.
    pub(crate) fn no_platform_key(profile: &Profile) -> CliError {
        let files = profile.platform_folder().unwrap_or_default();
        Self::no_key_in(&files.passed_over)
    }

    /// The failure of a profile without a key to verify with, and the files that contain none.
    pub(crate) fn no_key_in(passed_over: &[PassedOver]) -> CliError {
        let mut failure = Self::without_platform_key();
        for passed in passed_over {
            let (en, zh) = (
                keys::passed_over(passed, Lang::En),
                keys::passed_over(passed, Lang::Zh),
            );
            failure.add_cause(Text::pair(en, zh));
        }
        failure
    }

    fn without_platform_key() -> CliError {
        CliError::config(
            "no platform certificate and no WeChat Pay public key is at hand to verify with",
        )
        .in_chinese("没有可用于验签的平台证书或微信支付公钥")
        .with_help(Text::pair(
            "run `wechatpay download-certs`, or set public_key and public_key_id in the profile",
            "运行 `wechatpay download-certs`，或在配置中填写 public_key 与 public_key_id",
        ))
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
                        output.trace(2, format!("signed {}: {value}\\n", line.label));
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
                let text = match output.lang {
                    Lang::En => format!(
                        "{asked} was asked for, but platform certificate {signed_by} signed the answer: the public-key mode is not switched on in the merchant console"
                    ),
                    Lang::Zh => format!(
                        "请求指定了 {asked}，但应答由平台证书 {signed_by} 签名：商户平台尚未启用微信支付公钥"
                    ),
                };
                if output.json {
                    output.trace(1, text);
                } else {
                    output.warn(text);
                }
            }
            Step::Repeating { reason, pause } => {
                output.trace(1, format!("* {reason}; again in {} ms", pause.as_millis()));
            }
        })
    }
}

/// Shows the head of an answer, where that is asked for.
pub(crate) fn trace_answer(output: &Output, host: &str, response: &Response, elapsed: Duration) {
    let id = response.request_id().unwrap_or_else(|| "none".to_owned());
    let (status, millis) = (response.status, elapsed.as_millis());
    output.trace(
        1,
        format!("< {status} from {host} in {millis} ms, Request-ID {id}"),
    );
    for (name, value) in response.header_texts() {
        output.trace(2, format!("< {name}: {value}"));
    }
}

impl From<BaseUrlError> for CliError {
    fn from(error: BaseUrlError) -> Self {
        let failure = Self::config(error.to_string());
        match &error {
                BaseUrlError::Foreign(host) => failure
                    .in_chinese(format!("{host} 不是微信支付的主机"))
                    .with_help(Text::pair(
                        "--allow-foreign-host lets requests go there",
                        "--allow-foreign-host 可允许访问该主机")),
                BaseUrlError::Plain(url) => failure
                    .in_chinese(format!("{url} 必须使用 https：明文 http 仅限本机"))
                    .with_help(Text::pair(
                        "use https://; plain http is accepted for this machine only, such as http://127.0.0.1:8787",
                        "请使用 https://；明文 http 仅限本机，例如 http://127.0.0.1:8787")),
                BaseUrlError::Shape(text) => failure
                    .in_chinese(format!("'{text}' 不是可用的基础地址"))
                    .with_help(Text::pair(
                        "give scheme and host alone, such as https://api.mch.weixin.qq.com",
                        "只写协议与主机，例如 https://api.mch.weixin.qq.com")),
            }
    }
}
