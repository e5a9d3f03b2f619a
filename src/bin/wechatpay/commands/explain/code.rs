//! `explain code`: what an error code means, what to do, and whether repeating is safe.

use serde::Serialize;
use wechatpay::protocol::error_code::{
    self, Advice, AdviceText, Api, Case, CodeInfo, CodeQuery, Repeat,
};

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Lang;
use crate::ui::{Page, Render, Tone};

/// How alike a misspelt code must be to one that is known.
const ALIKE: f64 = 0.8;

/// Needs no profile and no network. Exits with 8 where the code is in no table; the answer then
/// says what its form tells.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An answer's code, its HTTP status, its Request-ID or the number that ends it, or an
    /// errcode of the login
    #[arg(value_name = "CODE|REQUEST_ID", allow_negative_numbers = true)]
    code: CodeQuery,
}

#[derive(Serialize)]
struct Report {
    kind: &'static str,
    code: String,
    request_id: Option<String>,
    known: bool,
    did_you_mean: Option<&'static str>,
    http_status: Vec<u16>,
    codes: Vec<&'static str>,
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
    fn new(query: &CodeQuery, lang: Lang) -> Self {
        let (kind, request_id) = match query {
            CodeQuery::Code(_) => ("code", None),
            CodeQuery::Status(_) => ("http-status", None),
            CodeQuery::RequestId { id, .. } => ("request-id", id.clone()),
            CodeQuery::Errcode(_) => ("errcode", None),
        };
        let CodeInfo {
            known,
            code,
            http_status,
            codes,
            advice,
            cases,
        } = query.look_up();
        let did_you_mean = (!known && kind == "code").then(|| nearest(&code)).flatten();
        Self {
            kind,
            code,
            request_id,
            known,
            did_you_mean,
            http_status,
            codes,
            words: words(advice, lang),
            repeat: advice.repeat,
            apis: cases.iter().map(|case| OnApi::new(case, lang)).collect(),
        }
    }
}

impl OnApi {
    fn new(case: &Case, lang: Lang) -> Self {
        Self {
            api: case.api,
            http_status: case.http_status.clone(),
            words: words(&case.advice, lang),
            repeat: case.advice.repeat,
        }
    }
}

fn words(advice: &Advice, lang: Lang) -> AdviceText {
    lang.pick(advice.en, advice.zh)
}

/// Returns the known code that a misspelt one is most like.
fn nearest(code: &str) -> Option<&'static str> {
    let written = code.to_ascii_uppercase();
    error_code::codes()
        .iter()
        .map(|known| (strsim::jaro_winkler(&written, known.code), known.code))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, code)| code)
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-code";

    fn render(&self, page: &mut Page) {
        let title = match self.kind {
            "http-status" => format!("HTTP {}", self.code),
            "request-id" => format!("Request-ID …-{}", self.code),
            "errcode" => format!("jscode2session errcode {}", self.code),
            _ => self.code.clone(),
        };
        page.toned(Tone::Bold, format!("{title}: {}", self.words.meaning));
        let http: Vec<String> = self.http_status.iter().map(u16::to_string).collect();
        if self.kind == "code" && !http.is_empty() {
            page.line(format!("HTTP    {}", http.join(", ")));
        }
        if !self.codes.is_empty() {
            let label = page.pick("codes   ", "错误码  ");
            page.line(format!("{label}{}", self.codes.join(", ")));
        }
        body(page, "", &self.words, self.repeat);
        if let Some(code) = self.did_you_mean {
            let label = page.pick("did you mean", "是否为");
            page.line(format!("{label} {code}"));
        }
        for on in &self.apis {
            let (en, zh) = name(on.api);
            page.line("");
            let title = page.pick(format!("on {en}"), zh.to_owned());
            page.toned(Tone::Bold, format!("{title}: {}", on.words.meaning));
            body(page, "  ", &on.words, on.repeat);
        }
    }
}

fn body(page: &mut Page, indent: &str, words: &AdviceText, repeat: Repeat) {
    let (en, zh) = again(repeat);
    let safe = page.pick(en, zh);
    for (label, text) in [
        (page.pick("cause   ", "原因    "), words.cause),
        (page.pick("fix     ", "处理    "), words.fix),
        (page.pick("repeat  ", "重试    "), safe),
    ] {
        page.line(format!("{indent}{label}{text}"));
    }
}

fn name(api: Api) -> (&'static str, &'static str) {
    match api {
        Api::Prepay => ("ordering", "下单"),
        Api::Refund => ("refunds", "退款"),
        Api::Bill => ("bills", "账单"),
        Api::Certificates => ("platform certificates", "平台证书"),
    }
}

pub(super) fn again(repeat: Repeat) -> (&'static str, &'static str) {
    match repeat {
        Repeat::NotNeeded => ("not needed", "无需重试"),
        Repeat::SameRequest => (
            "safe: the same request with the same number, 2 or 3 times with growing pauses, signed anew each time; never with a new number",
            "安全：相同单号与参数，间隔递增重试 2–3 次，每次重新签名；切勿换号",
        ),
        Repeat::Later => (
            "safe after a pause: the same request with the same number",
            "稍候可安全重试：使用相同单号与参数",
        ),
        Repeat::AfterQuery => (
            "query first; then only with the same number and parameters",
            "先查询，再以相同单号与参数重试",
        ),
        Repeat::AfterFix => (
            "safe once the cause is mended, with the same number; before that it fails again",
            "消除原因后可用相同单号安全重试；之前仍会失败",
        ),
        Repeat::NewNumber => (
            "not as it is: with a new out_trade_no, after closing the old order",
            "不可原样重试：关闭旧订单后换新的 out_trade_no",
        ),
        Repeat::NewLoginCode => (
            "only with a new code of wx.login",
            "须用 wx.login 取得新的 code",
        ),
        Repeat::Never => (
            "not as it is: the same request is refused again",
            "不可原样重试：仍会被拒绝",
        ),
    }
}

pub(super) fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    explain(&args.code, context)
}

/// Looks a code of any kind up.
pub(super) fn explain(query: &CodeQuery, context: &Context) -> Result<ExitStatus, CliError> {
    let report = Report::new(query, context.output.lang);
    context.output.show(&report)?;
    Ok(if report.known {
        ExitStatus::Success
    } else {
        ExitStatus::Condition
    })
}
