//! What the sandbox received: every request, and how its signature was checked.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::Value;

use crate::diagnose::VisibleLine;
use crate::protocol::id::OutTradeNo;
use crate::sandbox::log::check::SignatureCheck;
use crate::sandbox::log::filter::RequestFilter;
use crate::sandbox::log::message::RecordedMessage;
use crate::sandbox::log::request::{RequestRecord, RequestSummary};
use crate::sandbox::page::cashier::with;
use crate::sandbox::page::command::{Commands, quoted};
use crate::sandbox::page::form::Key;
use crate::sandbox::page::format::{Tone, command, moment};
use crate::sandbox::page::layout::{self, Section};
use crate::sandbox::page::orders::order_path;
use crate::sandbox::page::text::{Lang, words};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

pub(crate) async fn list(State(sandbox): State<Arc<Sandbox>>, viewer: Viewer) -> Response {
    let lang = viewer.lang;
    let filter = RequestFilter {
        before: viewer
            .parameter("before")
            .and_then(|text| text.parse().ok()),
        number: viewer.parameter("number"),
        refused: viewer.parameter("refused").is_some(),
        ..RequestFilter::default()
    };
    let found = match sandbox.requests(&filter).await {
        Ok(found) => found,
        Err(why) => return layout::broken(&viewer, &why),
    };
    let title = lang.say(words!("page-requests"));
    let content = html! {
        div .heading {
            div {
                h1 { (title) }
                p .sub { (lang.say(words!("page-requests-about"))) }
            }
        }
        div .toolbar {
            div .filters role="group" aria-label=(lang.say(words!("page-filter"))) {
                a href=(link(None, false, &filter)) aria-current=[(!filter.refused).then_some("true")] { (lang.say(words!("page-filter-all"))) }
                a href=(link(None, true, &filter)) aria-current=[filter.refused.then_some("true")] { (lang.say(words!("page-requests-refused"))) }
            }
        }
        @if let Some(number) = &filter.number { (about_number(number, lang)) }
        div #requests data-live="" {
            @if found.is_empty() { (nothing(Commands::new(&sandbox, &viewer), &filter, lang)) }
            @else { (listed(&found, &filter, lang)) }
        }
    };
    layout::page(&sandbox, &viewer, Section::Requests, &title, &content)
}

/// Says which number the requests are about.
fn about_number(number: &str, lang: Lang) -> Markup {
    html! {
        p .flash .good {
            (lang.say(words!("page-requests-of", number = number.to_owned()))) " "
            @if number.parse::<OutTradeNo>().is_ok() { a href=(order_path(number)) { (lang.say(words!("page-to-order"))) } " · " }
            a href="/requests" { (lang.say(words!("page-requests-all"))) }
        }
    }
}

fn listed(found: &[RequestSummary], filter: &RequestFilter, lang: Lang) -> Markup {
    html! {
        div .card .list {
            table .requests {
                thead {
                    tr {
                        th scope="col" { (lang.say(words!("page-status"))) }
                        th scope="col" { (lang.say(words!("page-request"))) }
                        th scope="col" .number { (lang.say(words!("page-duration"))) }
                        th scope="col" .when { (lang.say(words!("page-time"))) }
                    }
                }
                tbody { @for request in found { (row(request, lang)) } }
            }
        }
        nav .pages aria-label=(lang.say(words!("page-pages"))) {
            @if filter.before.is_some() { a .button href=(link(None, filter.refused, filter)) { (lang.say(words!("page-newest"))) } }
            @if found.len() == filter.limit {
                @if let Some(last) = found.last() {
                    a .button rel="next" href=(link(Some(last.id), filter.refused, filter)) { (lang.say(words!("page-older"))) }
                }
            }
        }
    }
}

/// Leads to other requests about the same number.
fn link(before: Option<i64>, refused: bool, filter: &RequestFilter) -> String {
    let before = before.map(|before| before.to_string());
    with(
        "/requests",
        &[
            ("number", filter.number.as_deref()),
            ("before", before.as_deref()),
            ("refused", refused.then_some("1")),
        ],
    )
}

fn row(request: &RequestSummary, lang: Lang) -> Markup {
    html! {
        tr data-key=(request.id) {
            td .status { (status(request.status)) }
            td .what {
                a .row href=(format!("/requests/{}", request.id)) { span .method { (request.method) } " " (request.url) }
                span .sub {
                    @if let Some(number) = &request.number { (number.value) " " }
                    @if let Some(code) = &request.code { code { (code) } " " }
                    @for fault in &request.faults { span .pill .waiting { (fault) } " " }
                }
                @if let Some(check) = &request.check {
                    @if let Some(first) = check.findings.first() {
                        span .finding { (lang.sentence(&first.message)) }
                    }
                }
            }
            td .number { (milliseconds(request.elapsed)) }
            td .when { (moment(request.at)) }
        }
    }
}

fn nothing(commands: Commands<'_>, filter: &RequestFilter, lang: Lang) -> Markup {
    html! {
        div .card .empty {
            @if filter.refused {
                h2 { (lang.say(words!("page-no-refusals"))) }
                p { (lang.say(words!("page-no-refusals-help"))) }
            } @else {
                h2 { (lang.say(words!("page-no-requests"))) }
                p { (lang.say(words!("page-no-requests-help"))) }
                (command("", &commands.sandbox(&["requests", "--follow"]), lang))
            }
        }
    }
}

pub(crate) async fn show(
    State(sandbox): State<Arc<Sandbox>>,
    viewer: Viewer,
    Key(key): Key,
) -> Response {
    match sandbox.request(&key).await {
        Ok(Some(record)) => {
            let summary = &record.summary;
            let title = format!("{} {}", summary.method, summary.url);
            let content = content(&record, Commands::new(&sandbox, &viewer), viewer.lang);
            layout::page(&sandbox, &viewer, Section::Requests, &title, &content)
        }
        Ok(None) => layout::missing(&viewer),
        Err(why) => layout::broken(&viewer, &why),
    }
}

fn content(record: &RequestRecord, commands: Commands<'_>, lang: Lang) -> Markup {
    let summary = &record.summary;
    html! {
        p .back { a href="/requests" { "← " (lang.say(words!("page-requests"))) } }
        div .summary {
            div {
                p .what { (summary.method) }
                h1 .path { (summary.url) " " (status(summary.status)) }
                p .which { (moment(summary.at)) " · " (milliseconds(summary.elapsed)) }
            }
            @if let Some(number) = &summary.out_trade_no {
                div .actions { a .button href=(order_path(number)) { (lang.say(words!("page-to-order"))) } }
            }
        }
        div .columns {
            div .main {
                @if let Some(check) = &summary.check { (findings(check, lang)) }
                section .card aria-labelledby="h-signature" {
                    h2 #h-signature { (lang.say(words!("page-signature"))) }
                    (signature(record, lang))
                }
                (message(&lang.say(words!("page-request")), &record.request, lang))
                (message(&lang.say(words!("page-response")), &record.response, lang))
            }
            aside {
                section .card aria-labelledby="h-details" {
                    h2 #h-details { (lang.say(words!("page-details"))) }
                    (details(summary, lang))
                }
                section .card aria-labelledby="h-commands" {
                    h2 #h-commands { (lang.say(words!("page-commands"))) }
                    (command(&lang.say(words!("page-in-terminal")), &commands.sandbox(&["requests", "show", &summary.id.to_string()]), lang))
                    (command(&lang.say(words!("page-as-curl")), &as_curl(record, commands), lang))
                }
            }
        }
    }
}

/// Says why the signature was refused, and what to do.
fn findings(check: &SignatureCheck, lang: Lang) -> Markup {
    html! {
        section .card .findings aria-labelledby="h-findings" {
            h2 #h-findings { (lang.say(words!("page-findings"))) }
            @for finding in &check.findings {
                div .flash .bad {
                    p { strong { (lang.sentence(&finding.message)) } }
                    p { (lang.sentence(&finding.fix)) }
                }
            }
        }
    }
}

/// Shows the message that had to be signed, and where the one that was signed differs.
fn signature(record: &RequestRecord, lang: Lang) -> Markup {
    let check = record.summary.check.as_ref();
    let own = record.signed_message();
    let expected = check
        .map(|check| check.expected.as_slice())
        .filter(|lines| !lines.is_empty())
        .or(own.as_deref());
    let Some(expected) = expected else {
        return html! { p .sub { (lang.say(words!("page-signature-none"))) } };
    };
    let signed = check.and_then(|check| check.signed.as_deref());
    html! {
        @if record.summary.is_signature_refused() {
            p .sub { (lang.say(if signed.is_some() { words!("page-signature-differs") } else { words!("page-signature-unknown") })) }
        } @else {
            p .sub { (lang.say(words!("page-signature-fits"))) }
        }
        div .lines-table {
            @for (at, line) in expected.iter().enumerate() {
                (pair(line, signed.map(|lines| text(lines, at)), lang))
            }
            @if let Some(signed) = signed {
                @for line in signed.iter().skip(expected.len()) {
                    div .line-pair .differs {
                        span .label { (line.label) }
                        code .signed { mark { (shown(&line.text)) } }
                    }
                }
            }
        }
    }
}

/// Returns the text of a line; empty if there is none.
fn text(lines: &[VisibleLine], at: usize) -> &str {
    lines.get(at).map_or("", |line| line.text.as_str())
}

/// Returns a text with the sign for a line feed that browsers have in their fonts.
fn shown(text: &str) -> String {
    text.replace('␊', "↵")
}

/// Shows one line; if what was signed differs, both, with the difference marked.
fn pair(expected: &VisibleLine, signed: Option<&str>, lang: Lang) -> Markup {
    let Some(signed) = signed else {
        return html! {
            div .line-pair {
                span .label { (expected.label) }
                code { (shown(&expected.text)) }
            }
        };
    };
    if signed == expected.text {
        return html! {
            div .line-pair .same {
                span .label { (expected.label) " ✓" }
                code { (shown(&expected.text)) }
            }
        };
    }
    let (before, one, other, after) = difference(&expected.text, signed);
    html! {
        div .line-pair .differs {
            span .label { (expected.label) " ✗" }
            span .which { (lang.say(words!("page-line-expected"))) }
            code .expected { (shown(before)) mark { (shown(one)) } (shown(after)) }
            span .which { (lang.say(words!("page-line-signed"))) }
            code .signed { (shown(before)) mark { (shown(other)) } (shown(after)) }
        }
    }
}

/// Splits two texts into their common beginning, what differs of each, and their common end.
fn difference<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str, &'t str, &'t str) {
    let begin: usize = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let (rest, other_rest) = (&one[begin..], &other[begin..]);
    let end: usize = rest
        .chars()
        .rev()
        .zip(other_rest.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    (
        &one[..begin],
        &rest[..rest.len() - end],
        &other_rest[..other_rest.len() - end],
        &rest[rest.len() - end..],
    )
}

/// Shows headers and body.
pub(crate) fn message(title: &str, message: &RecordedMessage, lang: Lang) -> Markup {
    html! {
        section .card {
            h2 { (title) }
            dl .headers {
                @for header in &message.headers {
                    div { dt { (header.name) } dd { (header.value) } }
                }
            }
            @match (message.body.length, message.body.text()) {
                (0, _) => { p .sub { (lang.say(words!("page-body-empty"))) } }
                (_, Some(text)) => { pre .json { code { (pretty(text)) } } }
                (_, None) => { p .sub { (lang.say(words!("page-body-binary"))) } }
            }
            @if message.body.length > 0 {
                p .sub { (lang.say(words!("page-bytes", count = message.body.length.to_string()))) }
            }
        }
    }
}

fn details(summary: &RequestSummary, lang: Lang) -> Markup {
    let pairs = [
        (words!("page-request-id"), summary.request_id.clone()),
        (words!("page-code"), summary.code.clone()),
        (words!("page-message"), summary.message.clone()),
        (words!("page-failure"), summary.failure.clone()),
        (words!("page-merchant"), summary.mchid.clone()),
        (words!("page-serial-no"), summary.serial_no.clone()),
    ];
    html! {
        dl .details {
            @for (name, value) in pairs {
                @if let Some(value) = value { div { dt { (lang.say(name)) } dd { code { (value) } } } }
            }
        }
    }
}

/// Returns the request as it was sent, by curl and to this sandbox whatever name it used; its
/// signature is good for five minutes, and the body is what was received.
fn as_curl(record: &RequestRecord, commands: Commands<'_>) -> String {
    let skipped = ["content-length", "connection", "transfer-encoding"];
    let mut line = format!("{} -X {}", commands.curl(), quoted(&record.summary.method));
    for header in &record.request.headers {
        if !skipped.contains(&header.name.to_ascii_lowercase().as_str()) {
            line.push_str(" -H ");
            line.push_str(&quoted(&format!("{}: {}", header.name, header.value)));
        }
    }
    if let Some(text) = record.request.body.text().filter(|text| !text.is_empty()) {
        line.push_str(" --data-binary ");
        line.push_str(&quoted(text));
    }
    line.push(' ');
    line.push_str(&commands.url(&record.summary.url));
    line
}

fn status(status: u16) -> Markup {
    let tone = match status {
        200..=299 => Tone::Good,
        400..=599 => Tone::Bad,
        _ => Tone::Quiet,
    };
    html! { span .pill .(tone.class()) { (status) } }
}

pub(crate) fn milliseconds(elapsed: std::time::Duration) -> String {
    let tenths = elapsed.as_micros() / 100;
    format!("{}.{} ms", tenths / 10, tenths % 10)
}

/// Writes JSON over several lines, for people; other text stays as it is.
fn pretty(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_is_what_stands_between_the_same() {
        for (one, other, parts) in [
            ("/a?b=1␊", "/a?b=2␊", ("/a?b=", "1", "2", "␊")),
            ("abc", "abc", ("abc", "", "", "")),
            ("", "x", ("", "", "x", "")),
            ("aa", "aaa", ("aa", "", "a", "")),
            ("咖啡␊", "咖喱␊", ("咖", "啡", "喱", "␊")),
        ] {
            assert_eq!(difference(one, other), parts);
        }
    }
}
