//! What commands print as JSON is what `help schemas` publishes.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use crate::home::{Home, read};
use crate::midnight::early_enough;

/// Returns what of a value a schema does not allow. A field that is not published is a mistake,
/// unless any other field may be there.
fn mistakes(at: &str, value: &Value, schema: &Value, found: &mut Vec<String>) {
    let types: Vec<_> = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_of = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    if !types.is_empty() && !types.iter().any(|name| is_of(name)) {
        found.push(format!("{at} is {value}, not {types:?}"));
    }
    for item in value.as_array().into_iter().flatten() {
        mistakes(&format!("{at}[]"), item, &schema["items"], found);
    }
    let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) else {
        return;
    };
    for (name, inner) in fields {
        let at = format!("{at}.{name}");
        match known
            .get(name)
            .or_else(|| schema.get("additionalProperties"))
        {
            Some(schema) => mistakes(&at, inner, schema, found),
            None => found.push(format!("{at} is not published")),
        }
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        if !fields.contains_key(name) {
            found.push(format!("{at}.{name} is missing"));
        }
    }
}

/// Each has a result of its own.
const COMMANDS: &[&str] = &[
    "demo",
    "sandbox trust",
    "sandbox fault html:x0",
    "sandbox fault --list",
    "create-order --out-trade-no coffee-0001",
    "create-order --description x --total 3 --out-trade-no coffee-0002 --trade-type native",
    "create-order --description x --total 3 --out-trade-no coffee-0003 --trade-type app",
    "create-order --out-trade-no coffee-0004 --dry-run",
    "close coffee-0003",
    "pay-params wx201410272009395522657a690389285100",
    "pay-params wx201410272009395522657a690389285100 --explain",
    "pay-params wx201410272009395522657a690389285100 --for app",
    "pay-params --check bad.json",
    "query --out-trade-no coffee-0001",
    "sandbox pay coffee-0001 --attempts 1",
    "query --out-trade-no coffee-0001",
    "refund create --out-trade-no coffee-0001 --out-refund-no refund-0001 --refund 1 --total 3 --yes",
    "refund query --out-refund-no refund-0001",
    "refund create --batch refunds.csv -o refunds.jsonl --yes",
    "create-order --batch orders.csv -o orders.jsonl --yes",
    "query --batch numbers.csv -o numbers.jsonl",
    "openid 0a1b2c3d4e",
    "download-certs -o certs",
    "download-certs -o certs --check",
    "api GET /v3/certificates",
    "bill trade today -o bill.csv",
    "bill trade today --parse",
    "explain code SIGN_ERROR",
    "explain code 404",
    "explain code NO_SUCH",
    "explain request --method GET --url /v3/certificates --authorization x",
    "explain 支付验证签名失败",
    "doctor",
    "--sandbox init --config own.toml",
    "profile list",
    "profile show",
    "sandbox requests --limit 2",
    "sandbox requests show 1",
    "sandbox rotate",
    "sandbox merchants",
    "sandbox orders",
    "sandbox example go",
    "sandbox add-merchant 0000000002",
    "sandbox complain coffee-0001",
    "trigger TRANSACTION.SUCCESS --to http://127.0.0.1:1/",
    "completions --install fish",
    "man -o man",
    "help query",
    "help findings",
    "sandbox reset --yes",
];

/// The schemas that were printed, and what was wrong with them.
struct Checker {
    schemas: Map<String, Value>,
    seen: BTreeSet<String>,
    mistakes: Vec<String>,
}

impl Checker {
    fn look_at(&mut self, object: &Value) {
        let name = object["schema"].as_str().unwrap();
        self.seen.insert(name.to_owned());
        match self.schemas.get(name) {
            Some(schema) => mistakes(name, object, schema, &mut self.mistakes),
            None => self.mistakes.push(format!("{name} is not published")),
        }
    }
}

#[test]
fn what_commands_print_is_what_is_published() {
    early_enough();
    let home = Home::new();
    let published = home.run("--json help schemas").json();
    let mut checker = Checker {
        schemas: published["schemas"].as_object().unwrap().clone(),
        seen: BTreeSet::new(),
        mistakes: Vec::new(),
    };
    checker.look_at(&published);
    let options = "sandbox --listen 127.0.0.1:0 --write-profile merchant.toml --json";
    let mut sandbox = home.start(options);
    let openid = "--openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o --description x --total 3";
    home.write(
        "bad.json",
        r#"{"timeStamp":1,"nonceStr":"x","package":"y","signType":"RSA","paySign":"z"}"#,
    );
    home.write(
        "orders.csv",
        "out_trade_no,total,description,openid\nbatch-0001,1,x,oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\n",
    );
    home.write("numbers.csv", "out_trade_no\nbatch-0001\n");
    home.write(
        "refunds.csv",
        "out_trade_no,out_refund_no,refund,total\ncoffee-0001,refund-0009,1,3\n",
    );
    for line in COMMANDS {
        let takes_order = line.starts_with("create-order --out");
        let more = if takes_order { openid } else { "" };
        let done = home.run(&format!("--json {line} {more}"));
        assert!(!done.stdout.is_empty() || !done.stderr.is_empty(), "{line}");
        for text in done.stdout.lines().filter(|text| text.starts_with('{')) {
            checker.look_at(&read(text));
        }
    }
    let mut server = home.serve("--max-events 1 --no-store");
    checker.look_at(&server.first);
    let notice = home.notice(&[("out_trade_no", "coffee-0009")]);
    notice.send(&server.address());
    checker.look_at(&server.next());
    home.write("notify.http", notice.request());
    let verified = home.run("--sandbox --json verify-notify --request notify.http");
    checker.look_at(&verified.json());
    let mut server = home.serve("--max-events 1");
    notice.send(&server.address());
    server.next();
    server.wait();
    for line in [
        "list".to_owned(),
        format!("show {}", notice.id()),
        "stats".to_owned(),
    ] {
        let done = home.run(&format!("--sandbox --json events {line}"));
        checker.look_at(&done.json());
    }
    checker.look_at(&sandbox.first);
    checker.look_at(&sandbox.next());
    assert!(
        checker.mistakes.is_empty(),
        "{}",
        checker.mistakes.join("\n")
    );
    let unseen: Vec<_> = checker
        .schemas
        .keys()
        .filter(|name| !checker.seen.contains(*name))
        .collect();
    assert!(unseen.len() < 20, "seen too few: {unseen:?}");
}

/// Pages that are never written as JSON.
const PAGES: [&str; 3] = ["bill-sums", "bill-table", "event-attempt"];

fn sources(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Returns the names that follow a constant's, all of which are literals.
fn constants(source: &str, constant: &str) -> BTreeSet<String> {
    let start = format!("const {constant}: &'static str =");
    let values = source.split(&start).skip(1).filter_map(|rest| {
        let value = rest.split(';').next()?.trim();
        value.strip_prefix('"')?.strip_suffix('"')
    });
    values.map(str::to_owned).collect()
}

#[test]
fn every_schema_of_a_report_is_published_and_no_other() {
    let source = |folder: &str| {
        let mut source = String::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut source,
        );
        source
    };
    let mut used = constants(&source("src/bin"), "SCHEMA");
    used.extend(constants(&source("src/batch"), "LINE_SCHEMA"));
    used.extend(constants(&source("src/batch"), "NAME"));
    used.retain(|name| !PAGES.contains(&name.as_str()));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin/wechatpay/help/schemas.json");
    let published = std::fs::read_to_string(file).unwrap();
    let published: Map<String, Value> = serde_json::from_str(&published).unwrap();
    let published: BTreeSet<_> = published.keys().cloned().collect();
    let missing: Vec<_> = used.difference(&published).collect();
    assert!(
        missing.is_empty(),
        "add to src/bin/wechatpay/help/schemas.json: {missing:?}"
    );
    let unused: Vec<_> = published.difference(&used).collect();
    assert!(unused.is_empty(), "no report has these: {unused:?}");
}
