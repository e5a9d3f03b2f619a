//! The notifications that a command is for.

use wechatpay::ambient;
use wechatpay::inbox::{Filter, Inbox, State, Stored};
use wechatpay::protocol::event_type::EventPattern;

use crate::args;
use crate::day::Day;
use crate::error::{CliError, Kind, ValueError};
use crate::text;

/// Which notifications are meant.
#[derive(Debug, clap::Args)]
pub(super) struct FilterArgs {
    #[arg(long, help_heading = "filter", value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    #[arg(long, help_heading = "filter", value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    #[arg(long, help_heading = "filter", value_name = "NO")]
    order: Option<String>,
    #[arg(long = "type", help_heading = "filter", value_name = "PATTERN")]
    event_type: Option<String>,
    #[arg(long, help_heading = "filter", value_name = "STATE")]
    state: Option<State>,
}

impl FilterArgs {
    pub(super) async fn filter(&self, inbox: &dyn Inbox) -> Result<Filter, CliError> {
        let mut filter = Filter::default();
        filter.since = self.since;
        filter.until = self.until;
        filter.number.clone_from(&self.order);
        filter.state = self.state;
        if let Some(text) = &self.event_type {
            // All types are upper case, and the two stores differ in whether it matters.
            filter.event_type = Some(pattern(&text.to_ascii_uppercase(), inbox).await?);
        }
        Ok(filter)
    }

    pub(super) fn is_empty(&self) -> bool {
        let Self {
            since,
            until,
            order,
            event_type,
            state,
        } = self;
        since.is_none()
            && until.is_none()
            && order.is_none()
            && event_type.is_none()
            && state.is_none()
    }
}

/// Checks a pattern against the known event types and those in the store, which may be newer.
async fn pattern(text: &str, inbox: &dyn Inbox) -> Result<String, CliError> {
    if text.parse::<EventPattern>().is_ok() {
        return Ok(text.to_owned());
    }
    let stats = inbox.stats().await?;
    let stored: Vec<String> = stats.types.into_iter().map(|row| row.event_type).collect();
    match EventPattern::parse(text, &stored) {
        Ok(pattern) => Ok(pattern.as_str().to_owned()),
        Err(unknown) => Err(CliError::usage(text!(
            "events-unknown-type",
            type = unknown.text,
            nearest = unknown.nearest
        ))),
    }
}

/// Reads a moment in milliseconds. Plain digits are Unix seconds; with a unit they are a time
/// that has passed.
fn moment(text: &str) -> Result<i64, ValueError> {
    let has_unit = text.ends_with(|c: char| c.is_ascii_lowercase());
    if has_unit && let Ok(ago) = args::duration(text) {
        let ago = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
        return Ok(ambient::millis().saturating_sub(ago));
    }
    if let Some(start) = text.parse().ok().and_then(Day::start) {
        return Ok(start.0.saturating_mul(1000));
    }
    args::moment(text)
        .map(|moment| moment.0.saturating_mul(1000))
        .map_err(|_| text!("usage-reason-moment-or-ago", value = text).into())
}

/// Returns the notification with an id.
pub(super) async fn find(inbox: &dyn Inbox, id: &str) -> Result<Stored, CliError> {
    let stored = inbox.find(id).await?;
    stored.ok_or_else(|| CliError::new(Kind::NotFound, text!("events-unknown-id", id)))
}
