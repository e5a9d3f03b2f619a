//! The reference in `docs/`, written from what the program says of itself: `BLESS=1 cargo test
//! --test docs reference` rewrites it, and without `BLESS` it is compared.

use std::fs;
use std::process::Command;

use fluent_bundle::{FluentBundle, FluentResource};
use serde_json::{Value, json};
use wechatpay::profile::Field;
use wechatpay::protocol::error_code::{self, Advice, AdviceText, Api, Case, Repeat};

use crate::markdown::{Markdown, inline};
use crate::pages::top;

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

/// A language, with the texts that only the reference has.
struct Lang {
    is_english: bool,
    texts: FluentBundle<FluentResource>,
}

impl Lang {
    fn new(is_english: bool) -> Self {
        let tag = if is_english { "en" } else { "zh-CN" };
        let mut texts = FluentBundle::new(vec![tag.parse().unwrap()]);
        for name in ["explain", "help", "help-field"] {
            let file = top().join(format!("locales/{tag}/{name}.ftl"));
            let source = fs::read_to_string(file).unwrap();
            texts
                .add_resource(FluentResource::try_new(source).unwrap())
                .unwrap();
        }
        Self { is_english, texts }
    }

    fn pick<T>(&self, en: T, zh: T) -> T {
        if self.is_english { en } else { zh }
    }

    /// Returns a text of the catalogues, or one of its attributes.
    fn text(&self, id: &str, attribute: Option<&str>) -> Option<String> {
        let message = self.texts.get_message(id).unwrap();
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value().unwrap(),
        };
        let text = self.texts.format_pattern(pattern, None, &mut Vec::new());
        Some(text.into_owned())
    }

    fn word(&self, name: &str) -> String {
        self.text(&format!("help-word-{name}"), None).unwrap()
    }

    /// Returns a page of the program's help.
    fn help(&self, words: &[&str]) -> Value {
        let done = Command::new(env!("CARGO_BIN_EXE_wechatpay"))
            .args(["--lang", self.pick("en", "zh"), "--json", "help"])
            .args(words)
            .env_clear()
            .output()
            .unwrap();
        serde_json::from_slice(&done.stdout).unwrap()
    }
}

#[test]
fn the_reference_in_docs_is_that_of_the_program() {
    let is_blessed = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for lang in [Lang::new(true), Lang::new(false)] {
        let folder = lang.pick("docs/reference", "docs/zh-CN/reference");
        for (name, en, zh) in FILES {
            let text = page(name, lang.pick(en, zh), &lang);
            let file = format!("{folder}/{name}.md");
            let path = top().join(&file);
            if is_blessed {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &text).unwrap();
            }
            let committed = fs::read_to_string(&path).unwrap_or_default();
            if committed.replace("\r\n", "\n") != text {
                stale.push(file);
            }
        }
    }
    assert!(
        stale.is_empty(),
        "out of date: {}; BLESS=1 cargo test --test docs reference rewrites them",
        stale.join(", ")
    );
}

fn page(name: &str, title: &str, lang: &Lang) -> String {
    let mut page = Markdown::default();
    page.heading(1, title);
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
        "commands" => commands(&mut page, lang),
        "configuration" => configuration(&mut page, lang),
        "findings" => findings(&mut page, lang),
        "error-codes" => error_codes(&mut page, lang),
        "schemas" => schemas(&mut page, lang),
        topic => {
            for part in lang.help(&[topic])["parts"].as_array().unwrap() {
                page.part(2, part);
            }
        }
    }
    page.text
}

/// Adds the pages of a command and of those under it.
fn collect(words: &[&str], lang: &Lang, found: &mut Vec<Value>) {
    let help = lang.help(words);
    let inner = help["commands"].clone();
    found.push(help);
    for name in inner.as_array().unwrap() {
        collect(&[words, &[name.as_str().unwrap()]].concat(), lang, found);
    }
}

fn commands(page: &mut Markdown, lang: &Lang) {
    let mut manuals = Vec::new();
    collect(&[], lang, &mut manuals);
    let about = |manual: &Value| inline(manual["about"].as_str().unwrap());
    for manual in &manuals {
        let title = manual["name"].as_str().unwrap();
        let anchor = title.replace(' ', "-");
        page.line(&format!("- [{title}](#{anchor}): {}", about(manual)));
    }
    page.line("");
    for manual in &manuals {
        page.heading(2, manual["name"].as_str().unwrap());
        page.paragraph(&about(manual));
        page.code("text", manual["usage"].as_str().unwrap());
        for part in manual["parts"].as_array().unwrap() {
            page.part(3, part);
        }
        if let Some(official) = manual["official"].as_str() {
            page.paragraph(&format!("{}<{official}>", lang.word("official")));
        }
    }
}

fn configuration(page: &mut Markdown, lang: &Lang) {
    page.paragraph(lang.pick(
        "`wechatpay` reads `./merchant.toml`, else `wechatpay/merchant.toml` in the user's \
         configuration folder; `--config FILE` or `WECHATPAY_CONFIG` names another file. \
         [merchant.example.toml](../../merchant.example.toml) has every key. An option counts \
         before its variable, and a variable before the file. Unknown keys are errors. Relative \
         paths start at the file's folder, and `~/` is the home folder, in options and variables, \
         too.",
        "`wechatpay` 读取 `./merchant.toml`，否则读取用户配置目录下的 \
         `wechatpay/merchant.toml`；`--config FILE` 或 `WECHATPAY_CONFIG` 可指定其他文件。\
         [merchant.example.toml](../../../merchant.example.toml) 列出了全部键。优先级：选项高于\
         环境变量，环境变量高于文件。未知的键会报错。相对路径以该文件所在目录为准；`~/` 是\
         用户主目录，在选项和变量中也一样。",
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
        field_of_profile(page, field, lang);
    }
}

fn field_of_profile(page: &mut Markdown, field: Field, lang: &Lang) {
    let id = format!("help-field-{}", field.key().replace('_', "-"));
    page.heading(2, field.key());
    page.paragraph(&inline(&lang.text(&id, None).unwrap()));
    if let Some(long) = lang.text(&id, Some("long")) {
        page.paragraph(&inline(&long));
    }
    let variables: Vec<_> = field.variables().map(|name| format!("`{name}`")).collect();
    let variables = variables.join(lang.pick(", ", "、"));
    page.line(&format!("- {}{variables}", lang.word("env")));
    if field.is_secret() {
        page.line(lang.pick("- secret: never shown", "- 机密：从不显示"));
    }
    if let Some(file) = field.file_name() {
        page.line(&lang.pick(
            format!("- file from the merchant console: `{file}`"),
            format!("- 商户平台提供的文件：`{file}`"),
        ));
    }
    page.line("");
}

fn findings(page: &mut Markdown, lang: &Lang) {
    for part in lang.help(&["findings"])["parts"].as_array().unwrap() {
        let Some(rows) = part["rows"].as_array() else {
            page.part(2, part);
            continue;
        };
        for row in rows {
            page.heading(2, row["name"].as_str().unwrap());
            for line in row["text"].as_str().unwrap().lines() {
                page.paragraph(&inline(line));
            }
        }
    }
}

fn error_codes(page: &mut Markdown, lang: &Lang) {
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
        advice(page, &code.advice, lang);
        cases(page, &code.cases, lang);
    }
    page.heading(2, lang.pick("HTTP statuses", "HTTP 状态码"));
    for status in error_code::http_statuses() {
        page.heading(3, &status.status.to_string());
        advice(page, &status.advice, lang);
        cases(page, &status.cases, lang);
    }
    page.heading(
        2,
        lang.pick("errcodes of jscode2session", "jscode2session 的 errcode"),
    );
    for errcode in error_code::errcodes() {
        page.heading(3, &errcode.errcode.to_string());
        advice(page, &errcode.advice, lang);
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
        let parts = known.parts.iter();
        let parts = parts.map(|part| format!("`{}`", part.trim_matches(['^', '$'])));
        page.paragraph(&parts.collect::<Vec<_>>().join(lang.pick(", ", "、")));
        advice(page, &known.advice, lang);
    }
}

/// Adds what holds for single APIs.
fn cases(page: &mut Markdown, cases: &[Case], lang: &Lang) {
    for case in cases {
        let name = match case.api {
            Api::Prepay => lang.pick("Order", "下单"),
            Api::Refund => lang.pick("Refund", "退款"),
            Api::Bill => lang.pick("Bill", "账单"),
            Api::Certificates => lang.pick("Certificate", "平台证书"),
        };
        page.heading(4, &format!("{name}{}", lang.pick(" calls", "接口")));
        advice(page, &case.advice, lang);
    }
}

fn advice(page: &mut Markdown, advice: &Advice, lang: &Lang) {
    let AdviceText {
        meaning,
        cause,
        fix,
        ..
    } = lang.pick(advice.en, advice.zh);
    page.paragraph(&inline(meaning));
    let repeat = match advice.repeat {
        Repeat::NotNeeded => "not-needed",
        Repeat::SameRequest => "same-request",
        Repeat::Later => "later",
        Repeat::AfterQuery => "after-query",
        Repeat::AfterFix => "after-fix",
        Repeat::NewNumber => "new-number",
        Repeat::NewLoginCode => "new-login-code",
        Repeat::Never => "never",
    };
    let repeat = lang.text(&format!("explain-repeat-{repeat}"), None);
    for (name, text) in [
        (lang.pick("cause", "原因"), cause),
        (lang.pick("fix", "处理"), fix),
        (lang.pick("send again", "能否重试"), &repeat.unwrap()),
    ] {
        page.line(&format!(
            "- {name}{}{}",
            lang.pick(": ", "："),
            inline(text)
        ));
    }
    page.line("");
}

fn schemas(page: &mut Markdown, lang: &Lang) {
    let long = lang.text("help-topic-schemas", Some("long"));
    page.part(2, &json!({ "text": long }));
    let published = lang.help(&["schemas"]);
    for (name, schema) in published["schemas"].as_object().unwrap() {
        page.heading(2, name);
        page.line(lang.pick("| field | type |", "| 字段 | 类型 |"));
        page.line("| --- | --- |");
        fields(page, "", schema, lang);
        page.line("");
    }
}

/// Adds the fields of a schema, each with its place in the object.
fn fields(page: &mut Markdown, at: &str, schema: &Value, lang: &Lang) {
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|n| n == name));
    let properties = schema["properties"].as_object().into_iter().flatten();
    let others = schema.get("additionalProperties");
    let others = others.map(|inner| ("*", inner)).into_iter();
    let named = properties.map(|(name, inner)| (name.as_str(), inner));
    for (name, inner) in named.chain(others) {
        // The name of the schema itself is a constant.
        if inner.get("const").is_some() {
            continue;
        }
        let types = types(inner).join(lang.pick(" or ", " 或 "));
        let optional = lang.pick(", may be absent", "，可能不出现");
        let optional = if is_required(name) { "" } else { optional };
        page.line(&format!("| `{at}{name}` | {types}{optional} |"));
        match inner.get("items") {
            Some(items) => fields(page, &format!("{at}{name}[]."), items, lang),
            None => fields(page, &format!("{at}{name}."), inner, lang),
        }
    }
}

fn types(schema: &Value) -> Vec<String> {
    let listed = match &schema["type"] {
        Value::Array(several) => several.as_slice(),
        one => std::slice::from_ref(one),
    };
    let name = |one: &Value| match one.as_str() {
        Some("array") => format!("array of {}", types(&schema["items"]).join("|")),
        Some(name) => name.to_owned(),
        None => "any".to_owned(),
    };
    listed.iter().map(name).collect()
}
