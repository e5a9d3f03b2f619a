//! The options of a request's body that orders and refunds share.

use std::ffi::OsString;
use std::path::PathBuf;

use serde_json::Value;
use wechatpay::loopback::is_loopback;
use wechatpay::notify_url::{NotifyUrl, NotifyUrlError};
use wechatpay::protocol::field::{FieldError, FieldOverride};
use wechatpay::protocol::json::{self, SetError};

use crate::args;
use crate::context::Context;
use crate::error::{CliError, Kind, ValueError, failures, reason};
use crate::text;
use crate::ui::Text;

/// A file of JSON.
#[derive(Debug, Clone)]
pub(crate) struct JsonFile(PathBuf);

impl From<OsString> for JsonFile {
    fn from(path: OsString) -> Self {
        Self(args::in_home(path.into()))
    }
}

impl JsonFile {
    /// Returns the value, whatever its type.
    pub(crate) fn value(&self) -> Result<Value, CliError> {
        let Self(path) = self;
        json::parse(&args::text_file(path)?).map_err(|error| {
            CliError::config(text!("order-not-json", file = path)).with_source(error)
        })
    }

    /// Returns the object.
    pub(crate) fn object(&self) -> Result<Value, CliError> {
        let value = self.value()?;
        if value.is_object() {
            return Ok(value);
        }
        let file = self.0.display();
        Err(CliError::config(text!("order-not-object", file)))
    }
}

/// Fields that have no option of their own.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FieldOptions {
    #[arg(long, help_heading = "body", value_name = "a.b=TEXT", value_parser = text_field)]
    set: Vec<FieldOverride>,
    #[arg(long, help_heading = "body", value_name = "a.b=JSON", value_parser = json_field)]
    set_json: Vec<FieldOverride>,
}

impl FieldOptions {
    pub(crate) fn overrides(&self) -> Vec<FieldOverride> {
        self.set.iter().chain(&self.set_json).cloned().collect()
    }
}

fn text_field(text: &str) -> Result<FieldOverride, ValueError> {
    let (path, text) = args::assignment(text)?;
    Ok(FieldOverride {
        path,
        value: text.into(),
    })
}

fn json_field(text: &str) -> Result<FieldOverride, ValueError> {
    let (path, text) = args::assignment(text)?;
    let value = json::parse(text.as_bytes()).map_err(|error| reason(&error))?;
    Ok(FieldOverride { path, value })
}

/// Returns where the notification goes: the URL of the option, else the profile's.
pub(crate) fn notify_url(option: Option<&str>, context: &Context) -> Result<NotifyUrl, CliError> {
    let profile = context.profile()?;
    let (kind, url) = match option {
        Some(url) => (Kind::Usage, url),
        None => (Kind::Config, profile.notify_url()?),
    };
    let to_sandbox =
        context.global.sandbox || profile.base_url().is_ok_and(|base| is_loopback(&base));
    let accepted = |url: NotifyUrl| url.check_accepted(to_sandbox).map(|()| url);
    url.parse().and_then(accepted).map_err(|error| {
        let (problem, has_password) = notify_url_problem(error);
        let url = match url.rsplit_once('@') {
            Some((_, host)) if has_password => format!("…@{host}"),
            Some(_) | None => url.to_owned(),
        };
        CliError::new(kind, text!("order-notify-url", url, problem))
    })
}

/// Returns what is wrong with a URL, and whether it has a password.
fn notify_url_problem(error: NotifyUrlError) -> (Text, bool) {
    let problem = match error {
        NotifyUrlError::Whitespace => text!("order-notify-url-whitespace"),
        NotifyUrlError::NotUrl => text!("order-notify-url-not-url"),
        NotifyUrlError::Credentials => return (text!("order-notify-url-credentials"), true),
        NotifyUrlError::Scheme | NotifyUrlError::PlainHttp => text!("order-notify-url-scheme"),
        NotifyUrlError::QueryOrFragment => text!("order-notify-url-query"),
        NotifyUrlError::TooLong => text!("order-notify-url-too-long"),
        NotifyUrlError::Loopback => text!("order-notify-url-loopback"),
        NotifyUrlError::NotPublic => text!("order-notify-url-not-public"),
        NotifyUrlError::NoPath => text!("order-notify-url-no-path"),
    };
    (problem, false)
}

/// Returns the option that gives a field.
fn option(field: &str) -> String {
    format!("--{}", field.replace('_', "-"))
}

failures!(error: FieldError {
    Length { field, max_bytes: max, bytes } => {
        Self::usage(text!("order-text-length", option = option(field), max, bytes))
    },
    Characters { field } => Self::usage(text!("order-text-characters", option = option(field))),
    Override(error) => error.into(),
    Serialize(source) => Self::internal(text!("order-body-not-written")).with_source(source),
});

failures!(error: SetError {
    Path(path) => Self::usage(text!("order-set-path", path)),
    Parent { path, part } => Self::usage(text!("order-set-parent", path, part)),
});
