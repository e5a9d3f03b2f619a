//! `explain code`: what an error code means, what to do, and whether repeating is safe.

use serde::Serialize;
use wechatpay::protocol::error_code::{
    self, AdviceText, Api, Case, CodeInfo, CodeQuery, CodeQueryKind, Repeat,
};

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Lang, Page, Render, Text, Tone};

/// Needs no profile and no network. Exits with 8 if the code is in no table; the report then says
/// what its form shows.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "CODE|REQUEST_ID", allow_negative_numbers = true)]
    code: CodeQuery,
}

/// What a code means, on each API where it means something else.
#[derive(Serialize)]
pub(super) struct Report {
    kind: CodeQueryKind,
    code: String,
    request_id: Option<String>,
    known: bool,
    did_you_mean: Option<&'static str>,
    http_status: Vec<u16>,
    codes: Vec<&'static str>,
    api: Option<Api>,
    #[serde(flatten)]
    words: AdviceText,
    repeat: Repeat,
    apis: Vec<OnApi>,
}

/// What the code means on one API.
#[derive(Serialize)]
struct OnApi {
    api: Api,
    http_status: Vec<u16>,
    #[serde(flatten)]
    words: AdviceText,
    repeat: Repeat,
}

impl Report {
    /// Tells the meaning on `api` first, if the code has one of its own there.
    pub(super) fn new(query: &CodeQuery, api: Option<Api>, lang: Lang) -> Self {
        let CodeInfo {
            known,
            code,
            http_status,
            codes,
            advice,
            cases,
            ..
        } = query.look_up();
        let did_you_mean = (!known && query.kind() == CodeQueryKind::Code)
            .then(|| error_code::nearest(&code))
            .flatten();
        let (fitting, others): (Vec<&Case>, _) =
            cases.iter().partition(|case| Some(case.api) == api);
        let fitting = fitting.first();
        let advice = fitting.map_or(advice, |case| &case.advice);
        Self {
            kind: query.kind(),
            code,
            request_id: query.request_id().map(str::to_owned),
            known,
            did_you_mean,
            http_status,
            codes,
            api: fitting.map(|case| case.api),
            words: advice.text(lang),
            repeat: advice.repeat,
            apis: others.iter().map(|case| OnApi::new(case, lang)).collect(),
        }
    }
}

impl OnApi {
    fn new(case: &Case, lang: Lang) -> Self {
        Self {
            api: case.api,
            http_status: case.http_status.clone(),
            words: case.advice.text(lang),
            repeat: case.advice.repeat,
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-code";

    fn render(&self, page: &mut Page) {
        let (code, meaning) = (&self.code, self.words.meaning);
        let colon = page.lang.colon();
        page.toned(
            Tone::Bold,
            match self.kind {
                CodeQueryKind::Code => format!("{code}{colon}{meaning}"),
                CodeQueryKind::HttpStatus => format!("HTTP {code}{colon}{meaning}"),
                CodeQueryKind::RequestId => format!("Request-ID …-{code}{colon}{meaning}"),
                CodeQueryKind::Errcode => format!("jscode2session errcode {code}{colon}{meaning}"),
            },
        );
        let http: Vec<String> = self.http_status.iter().map(u16::to_string).collect();
        if self.kind == CodeQueryKind::Code && !http.is_empty() {
            page.line(format!("HTTP    {}", Text::list(&http).show(page.lang)));
        }
        if !self.codes.is_empty() {
            let codes = Text::list(&self.codes);
            page.line(text!("explain-codes", codes));
        }
        self.meaning(page);
    }
}

impl Report {
    /// Shows cause, fix and repetition, for each API.
    pub(super) fn meaning(&self, page: &mut Page) {
        body(page, "", &self.words, self.repeat);
        if let Some(code) = self.did_you_mean {
            page.line(text!("explain-did-you-mean", code));
        }
        for on in &self.apis {
            let meaning = on.words.meaning;
            let title = match on.api {
                Api::Prepay => text!("explain-on-prepay", meaning),
                Api::Refund => text!("explain-on-refund", meaning),
                Api::Bill => text!("explain-on-bill", meaning),
                Api::Certificates => text!("explain-on-certificates", meaning),
            };
            page.line("");
            page.toned(Tone::Bold, title);
            body(page, "  ", &on.words, on.repeat);
        }
    }
}

/// Says whether the request may be sent again.
pub(super) fn repeat_text(repeat: Repeat) -> Text {
    match repeat {
        Repeat::NotNeeded => text!("explain-repeat-not-needed"),
        Repeat::SameRequest => text!("explain-repeat-same-request"),
        Repeat::Later => text!("explain-repeat-later"),
        Repeat::AfterQuery => text!("explain-repeat-after-query"),
        Repeat::AfterFix => text!("explain-repeat-after-fix"),
        Repeat::NewNumber => text!("explain-repeat-new-number"),
        Repeat::NewLoginCode => text!("explain-repeat-new-login-code"),
        Repeat::Never => text!("explain-repeat-never"),
    }
}

/// The width of the labels before cause, fix and retry.
const LABEL_WIDTH: usize = 8;

pub(super) fn body(page: &mut Page, indent: &str, words: &AdviceText, repeat: Repeat) {
    let repeat = repeat_text(repeat);
    for text in [
        text!("explain-cause", cause = words.cause),
        text!("explain-fix", fix = words.fix),
        text!("explain-repeat", repeat),
    ] {
        let line = format!("{indent}{}", text.show(page.lang));
        page.hanging(indent.len() + LABEL_WIDTH, None, &line);
    }
}

pub(super) fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    explain(&args.code, None, context)
}

/// Looks a code of any kind up; on one API, if that is known.
pub(super) fn explain(
    query: &CodeQuery,
    api: Option<Api>,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let report = Report::new(query, api, context.output.lang);
    context.output.show(&report)?;
    Ok(ExitStatus::of_condition(report.known))
}
