//! How cases are told.

use serde::Serialize;
use wechatpay::sandbox::trigger::{CaseResult, Fault, Problem, Run, Summary};

use super::http_log::HttpLog;
use super::messages;
use crate::ui::Lang;
use crate::ui::{Page, Render, Tone};

/// Which page tells the report best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Requests and answers.
    Exchanges,
    /// A line a case.
    Table,
    /// Counts.
    Counts,
}

/// What came of all cases.
#[derive(Serialize)]
pub(super) struct Report {
    to: String,
    pub(super) passed: bool,
    results: Vec<Told>,
    summary: Summary,
    hint: Option<&'static str>,
    #[serde(skip)]
    style: Style,
}

/// What came of one.
#[derive(Serialize)]
struct Told {
    event_type: &'static str,
    fault: Option<&'static str>,
    /// `acknowledged` or `refused`.
    expected: &'static str,
    passed: bool,
    problem: Option<Problem>,
    message: Option<String>,
    fix: Option<&'static str>,
    /// `answers-differ`, which breaks no rule.
    note: Option<&'static str>,
    exchanges: Vec<HttpLog>,
}

impl Report {
    pub(super) fn new(to: String, run: Run, style: Style, lang: Lang) -> Self {
        let Run { results, summary } = run;
        Self {
            to,
            passed: summary.failed == 0,
            results: results.into_iter().map(|case| told(case, lang)).collect(),
            hint: summary
                .keys_seem_unknown
                .then(|| messages::unknown_keys(lang)),
            summary,
            style,
        }
    }
}

fn told(case: CaseResult, lang: Lang) -> Told {
    let problem = case.problem();
    Told {
        event_type: case.case.event_type.as_str(),
        fault: case.case.fault.map(Fault::as_str),
        expected: if case.case.must_be_refused() {
            "refused"
        } else {
            "acknowledged"
        },
        passed: problem.is_none(),
        problem,
        message: problem.map(|problem| messages::message(&case, problem, lang)),
        fix: problem.map(|problem| messages::fix(&case, problem, lang)),
        note: case.responses_differ().then_some("answers-differ"),
        exchanges: case.exchanges.into_iter().map(HttpLog::from).collect(),
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "trigger";

    fn render(&self, page: &mut Page) {
        match self.style {
            Style::Exchanges => {
                for told in &self.results {
                    for traffic in &told.exchanges {
                        traffic.render(&self.to, page);
                    }
                    told.verdict(page);
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
        if let Some(hint) = self.hint {
            page.line(hint);
        }
    }
}

impl Report {
    fn table(&self, page: &mut Page) {
        let header = page.pick(
            ["case", "event", "expected", "answer", "time", "verdict"],
            ["用例", "事件", "预期", "应答", "耗时", "结论"],
        );
        let rows: Vec<Vec<String>> = self
            .results
            .iter()
            .map(|told| {
                let each = |cell: fn(&HttpLog) -> String| {
                    let cells: Vec<String> = told.exchanges.iter().map(cell).collect();
                    cells.join(", ")
                };
                vec![
                    told.fault.unwrap_or("good").to_owned(),
                    told.event_type.to_owned(),
                    told.expected(page).to_owned(),
                    each(HttpLog::outcome),
                    format!("{} ms", each(|traffic| traffic.elapsed_ms.to_string())),
                    told.word(page).to_owned(),
                ]
            })
            .collect();
        page.table(&header, rows);
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
                let text = page.pick(format!("{number} answers"), format!("{number} 次应答"));
                (status.as_str(), text)
            })
            .collect();
        rows.push(("p50", format!("{} ms", times.p50)));
        rows.push(("p99", format!("{} ms", times.p99)));
        rows.push(("max", format!("{} ms", times.max)));
        page.fields(rows);
    }

    /// Tells each failure once, with all the cases that failed alike.
    fn failures(&self, page: &mut Page) {
        let mut alike: Vec<(Vec<&str>, &Told)> = Vec::new();
        for told in self.results.iter().filter(|told| !told.passed) {
            let name = told.name();
            let known = alike
                .iter_mut()
                .find(|(_, first)| first.message == told.message);
            match known {
                Some((names, _)) if names.contains(&name) => {}
                Some((names, _)) => names.push(name),
                None => alike.push((vec![name], told)),
            }
        }
        for (names, told) in alike {
            let all = names.len() > 1 && names.len() == self.results.len();
            let listed = names.join(", ");
            let names = if all {
                page.pick("every case", "所有用例")
            } else {
                &listed
            };
            told.failure(names, page);
        }
    }

    fn totals(&self, page: &mut Page) {
        let (passed, failed) = (self.summary.passed, self.summary.failed);
        let tone = if self.passed { Tone::Good } else { Tone::Bad };
        let text = page.pick(
            format!("{passed} passed, {failed} failed"),
            format!("通过 {passed}，未通过 {failed}"),
        );
        page.toned(tone, text);
    }
}

impl Told {
    fn name(&self) -> &'static str {
        self.fault.unwrap_or(self.event_type)
    }

    fn expected(&self, page: &Page) -> &'static str {
        if self.expected == "refused" {
            page.pick("4xx or 5xx", "4xx 或 5xx")
        } else {
            "2xx"
        }
    }

    fn word(&self, page: &Page) -> &'static str {
        if self.passed {
            page.pick("passed", "通过")
        } else {
            page.pick("failed", "未通过")
        }
    }

    fn verdict(&self, page: &mut Page) {
        if self.passed {
            let word = self.word(page);
            let text = page.pick("answered as WeChat Pay's rules ask", "应答符合微信支付规则");
            page.toned(Tone::Good, format!("{word}: {text}"));
        } else {
            self.failure(self.name(), page);
        }
        if self.note.is_some() {
            page.line(page.pick(
                "note: the duplicate was answered in other words than the first, which is allowed",
                "注：重复通知的应答与首次不同，规则允许",
            ));
        }
    }
    fn failure(&self, names: &str, page: &mut Page) {
        let word = self.word(page);
        let message = self.message.as_deref().unwrap_or_default();
        page.toned(Tone::Bad, format!("{word}: {names}: {message}"));
        let fix = self.fix.unwrap_or_default();
        page.line(format!("  {}{fix}", page.pick("fix: ", "修复：")));
    }
}
