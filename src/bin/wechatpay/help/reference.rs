//! The reference in `docs/`, written from the program: `BLESS=1 cargo test --bin wechatpay
//! reference` rewrites it, and without `BLESS` it is compared.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};
use wechatpay::profile::Field;
use wechatpay::protocol::error_code::{self, Advice, Api, Case};

use super::manual::Manual;
use super::part::{Content, Part, Row};
use super::texts::word;
use super::{schema, topic};
use crate::commands::explain::repeat_text;
use crate::dispatch::Cli;
use crate::tree;
use crate::ui::Lang;

/// The files, each with its title in both languages.
const FILES: [(&str, &str, &str); 7] = [
    ("commands", "Commands", "命令"),
    (
        "configuration",
        "Configuration: merchant.toml",
        "配置：merchant.toml",
    ),
    ("environment", "Environment variables", "环境变量"),
    ("exit-codes", "Exit codes", "退出码"),
    (
        "findings",
        "Findings: why a signature does not verify",
        "诊断结论：验签失败的原因",
    ),
    (
        "error-codes",
        "Error codes of WeChat Pay",
        "微信支付的错误码",
    ),
    ("schemas", "Schemas of JSON results", "JSON 结果的 schema"),
];

#[test]
fn the_reference_in_docs_is_that_of_the_program() {
    let root = Cli::command();
    let is_blessed = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for lang in [Lang::En, Lang::Zh] {
        let folder = lang.pick("docs/reference", "docs/zh-CN/reference");
        for (name, _, _) in FILES {
            let text = page(&root, name, lang);
            let file = format!("{folder}/{name}.md");
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
            if is_blessed {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &text).unwrap();
            }
            if fs::read_to_string(&path)
                .unwrap_or_default()
                .replace("\r\n", "\n")
                != text
            {
                stale.push(file);
            }
        }
    }
    assert!(
        stale.is_empty(),
        "out of date: {}; BLESS=1 cargo test --bin wechatpay reference rewrites them",
        stale.join(", ")
    );
}

fn title(name: &str, lang: Lang) -> &'static str {
    let found = FILES.iter().find(|(known, _, _)| *known == name);
    let (_, en, zh) = found.unwrap();
    lang.pick(en, zh)
}

fn page(root: &Command, name: &str, lang: Lang) -> String {
    let mut page = Markdown::default();
    page.heading(1, title(name, lang));
    let links = FILES.map(|(file, en, zh)| {
        let title = lang.pick(en, zh).split([':', '：']).next().unwrap();
        if file == name {
            title.to_owned()
        } else {
            format!("[{title}]({file}.md)")
        }
    });
    let other = lang.pick(
        format!("[中文](../zh-CN/reference/{name}.md)"),
        format!("[English](../../reference/{name}.md)"),
    );
    page.paragraph(&format!("{} · {other}", links.join(" · ")));
    match name {
        "commands" => commands(&mut page, root, lang),
        "configuration" => configuration(&mut page, lang),
        "findings" => findings(&mut page, root, lang),
        "error-codes" => error_codes(&mut page, lang),
        "schemas" => schemas(&mut page, root, lang),
        name => {
            let topic = topic::named(name).unwrap();
            for part in topic.parts(root, lang) {
                page.part(2, &part);
            }
        }
    }
    page.text
}

fn commands(page: &mut Markdown, root: &Command, lang: Lang) {
    let commands = tree::every(root);
    let manuals = commands.iter().map(|words| {
        let title = [&["wechatpay"], words.as_slice()].concat().join(" ");
        (title, Manual::of(root, words, lang).unwrap())
    });
    let manuals: Vec<_> = manuals.collect();
    for (title, manual) in &manuals {
        let anchor = title.replace(' ', "-");
        page.line(&format!(
            "- [{title}](#{anchor}): {}",
            inline(&manual.about)
        ));
    }
    page.line("");
    for (title, manual) in &manuals {
        page.heading(2, title);
        page.paragraph(&inline(&manual.about));
        if let Some(usage) = &manual.usage {
            page.code("text", usage);
        }
        for part in &manual.parts {
            page.part(3, part);
        }
        if let Some(official) = &manual.official {
            page.paragraph(&format!("{}<{official}>", word(lang, "official")));
        }
    }
}

fn configuration(page: &mut Markdown, lang: Lang) {
    page.paragraph(lang.pick(
        "`wechatpay` reads `./merchant.toml`, else `wechatpay/merchant.toml` in the user's \
         configuration folder; `--config FILE` or `WECHATPAY_CONFIG` names another file. \
         [merchant.example.toml](../../merchant.example.toml) has every key. An option counts \
         before its variable, and a variable before the file. Unknown keys are errors. Relative \
         paths start at the file's folder.",
        "`wechatpay` 读取 `./merchant.toml`，否则读取用户配置目录下的 \
         `wechatpay/merchant.toml`；`--config FILE` 或 `WECHATPAY_CONFIG` 可指定其他文件。\
         [merchant.example.toml](../../../merchant.example.toml) 列出了全部键。优先级：选项高于\
         环境变量，环境变量高于文件。未知的键会报错。相对路径以该文件所在目录为准。",
    ));
    page.code(
        "toml",
        "default_profile = \"shop\"\n\n[profiles.shop]\nmchid = \"1900000001\"\n\
         apiv3_key = { env = \"SHOP_APIV3_KEY\" }",
    );
    page.paragraph(lang.pick(
        "A secret is `{ env = \"NAME\" }`, `{ file = \"PATH\" }`, `{ command = \"…\" }`, \
         `{ keyring = \"NAME\" }` (the entry `NAME` of the service `wechatpay` in the system's \
         keyring, read by `secret-tool` on Linux and `security` on macOS) or a \
         text; a file with secrets in it must not be readable by other users. A command is ended \
         after 60 s, or after 10 minutes if it can ask a person, at a terminal or on a desktop.",
        "密钥可写作 `{ env = \"变量名\" }`、`{ file = \"路径\" }`、`{ command = \"…\" }`、\
         `{ keyring = \"名称\" }`（系统密钥环中服务 `wechatpay` 下的条目，Linux 用 `secret-tool`、\
         macOS 用 `security` 读取）或直接写文本；\
         含有密钥的文件不得允许其他用户读取。命令超过 60 秒即被终止；能在终端或桌面上询问用户时\
         为 10 分钟。",
    ));
    for field in Field::ALL {
        page.heading(2, field.key());
        page.paragraph(&inline(&topic::field_text(field, lang, None).unwrap()));
        if let Some(long) = topic::field_text(field, lang, Some("long")) {
            page.paragraph(&inline(&long));
        }
        let variables: Vec<_> = field.variables().map(|name| format!("`{name}`")).collect();
        let mut facts = vec![format!(
            "{}{}",
            word(lang, "env"),
            variables.join(lang.comma())
        )];
        if field.is_secret() {
            facts.push(
                lang.pick("secret: never shown", "机密：从不显示")
                    .to_owned(),
            );
        }
        if let Some(file) = field.file_name() {
            facts.push(lang.pick(
                format!("file from the merchant console: `{file}`"),
                format!("商户平台提供的文件：`{file}`"),
            ));
        }
        for fact in facts {
            page.line(&format!("- {fact}"));
        }
        page.line("");
    }
}

fn findings(page: &mut Markdown, root: &Command, lang: Lang) {
    let topic = topic::named("findings").unwrap();
    for part in topic.parts(root, lang) {
        match part.content {
            Content::Rows(rows) => {
                for row in rows {
                    page.heading(2, &row.name);
                    for line in row.text.lines() {
                        page.paragraph(&inline(line));
                    }
                }
            }
            Content::Text(_) | Content::Code(_) => page.part(2, &part),
        }
    }
}

fn error_codes(page: &mut Markdown, lang: Lang) {
    page.paragraph(lang.pick(
        "`wechatpay explain code CODE` shows one of these, and also takes an HTTP status, a \
         Request-ID or what is pasted.",
        "`wechatpay explain code CODE` 可查看其中一个，也可传入 HTTP 状态码、Request-ID 或粘贴的内容。",
    ));
    page.heading(2, lang.pick("Codes of API v3", "API v3 错误码"));
    for code in error_code::codes() {
        page.heading(3, code.code);
        let http: Vec<_> = code.http_status.iter().map(u16::to_string).collect();
        if !http.is_empty() {
            page.paragraph(&format!("HTTP {}", http.join(", ")));
        }
        page.advice(&code.advice, lang);
        page.cases(&code.cases, lang);
    }
    page.heading(2, lang.pick("HTTP statuses", "HTTP 状态码"));
    for status in error_code::http_statuses() {
        page.heading(3, &status.status.to_string());
        page.advice(&status.advice, lang);
        page.cases(&status.cases, lang);
    }
    page.heading(
        2,
        lang.pick("errcodes of jscode2session", "jscode2session 的 errcode"),
    );
    for errcode in error_code::errcodes() {
        page.heading(3, &errcode.errcode.to_string());
        page.advice(&errcode.advice, lang);
    }
    page.heading(
        2,
        lang.pick(
            "Texts of WeChat Pay, of clients and of SDKs",
            "微信支付、客户端与 SDK 的提示",
        ),
    );
    for known in error_code::texts() {
        page.heading(3, known.name);
        let parts: Vec<_> = known
            .parts
            .iter()
            .map(|part| format!("`{}`", part.trim_matches(['^', '$'])))
            .collect();
        page.paragraph(&parts.join(lang.comma()));
        page.advice(&known.advice, lang);
    }
}

fn api_name(api: Api, lang: Lang) -> &'static str {
    match api {
        Api::Prepay => lang.pick("Order", "下单"),
        Api::Refund => lang.pick("Refund", "退款"),
        Api::Bill => lang.pick("Bill", "账单"),
        Api::Certificates => lang.pick("Certificate", "平台证书"),
    }
}

fn schemas(page: &mut Markdown, root: &Command, lang: Lang) {
    let topic = topic::named("schemas").unwrap();
    for part in topic.parts(root, lang) {
        if let Content::Text(_) = part.content {
            page.part(2, &part);
        }
    }
    for (name, fields) in schema::fields() {
        page.heading(2, &name);
        page.line(lang.pick("| field | type |", "| 字段 | 类型 |"));
        page.line("| --- | --- |");
        for field in fields {
            let types = field.types.replace('|', lang.pick(" or ", " 或 "));
            let optional = lang.pick(", may be absent", "，可能不出现");
            let optional = if field.is_optional { optional } else { "" };
            page.line(&format!("| `{}` | {types}{optional} |", field.path));
        }
        page.line("");
    }
}

/// A page as it grows.
#[derive(Default)]
struct Markdown {
    text: String,
}

impl Markdown {
    fn line(&mut self, text: &str) {
        writeln!(self.text, "{}", text.trim_end()).unwrap();
        // A page has no two empty lines, and ends in none.
        while self.text.ends_with("\n\n\n") {
            self.text.pop();
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
        self.line(&format!("{} {text}", "#".repeat(level)));
        self.line("");
    }

    fn paragraph(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    fn code(&mut self, language: &str, code: &str) {
        self.line(&format!("```{language}"));
        for line in code.lines() {
            self.line(line);
        }
        self.line("```");
        self.line("");
    }

    fn part(&mut self, level: usize, part: &Part) {
        if let Some(heading) = part.title() {
            self.heading(level, heading);
        }
        match &part.content {
            Content::Text(text) => {
                for line in text.lines() {
                    // Lines of a paragraph stay lines.
                    let end = if line.is_empty() { "" } else { "  " };
                    writeln!(self.text, "{}{end}", inline(line)).unwrap();
                }
                self.line("");
            }
            Content::Rows(rows) => {
                for row in rows {
                    self.row(row);
                }
                self.line("");
            }
            Content::Code(code) => self.code("console", code),
        }
    }

    fn row(&mut self, row: &Row) {
        let mut lines = row.text.lines();
        let first = inline(lines.next().unwrap_or_default());
        self.line(&format!("- `{}`: {first}", row.name.trim()));
        for line in lines {
            self.line(&format!("  - {}", inline(line)));
        }
    }

    /// Adds what holds for single APIs.
    fn cases(&mut self, cases: &[Case], lang: Lang) {
        for case in cases {
            let name = api_name(case.api, lang);
            self.heading(4, &format!("{name}{}", lang.pick(" calls", "接口")));
            self.advice(&case.advice, lang);
        }
    }

    fn advice(&mut self, advice: &Advice, lang: Lang) {
        let words = lang.advice(advice);
        self.paragraph(&inline(words.meaning));
        let repeat = repeat_text(advice.repeat).show(lang);
        for (en, zh, text) in [
            ("cause", "原因", words.cause),
            ("fix", "处理", words.fix),
            ("send again", "能否重试", repeat.as_str()),
        ] {
            let mark = lang.colon();
            self.line(&format!("- {}{mark}{}", lang.pick(en, zh), inline(text)));
        }
        self.line("");
    }
}

/// Escapes what Markdown would take for its own, outside of code.
fn inline(text: &str) -> String {
    let mut escaped = String::new();
    let is_paired = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    for c in text.chars() {
        match c {
            '`' if is_paired => is_code = !is_code,
            '<' | '*' | '~' | '\\' | '`' if !is_code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}
