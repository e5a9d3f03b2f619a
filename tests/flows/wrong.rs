//! Wrong inputs: each is told in one error, with what to do, in either language and as JSON.

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
];

fn lines(text: &str, label: &str) -> usize {
    text.lines().filter(|line| line.starts_with(label)).count()
}

#[test]
fn every_wrong_input_is_one_error_with_what_to_do() {
    let home = home();
    home.write("body.json", "{}");
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
        let said = home.run(&format!("--lang en {command}"));
        if said.code == Some(3) {
            assert!(
                said.stderr.lines().next().unwrap().contains("none."),
                "{}",
                said.stderr
            );
        }
    }
}

#[test]
fn what_was_meant_is_suggested() {
    let home = Home::new();
    for (typed, said) in [
        ("listen", "did you mean 'serve-notify'?"),
        ("login", "did you mean 'openid'?"),
        ("cert", "did you mean 'download-certs'?"),
        ("webhook", "did you mean 'serve-notify'?"),
        ("sign", "did you mean 'pay-params'?"),
        ("verify", "did you mean 'verify-notify'?"),
        ("qurey", "did you mean 'query'?"),
        ("help nothing", "did you mean `wechatpay help "),
        (
            "create-order --description x",
            "--total <FEN> or --yuan <12.34>",
        ),
        ("query --out-trade no", "did you mean '--out-trade-no'?"),
        (
            "query",
            "not provided: --out-trade-no <NO> or --transaction-id <NO>",
        ),
        (
            "refund --out-trade-no n",
            "did you mean 'wechatpay refund create --out-trade-no'?",
        ),
    ] {
        let text = home.run(typed).said(2);
        assert!(text.contains(said), "{typed}: {text}");
    }
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
        let said = home.run(&format!("--lang zh {args}")).said(2);
        for english in [" is ", " be ", " needs ", "did you mean", "？；"] {
            assert!(!said.contains(english), "{args}: {said}");
        }
    }
}

#[test]
fn a_profile_that_the_sandbox_does_not_have_is_not_shown_as_its_own() {
    let home = Home::new();
    let said = home.run("profile show nope --sandbox").said(2);
    assert!(said.contains("'nope'") && said.contains("help: "), "{said}");
    home.run("profile show sandbox --sandbox").ok();
}
