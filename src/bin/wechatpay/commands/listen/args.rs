//! The options of `listen`.

use std::path::PathBuf;
use std::time::Duration;

use wechatpay::listen::{ListenOptions, RelayUrl, RelayUrlError};
use wechatpay::protocol::event_type::EventPattern;
use wechatpay::receiver::Target;

use crate::args;
use crate::error::{CliError, by_variant};
use crate::text;

/// The server runs `serve-notify --relay-token-file`. Each notification goes to every target in the
/// order of its order number, until the target answers 2xx.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "URL", value_parser = args::url_text)]
    url: String,
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: PathBuf,
    #[arg(long, value_name = "[PATTERN=]URL")]
    pub(super) forward_to: Vec<Target>,
    #[arg(long, help_heading = "filter", value_name = "D", value_parser = args::duration)]
    pub(super) since: Option<Duration>,
    #[arg(long = "type", help_heading = "filter", value_name = "PATTERN")]
    pub(super) types: Vec<EventPattern>,
    #[arg(long, help_heading = "stop", conflicts_with = "max_events")]
    pub(super) once: bool,
    #[arg(long, help_heading = "stop", value_name = "N", value_parser = args::within::<u64>(1, u64::MAX))]
    pub(super) max_events: Option<u64>,
    #[arg(long = "for", help_heading = "stop", value_name = "D", value_parser = args::duration)]
    pub(super) duration: Option<Duration>,
}

impl Args {
    /// Returns the URL of the relay. It is not read by clap, which would show a login.
    pub(super) fn url(&self) -> Result<RelayUrl, CliError> {
        let read: Result<RelayUrl, RelayUrlError> = self.url.parse();
        read.map_err(|error| {
            CliError::usage(by_variant!(error: RelayUrlError {
                Shape(value) => text!("listen-url-shape", value),
                Extra => text!("listen-url-extra"),
                Plain(value) => text!("listen-url-plain", value),
            }))
        })
    }

    /// Returns what is wanted of the relay.
    pub(super) fn options(&self) -> ListenOptions {
        let mut options = ListenOptions::default();
        options.types.clone_from(&self.types);
        options.since = self.since;
        options.max_events = if self.once { Some(1) } else { self.max_events };
        options
    }

    /// Returns what distinguishes this listener from others of the same URL.
    pub(super) fn selection(&self) -> impl Iterator<Item = &str> {
        let types = self.types.iter().map(EventPattern::as_str);
        self.forward_to.iter().map(Target::name).chain(types)
    }
}
