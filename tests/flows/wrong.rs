//! Wrong inputs: each is reported in one error, with what to do, in either language and as JSON.

mod suggestions;

use std::collections::BTreeMap;
use std::path::Path;

use crate::home::{Home, read};
use crate::responses::{closed_address, home};

/// Command lines that cannot do what they were asked to, each for another reason.
pub(crate) const WRONG: &[&str] = &[
    "frobnicate",
    "listen http://127.0.0.1:1",
    "query",
    "query --out-trade-no",
    "query --out-trade-no x",
    "query --out-trade-no order-1 --transaction-id 1",
    "query --out-trade-no order-1 --interval soon",
    "query --out-trade-no order-1 --expect NOPE",
    "query --out-trade-no order-1 --get nope.nope",
    "query --out-trade no-such",
    "--timeout 0s query --out-trade-no order-1",
    "--retries -1 query --out-trade-no order-1",
    "--lang fr query --out-trade-no order-1",
    "--color blue query --out-trade-no order-1",
    "--proxy ftp://x query --out-trade-no order-1",
    "--ca-file none.pem query --out-trade-no order-1",
    "--ca-file merchant.toml query --out-trade-no order-1",
    "--config none.toml query --out-trade-no order-1",
    "--config . query --out-trade-no order-1",
    "--profile nobody query --out-trade-no order-1",
    "--sandbox -p sandbox query --out-trade-no order-1",
    "--base-url 127.0.0.1:1 query --out-trade-no order-1",
    "--base-url http://example.com query --out-trade-no order-1",
    "--base-url https://example.com query --out-trade-no order-1",
    "--base-url https://api.mch.weixin.qq.com/v3 query --out-trade-no order-1",
    "close",
    "close x",
    "create-order",
    "create-order --openid o --description x",
    "create-order --openid o --description x --total -5",
    "create-order --openid o --description x --total 1.5",
    "create-order --openid o --description x --yuan 0.001",
    "create-order --openid o --description x --total 1 --time-expire 30",
    "create-order --openid o --description x --total 1 --time-expire 1700000000",
    "create-order --openid o --description x --total 1 --detail none.json",
    "create-order --openid o --description x --total 1 --detail merchant.toml",
    "create-order --openid o --description x --total 1 --set nothing",
    "create-order --openid o --description x --total 1 --trade-type cash",
    "create-order --openid o --description x --total 1 --qr",
    "create-order --body none.json",
    "create-order --batch none.csv -o out.jsonl",
    "create-order --batch merchant.toml -o out.jsonl",
    "create-order --batch none.csv",
    "refund --out-trade-no order-1",
    "refund create --out-trade-no order-1",
    "refund create --body none.json",
    "refund query",
    "pay-params",
    "pay-params --check none.json",
    "pay-params wx1 --for tv",
    "verify-notify",
    "verify-notify --body body.json",
    "verify-notify --body body.json --timestamp 1",
    "verify-notify --request none.http",
    "verify-notify --headers none.txt --body none.json",
    "explain reply none.json",
    "explain request",
    "explain request --method POST --url /v3/x --authorization-file none.txt",
    "download-certs -c none.pem",
    "download-certs --chain none.pem",
    "download-certs -o merchant.toml/x",
    "bill trade someday",
    "api",
    "api GET nothing",
    "api POST /v3/x --data none.json",
    "openid",
    "openid -",
    "events list --store none.db",
    "events show",
    "events export --store none.db",
    "serve-notify --listen nowhere --no-store",
    "serve-notify --no-store --tls-cert none.pem --tls-key none.pem",
    "trigger",
    "trigger NOT.AN.EVENT --to 1",
    "sandbox pay",
    "sandbox import none.json",
    "sandbox --listen nowhere",
    "profile show nobody",
    "completions tcsh",
    "version",
    "--base-url ftp://127.0.0.1 query --out-trade-no order-1",
    "--config broken.toml query --out-trade-no order-1",
    "--config wide.toml query --out-trade-no order-1",
    "query --out-trade-no order-1 --wait 5m",
    "query --out-trade-no order-1 --fail-on SUCESS",
    "query --out-trade-no order-1 --get amount.totl",
    "query --batch empty.txt -o out.jsonl",
    "query --batch - -o out.jsonl",
    "query --batch . -o out.jsonl",
    "create-order --openid o --description x --total 1 -o out.jsonl",
    "query order-1 -o json",
    "query order-1 --concurrency 2",
    "refund create --out-trade-no order-1 --refund 1 --total 1 --rate 2",
    "create-order --body empty.txt",
    "refund create --body empty.txt",
    "events list --limit 0",
    "sandbox orders --limit 0",
    "sandbox example none",
    "create-order --openid o --description x --total 1 --set a..b=1",
    "create-order --openid o --description x --total 1 --detail empty.txt",
    "create-order --openid o --description x --total 1 --notify-url example",
    "create-order --trade-type h5 --description x --total 1",
    "pay-params wx1 --check none.json",
    "pay-params --check empty.txt",
    "pay-params --check -",
    "verify-notify --request empty.txt",
    "explain -",
    "explain reply empty.txt",
    "bill trade yesterday -o /proc/x",
    "download-certs --min-days 999999",
    "download-certs -m abc",
    "events list --store merchant.toml",
    "events list --store postgres://127.0.0.1:1/x",
    "events replay --all",
    "serve-notify --store /proc/x.db",
    "serve-notify --no-store --listen 192.0.2.1:1",
    "serve-notify --no-store --forward-to ftp://user:hunter2@x",
    "serve-notify --no-store --tls-cert body.json",
    "serve-notify --no-store --tls-cert body.json --tls-key body.json",
    "trigger --to 1",
    "sandbox --data body.json",
    "sandbox fault none-such",
    "help nothing",
];

/// Returns what is English in a Chinese text: two plain words in a row that are no code.
pub(crate) fn english_in(text: &str) -> Vec<String> {
    let is_word = |word: &str| {
        let word = word.trim_end_matches([',', ';', ':', '.']);
        word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase())
    };
    let mut found = Vec::new();
    for line in text.lines() {
        // Usage lines, commands and what was typed are code.
        let line = line.split("用法：").next().unwrap_or_default();
        let pieces: Vec<&str> = line.split(['`', '“', '”', '"', '（']).collect();
        let plain = pieces
            .iter()
            .filter(|piece| !piece.starts_with("wechatpay"));
        for piece in plain {
            let words: Vec<&str> = piece.split_whitespace().collect();
            let pairs = words.windows(2);
            let english = pairs.filter(|pair| is_word(pair[0]) && is_word(pair[1]));
            found.extend(english.map(|pair| format!("{} {}", pair[0], pair[1])));
        }
    }
    found
}

/// A home with the files that the command lines name.
pub(crate) fn wrong_home() -> Home {
    let home = home();
    home.write("body.json", "{}");
    home.write("empty.txt", "");
    home.write("broken.toml", "[profiles.a]\nmchid = 1900000109x\n");
    home.write("wide.toml", "[profiles.a]\nmchid = “1900000109”\n");
    home
}

fn lines(text: &str, label: &str) -> usize {
    text.lines().filter(|line| line.starts_with(label)).count()
}

#[test]
fn every_wrong_input_is_one_error_with_what_to_do() {
    let home = wrong_home();
    // A command that needs another shows its help; a program gets an error.
    assert_eq!(home.run("--json refund").failed(2)["kind"], "usage");
    let away = format!(
        "--base-url {} query --out-trade-no order-1 --retries 0",
        closed_address()
    );
    let mut faults = Vec::new();
    for command in WRONG.iter().copied().chain([away.as_str()]) {
        let [en, zh, json] =
            ["--lang en", "--lang zh", "--json"].map(|form| home.run(&format!("{form} {command}")));
        let hint = json
            .stderr
            .lines()
            .last()
            .map(|line| read(line)["error"]["hint"].take());
        let holds = [
            (2..=9).contains(&en.code.unwrap_or_default()),
            lines(&en.stderr, "error: ") == 1 && lines(&en.stderr, "help: ") == 1,
            lines(&zh.stderr, "错误：") == 1 && lines(&zh.stderr, "帮助：") == 1,
            !en.stderr.contains("os error") && !zh.stderr.contains("os error"),
            english_in(&zh.stderr).is_empty(),
            ![&en, &zh, &json]
                .iter()
                .any(|done| done.stderr.contains("hunter2")),
            zh.code == en.code && json.code == en.code,
            json.stdout.is_empty() && hint.is_some_and(|hint| hint.is_string()),
        ];
        if holds.contains(&false) {
            faults.push(format!(
                "{command} {holds:?} {:?}\n{}{}",
                en.code, en.stderr, json.stderr
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let home = home();
    for command in WRONG.iter().filter(|command| command.contains("none.")) {
        let done = home.run(&format!("--lang en {command}"));
        if done.code == Some(3) {
            assert!(
                done.stderr.lines().next().unwrap().contains("none."),
                "{}",
                done.stderr
            );
        }
    }
}

#[test]
fn a_file_or_folder_that_holds_something_else_is_named() {
    let home = home();
    std::fs::create_dir(home.path("folder")).unwrap();
    for (typed, said) in [
        (
            "--ca-file merchant.toml query --out-trade-no order-1",
            "merchant.toml 中没有可用的 PEM 证书",
        ),
        ("explain folder", "无法读取 folder\n原因：这是一个目录"),
    ] {
        let done = home.run(&format!("--lang zh {typed}"));
        assert!(done.fails_with(3).contains(said), "{typed}");
    }
}

#[test]
fn the_line_that_is_not_toml_is_explained() {
    let home = home();
    for (line, en, zh) in [
        ("mchid = abc", "no quotes", "没有加引号"),
        ("mchid = \"123", "closing quote is missing", "缺少右引号"),
        ("mchid \"1\"", "the = is missing", "缺少等号"),
        ("mchid =", "the value is missing", "缺少值"),
        ("[profiles.商店]", "needs quotes", "须加引号"),
        ("mchid = \"1\";", "something follows", "多余内容"),
        ("mchid = \"1\"\nmchid = \"2\"", "a second time", "名称重复"),
        ("mchid ＝ \"1\"", "Chinese (full-width)", "全角"),
        ("mchid = ‘1’", "Chinese (full-width)", "全角"),
        ("apiv3_key = { file = \"x\"", "not closed", "没有闭合"),
        ("private_key = \"C:\\keys\"", "backslash", "反斜杠"),
        ("{\"a\": 1}", "not valid TOML", "不符合 TOML 语法"),
    ] {
        home.write("line.toml", format!("[profiles.a]\n{line}\n"));
        let [en_said, zh_said] = ["en", "zh"].map(|lang| {
            let line = format!("--lang {lang} --config line.toml profile show");
            home.run(&line).fails_with(3)
        });
        assert!(
            en_said.contains(en) && en_said.contains("line.toml:"),
            "{en_said}"
        );
        assert!(
            zh_said.contains(zh) && english_in(&zh_said).is_empty(),
            "{zh_said}"
        );
    }
}

#[test]
fn a_command_that_a_hint_prints_names_the_same_merchant() {
    let home = home();
    let hint = |args: &str| home.run(args).fails_with(3);
    let hint_text = hint("--config merchant.toml --profile sandbox events list --store none.db");
    let command = "`wechatpay --config merchant.toml --profile sandbox serve-notify`";
    assert!(hint_text.contains(command), "{hint_text}");
    let hint_text = hint("--sandbox events list --store none.db");
    assert!(
        hint_text.contains("`wechatpay --sandbox serve-notify`"),
        "{hint_text}"
    );
    let hint_text = hint("events list --store none.db");
    assert!(
        hint_text.contains("`wechatpay serve-notify`"),
        "{hint_text}"
    );
    let error = home
        .run("--json --sandbox events list --store none.db")
        .failed(3);
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.contains("`wechatpay --sandbox serve-notify`"),
        "{hint}"
    );
}

#[test]
fn an_error_object_is_in_the_language_of_everything_else() {
    let home = home();
    let object = |args: &str| home.run(args).failed(3);
    let zh = object("--json --lang zh pay-params --check none.json");
    assert_eq!(zh["message"], "无法读取 none.json：文件或目录不存在");
    assert!(zh["hint"].as_str().unwrap().starts_with("检查路径"));
    let en = object("--json --lang en pay-params --check none.json");
    assert_eq!(
        en["message"],
        "cannot read none.json: No such file or directory"
    );
    // What a program compares is the same.
    assert_eq!(
        (&zh["kind"], &zh["exit_code"]),
        (&en["kind"], &en["exit_code"])
    );
}

#[test]
fn a_line_of_a_batch_that_gives_no_order_or_refund_is_explained_in_chinese() {
    let home = Home::new();
    home.write(
        "refunds.csv",
        "out_trade_no,refund,total\ncoffee-1,999,100\n",
    );
    home.write("orders.csv", "total,description\n1,x\n");
    for (command, said) in [
        (
            "refund create --batch refunds.csv",
            "错误：refunds.csv，第 2 行：退款金额 ¥9.99 超过订单金额 ¥1.00\n",
        ),
        (
            "create-order --batch orders.csv",
            "错误：orders.csv，第 2 行：JSAPI 下单需要 --openid：付款人\n",
        ),
    ] {
        let line = format!("--lang zh --sandbox {command} -o results.jsonl");
        let text = home.run(&line).fails_with(3);
        assert!(text.contains(said), "{text}");
    }
}

/// Each would fail in another way, or begin something, if it were not refused first.
#[test]
fn a_field_that_no_result_has_is_refused_before_anything_is_done() {
    let home = home();
    let closed = closed_address();
    for command in [
        "query order-1",
        "query order-1 --wait",
        "query --batch none.csv -o out.jsonl",
        "refund query --out-refund-no r-1",
        "refund create --out-trade-no order-1 --refund 1 --total 1",
        "close order-1",
        "download-certs",
        "openid 0a1b2c",
        "init nowhere",
        "doctor",
        "profile show nobody",
        "pay-params --check none.json",
        "verify-notify --request none.http",
        "explain reply none.json",
        "serve-notify --no-store --listen 127.0.0.1:0",
        "listen http://127.0.0.1:1 --token-file none",
        "events list --store none.db",
        "events replay order-1 --store none.db",
        "trigger TRANSACTION.SUCCESS --to 1",
        "sandbox --listen 127.0.0.1:0",
        "sandbox pay order-1",
        "sandbox fault",
        "sandbox requests --follow",
        "sandbox reset",
        "man -o man",
        "completions bash",
        "sandbox export",
    ] {
        let line = format!("--json --base-url {closed} --retries 0 --get nope.nope {command}");
        let error = home.run(&line).failed(2);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("nope.nope"), "{command}: {message}");
    }
    // The part that is wrong is named, and what it may be.
    let typed = "--lang en --base-url http://127.0.0.1:1 query order-1 --get amount.totl";
    let said = home.run(typed).fails_with(2);
    assert!(said.contains("did you mean 'amount.total'?"), "{said}");
    // What a request would have is another thing than what a response has.
    home.run("--sandbox --get url query order-1 --dry-run").ok();
}

#[test]
fn an_unknown_option_beside_a_word_that_is_not_utf8_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let mut command = home.command("init --appidd");
    command.arg(std::ffi::OsStr::from_bytes(b"\xff"));
    let done = command.output().unwrap();
    let text = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{text}");
    assert!(text.contains("did you mean '--appid'?"), "{text}");
}

#[test]
fn the_drawn_code_is_part_of_the_result() {
    let home = Home::new();
    let order = "--sandbox --json create-order --trade-type native --total 1 --description x";
    let plain = home.run(order).json();
    assert!(plain["code_url"].is_string() && plain.get("qr").is_none());
    let drawn = home.run(&format!("{order} --qr")).json();
    assert!(drawn["qr"].as_str().unwrap().lines().count() > 10);
}

/// Collects the names of schemas, and the files that they stand in.
fn schemas(folder: &Path, found: &mut BTreeMap<String, Vec<String>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            schemas(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines() {
            let declared = [
                "const SCHEMA: &'static str = \"",
                "const NAME: &'static str = \"",
                "const LINE_SCHEMA: &'static str = \"",
            ];
            let declared = declared
                .iter()
                .find_map(|start| line.trim().strip_prefix(start));
            let literal = line
                .split("\"wechatpay/")
                .nth(1)
                .and_then(|rest| rest.split("/v").next());
            let name = declared.and_then(|rest| rest.split('"').next()).or(literal);
            if let Some(name) = name.filter(|name| !name.is_empty() && !name.contains(['"', '{'])) {
                let file = path.file_name().unwrap().to_str().unwrap().to_owned();
                found.entry(name.to_owned()).or_default().push(file);
            }
        }
    }
}

#[test]
fn a_schema_name_stands_for_one_shape() {
    let mut found = BTreeMap::new();
    schemas(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut found,
    );
    assert!(found.len() > 30, "{found:?}");
    // A program that --exec starts reads the line that the stream has.
    let event = found.remove("event").unwrap();
    assert_eq!(event.len(), 2, "{event:?}");
    for (name, places) in found {
        assert_eq!(places.len(), 1, "{name} is declared in {places:?}");
    }
}

#[test]
fn a_value_that_is_refused_is_explained_in_chinese_without_english() {
    let home = Home::new();
    for args in [
        "create-order --openid o --total 1.5 --description x",
        "create-order --openid o --yuan 1.555 --description x",
        "create-order --openid o --total 1 --description x --time-expire 30",
        "create-order --trade-type h6",
        "query --out-trade-no x",
        "bill trade 2020-13-45",
        "serve-notify --expect FOO",
        "serve-notify --forward-to FOO=3000",
        "serve-notify --listen nowhere",
        "trigger TRANSACTION.SUCESS --to 3000",
        "trigger TRANSACTION.SUCCESS --to :::",
        "create-order --batch x --sandbox",
        "sandbox reqests",
    ] {
        let stderr = home.run(&format!("--lang zh {args}")).fails_with(2);
        for english in [" is ", " be ", " needs ", "did you mean", "？；"] {
            assert!(!stderr.contains(english), "{args}: {stderr}");
        }
    }
}

#[test]
fn what_is_not_an_export_of_a_sandbox_is_explained_in_chinese_without_english() {
    let home = Home::new();
    for (content, says) in [
        ("import x", "第 1 行第 1 列有语法错误"),
        ("[1]", "第 1 行第 0 列的值类型不符"),
    ] {
        home.write("other.json", content);
        let stderr = home
            .run("--lang zh sandbox import other.json")
            .fails_with(3);
        assert!(stderr.contains(says), "{stderr}");
        assert!(!stderr.contains("expected"), "{stderr}");
    }
}

#[test]
fn a_profile_that_the_sandbox_does_not_have_is_not_shown_as_its_own() {
    let home = Home::new();
    let stderr = home.run("profile show nope --sandbox").fails_with(2);
    assert!(
        stderr.contains("'nope'") && stderr.contains("help: "),
        "{stderr}"
    );
    home.run("profile show sandbox --sandbox").ok();
}

/// The beginnings of files that are not text, and what they are called.
const NOT_TEXT: &[(&str, &[u8], &str, &str)] = &[
    (
        "a.xlsx",
        b"PK\x03\x04\0\0[Content_Types].xml\0xl/workbook.xml",
        "an Excel workbook",
        "Excel 工作簿",
    ),
    (
        "a.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        "an Excel workbook",
        "Excel 工作簿",
    ),
    (
        "a.numbers",
        b"PK\x03\x04\0\0Index/Document.iwa",
        "a Numbers spreadsheet",
        "Numbers 表格",
    ),
    (
        "a.zip",
        b"PK\x03\x04\0\0apiclient_key.pem",
        "a ZIP archive",
        "ZIP 压缩包",
    ),
    ("a.gz", b"\x1f\x8b\x08\0\0", "a gzip file", "gzip 压缩文件"),
    (
        "a.pdf",
        b"%PDF-1.7\n%\xe2\xe3\n",
        "a PDF document",
        "PDF 文档",
    ),
    (
        "a.png",
        b"\x89PNG\r\n\x1a\n\0\0",
        "a PNG or JPEG image",
        "PNG 或 JPEG 图片",
    ),
    (
        "a.db",
        b"SQLite format 3\0",
        "an SQLite database",
        "SQLite 数据库",
    ),
];

#[test]
fn a_file_that_is_not_text_is_called_what_it_is() {
    let home = home();
    for (name, content, english, chinese) in NOT_TEXT {
        home.write(name, content);
        for command in [
            "create-order --batch FILE -o out.jsonl",
            "query --batch FILE -o out.jsonl",
            "create-order --body FILE",
            "create-order --openid o --description x --total 1 --detail FILE",
            "verify-notify --request FILE",
            "pay-params --check FILE",
            "explain FILE",
            "explain reply FILE",
            "--config FILE query order-1",
        ] {
            let command = command.replace("FILE", name);
            let said = home.run(&format!("--lang en {command}")).fails_with(3);
            assert!(
                said.starts_with(&format!("error: {name} is {english}, not ")),
                "{command}: {said}"
            );
            assert!(said.contains("\nhelp: "), "{said}");
            let said = home.run(&format!("--lang zh {command}")).fails_with(3);
            assert!(
                said.starts_with(&format!("错误：{name} 是 {chinese}，不是")),
                "{command}: {said}"
            );
        }
    }
    let said = home
        .run("--lang en create-order --batch a.xlsx -o out.jsonl")
        .fails_with(3);
    assert!(said.contains("CSV UTF-8"), "{said}");
    let key = home.path("a.zip");
    let command = "--lang en query order-1";
    let said = home
        .run_with(command, ("WECHATPAY_PRIVATE_KEY_FILE", &key))
        .fails_with(3);
    assert!(
        said.contains("this is a ZIP archive") && said.contains("unpack it: apiclient_key.pem"),
        "{said}"
    );
}
