//! The options of `trigger`.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use wechatpay::protocol::event_type::EventType;
use wechatpay::protocol::json;
use wechatpay::receiver::Target;
use wechatpay::sandbox::trigger::{Fault, FieldValue, NotifyKey, TestCase};

use crate::args;
use crate::error::CliError;
use crate::text;

/// The notification is signed and sealed with the sandbox's keys, and no profile is needed. The
/// receiver must know these keys: `wechatpay sandbox --write-profile FILE` writes them.
///
/// A genuine one must be answered with 2xx within 5 seconds, a faulty one with 4xx or 5xx; exits
/// with 8 if it is not.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "EVENT", value_parser = EventParser, required_unless_present = "suite")]
    pub(super) event: Option<EventType>,
    #[arg(long, conflicts_with_all = ["event", "fault", "repeat"])]
    pub(super) suite: bool,
    #[arg(long, value_name = "URL", value_parser = args::whole_target)]
    pub(super) to: Target,
    #[arg(long, value_name = "NAME", value_parser = faults())]
    pub(super) fault: Option<Fault>,
    #[arg(long, help_heading = "body", value_name = "a.b=TEXT", value_parser = args::assignment)]
    set: Vec<(String, String)>,
    #[arg(long, help_heading = "body", value_name = "a.b=JSON", value_parser = args::assignment)]
    set_json: Vec<(String, String)>,
    #[arg(long)]
    pub(super) partner: bool,
    #[arg(long)]
    pub(super) combined: bool,
    #[arg(long, value_name = "KEY", default_value = "certificate", value_parser = keys())]
    pub(super) key: NotifyKey,
    #[arg(long, help_heading = "load", value_name = "N", value_parser = args::within::<u32>(1, u64::MAX))]
    pub(super) repeat: Option<u32>,
    #[arg(long, help_heading = "load", value_name = "C", default_value = "1", requires = "repeat", value_parser = args::within::<u32>(1, 1000))]
    pub(super) concurrency: u32,
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
}

impl Args {
    /// Returns what to send.
    pub(super) fn cases(&self) -> Vec<TestCase> {
        match self.event {
            Some(event_type) => vec![TestCase {
                event_type,
                fault: self.fault,
            }],
            None => TestCase::suite(),
        }
    }

    /// Returns the fields to set, texts first.
    pub(super) fn fields(&self) -> Result<Vec<FieldValue>, CliError> {
        let field = |path: &String, value| FieldValue {
            path: path.clone(),
            value,
        };
        let texts = self
            .set
            .iter()
            .map(|(path, text)| Ok(field(path, text.as_str().into())));
        let values = self.set_json.iter().map(|(path, text)| {
            let value = json::parse(text.as_bytes())
                .map_err(|why| CliError::usage(text!("trigger-not-json", path)).with_source(why))?;
            Ok(field(path, value))
        });
        texts.chain(values).collect()
    }
}

fn faults() -> impl TypedValueParser<Value = Fault> {
    PossibleValuesParser::new(Fault::ALL.map(Fault::as_str)).try_map(|name| name.parse::<Fault>())
}

fn keys() -> impl TypedValueParser<Value = NotifyKey> {
    PossibleValuesParser::new(NotifyKey::NAMES).try_map(|name| name.parse::<NotifyKey>())
}

/// Reads an event in any case; the error for an unknown one names the nearest.
#[derive(Debug, Clone)]
struct EventParser;

impl TypedValueParser for EventParser {
    type Value = EventType;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<EventType, clap::Error> {
        let read: fn(&str) -> Result<EventType, _> = str::parse;
        read.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = EventType::ALL.map(EventType::as_str);
        Some(Box::new(names.into_iter().map(PossibleValue::new)))
    }
}
