//! The library's `tracing` events as lines of the log.

use std::fmt;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use super::{Level, LogFormat, Output};

/// Writes the events of this program's own library; other libraries log headers, which may hold
/// secrets.
struct TraceLayer(Output);

impl Output {
    /// Writes the library's `tracing` events to the log from now on, for servers.
    pub(crate) fn trace_servers(&self) {
        let layer = TraceLayer(self.clone());
        // A process runs one server, so nothing else subscribes.
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer));
    }
}

impl<S: Subscriber> Layer<S> for TraceLayer {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("wechatpay")
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(match self.0.verbose {
            0 => LevelFilter::INFO,
            1 => LevelFilter::DEBUG,
            2.. => LevelFilter::TRACE,
        })
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line::default();
        event.record(&mut line);
        if self.0.log_format == LogFormat::Text {
            for (name, value) in &line.fields {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                line.message.extend([" ", name, "=", &value]);
            }
        }
        let level = match *event.metadata().level() {
            tracing::Level::ERROR => Level::Error,
            tracing::Level::WARN => Level::Warning,
            tracing::Level::INFO => Level::Info,
            tracing::Level::DEBUG | tracing::Level::TRACE => Level::Debug,
        };
        self.0.log(level, line.message, Value::Object(line.fields));
    }
}

/// The message and the fields of an event.
#[derive(Default)]
struct Line {
    message: String,
    fields: Map<String, Value>,
}

impl Line {
    fn add(&mut self, field: &Field, value: Value) {
        self.fields.insert(field.name().to_owned(), value);
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        if field.name() == "message" {
            self.message = text;
        } else {
            self.add(field, text.into());
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value.into());
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.add(field, u64::try_from(value).unwrap_or(u64::MAX).into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value.into());
    }
}
