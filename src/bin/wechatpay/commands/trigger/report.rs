//! What `trigger` reports.

use serde::Serialize;
use wechatpay::sandbox::trigger::{CaseResult, Fault, HttpLog, Problem, Run, Summary};

use super::{http_log, messages};
use crate::commands::rows::table;
use crate::text;
use crate::ui::{Lang, Page, Render, Text, Tone, count};

/// How the page shows the cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// What came of it.
    Brief,
    /// The same, and requests and responses.
    Exchanges,
    /// One line per case.
    Table,
    /// Numbers only.
    Counts,
}

/// What came of all cases.
#[derive(Serialize)]
pub(super) struct Report {
    to: String,
    pub(super) passed: bool,
    results: Vec<CaseReport>,
    summary: Summary,
    hint: Option<String>,
    #[serde(skip)]
    style: Style,
}

/// What came of one case.
#[derive(Serialize)]
struct CaseReport {
    event_type: &'static str,
    fault: Option<&'static str>,
    /// `acknowledged` or `refused`.
    expected: &'static str,
    passed: bool,
    problem: Option<Problem>,
    message: Option<String>,
    fix: Option<String>,
    /// `answers-differ`, which breaks no rule.
    note: Option<&'static str>,
    exchanges: Vec<HttpLog>,
}

impl Report {
    pub(super) fn new(to: String, run: Run, style: Style, lang: Lang) -> Self {
        let Run {
            results, summary, ..
        } = run;
        Self {
            to,
            passed: summary.failed == 0,
            results: results
                .into_iter()
                .map(|result| CaseReport::new(result, lang))
                .collect(),
            hint: summary
                .keys_seem_unknown
                .then(|| text!("trigger-unknown-keys").show(lang)),
            summary,
            style,
        }
    }
}

impl CaseReport {
    fn new(result: CaseResult, lang: Lang) -> Self {
        let problem = result.problem();
        Self {
            event_type: result.case.event_type.as_str(),
            fault: result.case.fault.map(Fault::as_str),
            expected: if result.case.must_be_refused() {
                "refused"
            } else {
                "acknowledged"
            },
            passed: problem.is_none(),
            problem,
            message: problem.map(|problem| messages::message(&result, problem).show(lang)),
            fix: problem.map(|problem| messages::fix(&result, problem).show(lang)),
            note: result.responses_differ().then_some("answers-differ"),
            exchanges: result.exchanges.into_iter().map(HttpLog::from).collect(),
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "trigger";

    fn render(&self, page: &mut Page) {
        match self.style {
            Style::Brief | Style::Exchanges => {
                for case in &self.results {
                    case.render(page);
                    for exchange in &case.exchanges {
                        http_log::brief(exchange, case.event_type, &self.to, page);
                    }
                }
                if self.style == Style::Brief {
                    page.toned(Tone::Dim, text!("trigger-verbose"));
                }
            }
            Style::Table => {
                self.table(page);
                self.failures(page);
                self.totals(page);
            }
            Style::Counts => {
                self.counts(page);
                self.failures(page);
                self.totals(page);
            }
        }
        if let Some(hint) = &self.hint {
            page.line(hint);
        }
        if self.style == Style::Exchanges {
            for exchange in self.results.iter().flat_map(|case| &case.exchanges) {
                page.line("");
                http_log::render(exchange, &self.to, page);
            }
        }
    }
}

impl Report {
    fn table(&self, page: &mut Page) {
        let each = |case: &CaseReport, cell: fn(&HttpLog) -> String| {
            let cells: Vec<String> = case.exchanges.iter().map(cell).collect();
            cells.join(page.lang.comma())
        };
        let elapsed = |exchange: &HttpLog| exchange.elapsed_ms.to_string();
        table!(page, case in &self.results => {
            text!("trigger-column-case") => case.fault.unwrap_or("good"),
            text!("trigger-column-event") => case.event_type,
            text!("trigger-column-expected") => page.show(&case.expected()),
            text!("trigger-column-response") => each(case, http_log::outcome),
            text!("trigger-column-time") => format!("{} ms", each(case, elapsed)),
            text!("trigger-column-result") => page.show(&case.result()),
        });
    }

    fn counts(&self, page: &mut Page) {
        let Summary {
            by_status,
            latency_ms: times,
            ..
        } = &self.summary;
        let mut rows: Vec<(&str, String)> = by_status
            .iter()
            .map(|(status, number)| {
                let responses = text!("trigger-responses", number = count(*number));
                (status.as_str(), responses.show(page.lang))
            })
            .collect();
        rows.push(("p50", format!("{} ms", times.p50)));
        rows.push(("p99", format!("{} ms", times.p99)));
        rows.push(("max", format!("{} ms", times.max)));
        page.fields(rows);
    }

    /// Shows each failure once, with all the cases that have it.
    fn failures(&self, page: &mut Page) {
        let mut failures: Vec<(Vec<&str>, &CaseReport)> = Vec::new();
        for case in self.results.iter().filter(|case| !case.passed) {
            let name = case.name();
            let same = failures
                .iter_mut()
                .find(|(_, first)| first.message == case.message);
            match same {
                Some((names, _)) if names.contains(&name) => {}
                Some((names, _)) => names.push(name),
                None => failures.push((vec![name], case)),
            }
        }
        for (names, case) in failures {
            let names = if names.len() > 1 && names.len() == self.results.len() {
                text!("trigger-every-case")
            } else {
                Text::list(&names)
            };
            case.failure(&names, page);
        }
    }

    fn totals(&self, page: &mut Page) {
        let (passed, failed) = (self.summary.passed, self.summary.failed);
        let tone = if self.passed { Tone::Good } else { Tone::Bad };
        page.toned(tone, text!("trigger-totals", passed, failed));
    }
}

impl CaseReport {
    fn name(&self) -> &'static str {
        self.fault.unwrap_or(self.event_type)
    }

    fn expected(&self) -> Text {
        if self.expected == "refused" {
            text!("trigger-expected-refusal")
        } else {
            Text::verbatim("2xx")
        }
    }

    fn result(&self) -> Text {
        if self.passed {
            text!("trigger-passed")
        } else {
            text!("trigger-failed")
        }
    }

    fn render(&self, page: &mut Page) {
        if self.passed {
            page.toned(Tone::Good, text!("trigger-case-passed"));
        } else {
            self.failure(&Text::verbatim(self.name()), page);
        }
        if self.note.is_some() {
            page.line(text!("trigger-responses-differ"));
        }
    }

    fn failure(&self, names: &Text, page: &mut Page) {
        let nothing = String::new;
        let message = self.message.clone().unwrap_or_else(nothing);
        page.toned(Tone::Bad, text!("trigger-case-failed", names, message));
        let fix = self.fix.clone().unwrap_or_else(nothing);
        page.line(text!("trigger-fix", fix));
    }
}
