//! The formats of metrics: OpenMetrics, and the text format of Prometheus before it.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// How metrics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MetricsFormat {
    /// OpenMetrics 1.0.
    OpenMetrics,
    /// Prometheus's text format 0.0.4.
    Prometheus,
}

impl MetricsFormat {
    /// Returns the format that a client accepts: Prometheus's if it names others than OpenMetrics.
    pub(super) fn accepted(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT).iter();
        let texts = values.filter_map(|value| value.to_str().ok());
        let ranges = texts.flat_map(|text| text.split(','));
        let kinds = ranges.map(|range| range.split(';').next().unwrap_or_default().trim());
        let kinds: Vec<String> = kinds.map(str::to_ascii_lowercase).collect();
        let is_open = |kind: &String| kind == "application/openmetrics-text";
        if kinds.iter().any(is_open) || kinds.iter().all(|kind| kind == "*/*") {
            Self::OpenMetrics
        } else {
            Self::Prometheus
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
        }
    }

    /// Returns a text of OpenMetrics in this format.
    pub(super) fn write(self, text: String) -> String {
        match self {
            Self::OpenMetrics => text,
            Self::Prometheus => in_prometheus(&text),
        }
    }
}

/// Names the family of a counter as its samples are named, and leaves out the end mark.
fn in_prometheus(text: &str) -> String {
    let counter = |line: &str| {
        let name = line.strip_prefix("# TYPE ")?.strip_suffix(" counter")?;
        Some(name.to_owned())
    };
    let counters: Vec<String> = text.lines().filter_map(counter).collect();
    let total = |line: &str| {
        let (mark, rest) = line.split_at_checked("# TYPE ".len())?;
        let (name, rest) = rest.split_once(' ')?;
        let is_head = ["# TYPE ", "# HELP "].contains(&mark);
        let is_counter = is_head && counters.iter().any(|counter| counter == name);
        is_counter.then(|| format!("{mark}{name}_total {rest}"))
    };
    let lines = text.lines().filter(|line| *line != "# EOF");
    lines
        .map(|line| total(line).unwrap_or_else(|| line.to_owned()) + "\n")
        .collect()
}
