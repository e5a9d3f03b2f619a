//! What was read of a pasted text, in words.

use std::path::Path;

use serde::Serialize;
use wechatpay::capture::{Form, Reading, Undone, Unread, Why};

use crate::error::CliError;
use crate::ui::Lang;
use crate::ui::Text;
use crate::ui::{Page, Tone};

/// What was read from where, and what was not read.
#[derive(Debug, Default, Serialize)]
pub(super) struct Captured {
    pub(super) read: Vec<Reading>,
    pub(super) not_read: Vec<Unread>,
}

impl Captured {
    /// Shows where values were found, unless they stood in plain sight, and what was not read.
    pub(super) fn render(&self, page: &mut Page) {
        let remarkable = |reading: &&Reading| {
            !reading.undone.is_empty()
                || reading.path.is_some()
                || !matches!(
                    reading.form,
                    Form::Http | Form::File | Form::Option | Form::Lines | Form::Json
                )
        };
        if self.read.iter().any(|reading| remarkable(&reading)) {
            let lang = page.pick(Lang::En, Lang::Zh);
            for text in sources(&self.read, lang) {
                let label = page.pick("read: ", "读取：");
                page.toned(Tone::Dim, format!("{label}{text}"));
            }
        }
        for part in &self.not_read {
            let text = page.pick(unread_in(Lang::En, part), unread_in(Lang::Zh, part));
            page.toned(Tone::Dim, text);
        }
    }
}

/// Says for each source what was read from it.
fn sources(read: &[Reading], lang: Lang) -> Vec<String> {
    let mut sources: Vec<(Source<'_>, Vec<&str>, usize, usize)> = Vec::new();
    for reading in read {
        let source = (
            reading.form,
            reading.path.as_deref(),
            reading.undone.as_slice(),
        );
        match sources.iter_mut().find(|(known, ..)| *known == source) {
            Some((_, names, first, last)) => {
                names.push(&reading.what);
                *first = (*first).min(reading.line);
                *last = (*last).max(reading.line);
            }
            None => sources.push((source, vec![&reading.what], reading.line, reading.line)),
        }
    }
    sources
        .into_iter()
        .map(|((form, path, undone), names, first, last)| {
            let lines = match (first == last, lang) {
                (true, Lang::En) => format!("line {first}"),
                (true, Lang::Zh) => format!("第 {first} 行"),
                (false, Lang::En) => format!("lines {first}–{last}"),
                (false, Lang::Zh) => format!("第 {first}–{last} 行"),
            };
            let path = path.map(|path| format!(" ({path})")).unwrap_or_default();
            let mut seen: Vec<Undone> = Vec::new();
            for one in undone {
                if !seen.contains(one) {
                    seen.push(*one);
                }
            }
            let undone: String = seen
                .into_iter()
                .map(|undone| lang.pick(", ", "，").to_owned() + undone_in(lang, undone))
                .collect();
            let names = names.join(", ");
            match lang {
                Lang::En => format!(
                    "{names} from {lines}{path}, {}{undone}",
                    form_in(lang, form)
                ),
                Lang::Zh => format!("{names}：{lines}{path}，{}{undone}", form_in(lang, form)),
            }
        })
        .collect()
}

type Source<'r> = (Form, Option<&'r str>, &'r [Undone]);

fn form_in(lang: Lang, form: Form) -> &'static str {
    match form {
        Form::Http => lang.pick("an HTTP message", "HTTP 报文"),
        Form::CurlVerbose => lang.pick("the output of curl -v", "curl -v 的输出"),
        Form::CurlCommand => lang.pick("a curl command", "curl 命令"),
        Form::PowerShellCommand => lang.pick("a PowerShell command", "PowerShell 命令"),
        Form::Lines => lang.pick("lines of names and values", "逐行的名称和值"),
        Form::Json => "JSON",
        Form::Literal => lang.pick("an object as a program prints it", "程序打印的对象"),
        Form::Query => lang.pick("a query string", "查询字符串"),
        Form::Text => lang.pick("the text around it", "文本中的内容"),
        Form::Option => lang.pick("the options", "命令行选项"),
        Form::File => lang.pick("the file itself", "文件本身"),
    }
}

fn undone_in(lang: Lang, undone: Undone) -> &'static str {
    match undone {
        Undone::Utf16 => lang.pick("converted from UTF-16", "由 UTF-16 转换"),
        Undone::ByteOrderMark => lang.pick("without the byte order mark", "去掉了 BOM"),
        Undone::Gbk => lang.pick("in a text that is GBK", "所在文本为 GBK 编码"),
        Undone::TerminalColours => {
            lang.pick("without the terminal's colours", "去掉了终端颜色代码")
        }
        Undone::StringEscapes => lang.pick("with string escapes undone", "还原了字符串转义"),
        Undone::ShellQuotes => lang.pick("with shell quotes undone", "还原了命令行引号"),
        Undone::Base64 => lang.pick("decoded from base64", "由 base64 解码"),
        Undone::ByteList => lang.pick("from a list of bytes", "由字节列表还原"),
        Undone::Chunked => lang.pick("with the chunks joined", "还原了 chunked 分块"),
        Undone::LineWrap => lang.pick("with line breaks removed", "去掉了折行"),
        Undone::HtmlEntities => lang.pick("with HTML entities undone", "还原了 HTML 实体"),
        Undone::PercentEncoding => lang.pick("with percent-encoding undone", "还原了百分号编码"),
        Undone::FinalNewline => lang.pick("without the line end at the end", "去掉了末尾的换行"),
        Undone::TypographicQuotes => lang.pick(
            "with curly quotes read as straight ones",
            "将弯引号当作直引号",
        ),
        Undone::BeyondContentLength => {
            lang.pick("as long as Content-Length says", "按 Content-Length 截取")
        }
        Undone::Prefix => lang.pick("without what stands in front", "去掉了前面的内容"),
    }
}

fn why_in(lang: Lang, why: Why) -> &'static str {
    match why {
        Why::UnknownForm => lang.pick("not in a known form", "格式未知"),
        Why::NoValue => lang.pick("a name without a readable value", "有名称但读不到值"),
        Why::CutShort => lang.pick("the text ends too early", "内容不完整"),
        Why::Code => lang.pick("code, not a value", "是代码，不是值"),
        Why::AnotherValue => lang.pick(
            "a second value of what was read already",
            "重复出现且值不同",
        ),
        Why::TooLong => lang.pick("too long or nested too deeply", "过长或嵌套过深"),
    }
}

/// Says which part was not read.
fn unread_in(lang: Lang, part: &Unread) -> String {
    let Unread { line, text, why } = part;
    let why = why_in(lang, *why);
    match lang {
        Lang::En => format!("not read: line {line} ({why}): {text}"),
        Lang::Zh => format!("未能读取：第 {line} 行（{why}）：{text}"),
    }
}

/// The failure to read a text, with the parts that were not read.
pub(super) fn unreadable(path: &Path, what: (&str, &str), not_read: &[Unread]) -> CliError {
    let shown = if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let zh_shown = if path == Path::new("-") {
        "标准输入"
    } else {
        shown.as_str()
    };
    let mut failure = CliError::config(format!("{shown}: {}", what.0))
        .in_chinese(format!("{zh_shown}：{}", what.1));
    for part in not_read.iter().take(3) {
        failure.add_cause(Text::pair(
            unread_in(Lang::En, part),
            unread_in(Lang::Zh, part),
        ));
    }
    failure
}

/// Which forms of a notification are read.
pub(super) const NOTIFICATION_FORMS: (&str, &str) = (
    "paste the whole request: raw HTTP, header lines and a body, a copied curl command, JSON with headers and body (Lambda, SCF, FC, HAR), or headers as a program prints them; or pass --headers FILE --body FILE",
    "请粘贴完整请求：HTTP 原文、请求头各行加请求体、复制的 curl 命令、含 headers 与 body 的 JSON（Lambda、SCF、FC、HAR），或程序打印的请求头；也可用 --headers 文件 --body 文件",
);

/// Which forms of pay params are read.
pub(super) const PAY_PARAMS_FORMS: (&str, &str) = (
    "paste the values that the client got: the object passed to wx.requestPayment, such as {\"timeStamp\":\"…\",\"nonceStr\":\"…\",\"package\":\"prepay_id=…\",\"signType\":\"RSA\",\"paySign\":\"…\"}, or the back end's response or a log line with it",
    "请粘贴客户端实际收到的值：传给 wx.requestPayment 的对象，例如 {\"timeStamp\":\"…\",\"nonceStr\":\"…\",\"package\":\"prepay_id=…\",\"signType\":\"RSA\",\"paySign\":\"…\"}，或包含它的后端响应、日志",
);

/// Which forms of a request are read.
pub(super) const REQUEST_FORMS: (&str, &str) = (
    "paste the whole request as raw HTTP or as a curl command with its body, or use wechatpay explain request --method M --url U --body FILE --authorization-file FILE",
    "请粘贴完整请求（HTTP 原文，或带请求体的 curl 命令），或使用 wechatpay explain request --method M --url U --body 文件 --authorization-file 文件",
);

/// Which forms of a reply are read.
pub(super) const REPLY_FORMS: (&str, &str) = (
    "paste the JSON with code and message that WeChat Pay sent, alone or inside an exception's text or a log line",
    "请粘贴微信支付返回的含 code 和 message 的 JSON；也可以是包含它的异常信息或日志",
);
