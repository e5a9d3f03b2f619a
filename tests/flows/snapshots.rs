//! What people read, in both languages: `INSTA_UPDATE=always cargo test --test flows snapshots`
//! writes it again after a change that is meant.

use std::fmt::Write as _;

use crate::home::{Done, Home, Server};
use crate::wrong::{WRONG, wrong_home};

/// What differs from run to run, and what stands for it.
const REDACTIONS: &[(&str, &str)] = &[
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)",
        "TIME",
    ),
    (r"\b\d{4}-\d\d-\d\d\b", "DATE"),
    // Of five years, with one leap day or two, and maybe the midnight between two commands.
    (r"\b1\d{3} (days left|天)", "N $1"),
    (r"\b[0-9A-F]{40}-\d+", "REQUEST_ID"),
    (r"[0-9A-F]{40}", "SERIAL_NO"),
    (r"PUB_KEY_ID_\d{20,}", "PUBLIC_KEY_ID"),
    (r"\bwxsandbox[0-9A-Za-z]{20,}", "PREPAY_ID"),
    (r"\boSandbox[0-9A-Za-z_-]+", "OPENID"),
    (r"\bSANDBOX\d+", "TRANSACTION_ID"),
    (r"\bdemo[0-9A-Za-z]{20}\b", "OUT_TRADE_NO"),
    (r"paySign [A-Za-z0-9+/]+…", "paySign BASE64…"),
    (r"rid: [0-9a-f-]+", "rid: RID"),
    (r"\b2\d{8} (s|秒)", "N $1"),
    (r"(age|签名距今)( +)\d+ s", "$1${2}N s"),
    (r"\b[0-9A-F]{4}…[0-9A-F]{4}\b", "SERIAL_NO"),
    (r"[A-Za-z0-9+/]{80,}={0,2}", "BASE64"),
    (r"\bwx\d{14,}[0-9a-f]*\b", "PREPAY_ID"),
    (r"\b42000[0-9]{23}\b", "TRANSACTION_ID"),
    (r"\b503[0-9]{20,}\b", "REFUND_ID"),
    (
        r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
        "UUID",
    ),
    (r"\b08[0-9A-F]{10,}(-\d+)?\b", "REQUEST_ID"),
    (r"\b[0-9A-Za-z]{32}\b", "NONCE"),
    (r"\b1[789]\d{8}\b", "SECONDS"),
    (r"\b\d+(\.\d+)? (ms|毫秒)", "N $2"),
    (r"/tmp/\.tmp\w+", "HOME"),
];

pub(crate) fn settings(folder: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (pattern, replacement) in REDACTIONS {
        settings.add_filter(pattern, *replacement);
    }
    settings
}

fn show(text: &mut String, done: &Done, lang: &str) {
    let code = done.code.unwrap_or(-1);
    writeln!(text, "[{lang}, exit {code}]").unwrap();
    for stream in [&done.stdout, &done.stderr] {
        if !stream.is_empty() {
            writeln!(text, "{}", stream.trim_end()).unwrap();
        }
    }
}

/// Runs a command in both languages; `LANG` in it stands for the language, so that the second
/// run makes an order of its own.
fn both(home: &Home, args: &str) -> String {
    let mut text = format!("$ wechatpay {args}\n");
    for lang in ["en", "zh"] {
        let args = args.replace("LANG", lang);
        show(&mut text, &home.run(&format!("--lang {lang} {args}")), lang);
    }
    text
}

/// Adds the page of a command in both languages, and those of the commands under it.
fn help_of(home: &Home, path: &str, pages: &mut Vec<(String, String)>) {
    let [en, zh] = ["en", "zh"].map(|lang| home.run(&format!("--lang {lang} {path} --help")).ok());
    let name = if path.is_empty() { "wechatpay" } else { path };
    pages.push((name.replace(' ', "-"), format!("{en}\n{zh}")));
    // The first page has its commands in groups.
    let start = if path.is_empty() {
        "\n\n"
    } else {
        "\nCommands:\n"
    };
    let end = if path.is_empty() {
        "\nNo account"
    } else {
        "\n\n"
    };
    let (_, commands) = en.split_once(start).unwrap_or_default();
    let commands = commands.split(end).next().unwrap_or_default();
    for line in commands.lines() {
        let name = line.split_whitespace().next().unwrap_or_default();
        if line.starts_with("  ") && !line.starts_with("   ") {
            help_of(home, format!("{path} {name}").trim(), pages);
        }
    }
}

#[test]
fn help_pages() {
    let home = Home::new();
    let mut pages = Vec::new();
    help_of(&home, "", &mut pages);
    assert!(pages.len() > 30, "{}", pages.len());
    let topics = [
        "options",
        "environment",
        "exit-codes",
        "formatting",
        "findings",
        "schemas",
    ];
    for topic in topics {
        let [en, zh] =
            ["en", "zh"].map(|lang| home.run(&format!("--lang {lang} help {topic}")).ok());
        pages.push((format!("topic-{topic}"), format!("{en}\n{zh}")));
    }
    // The program alone shows its first page, which is a result.
    assert_eq!(home.run("").ok(), home.run("--help").ok());
    settings("help").bind(|| {
        for (name, page) in &pages {
            insta::assert_snapshot!(name.as_str(), page);
        }
    });
}

#[test]
fn errors_of_wrong_input() {
    let home = wrong_home();
    let mut by_command: Vec<(String, String)> = Vec::new();
    for line in WRONG {
        let name = line
            .split_whitespace()
            .find(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .filter(|word| !word.starts_with('-'))
            .unwrap_or("options");
        let name = if line.starts_with("--") {
            "options"
        } else {
            name
        };
        let text = both(&home, line);
        match by_command.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => writeln!(known, "\n{text}").unwrap(),
            None => by_command.push((name.to_owned(), text)),
        }
    }
    settings("errors").bind(|| {
        for (name, text) in &by_command {
            insta::assert_snapshot!(name.as_str(), text);
        }
    });
}

/// A sandbox with an order that is paid, one that is not, and a refund.
fn shop() -> (Home, Server) {
    let home = Home::new();
    let sandbox = crate::refunds::sandbox(&home);
    crate::refunds::paid(&home, "paid-1", 1234, "");
    crate::refunds::paid(&home, "paid-2", 500, "");
    crate::refunds::paid(&home, "refunded-en", 100, "");
    crate::refunds::paid(&home, "refunded-zh", 100, "");
    home.order("open-1", "--openid oX");
    (home, sandbox)
}

#[test]
fn pages_of_orders() {
    let (home, _sandbox) = shop();
    snapshot(
        "pages",
        &home,
        &[
            (
                "create-order",
                "create-order --openid oX --description 咖啡 --total 1234 --out-trade-no new-LANG",
            ),
            (
                "create-order-native",
                "create-order --trade-type native --description 咖啡 --total 1 --out-trade-no native-LANG",
            ),
            (
                "create-order-dry-run",
                "create-order --openid oX --description 咖啡 --total 1 --out-trade-no dry-LANG --dry-run",
            ),
            ("query-open", "query --out-trade-no open-1"),
            ("query-paid", "query --out-trade-no paid-1"),
            ("query-unknown", "query --out-trade-no no-such-order"),
            ("query-wait-unmet", "query --out-trade-no open-1 --wait=0s"),
            ("close", "close new-LANG"),
            ("close-paid", "close paid-2"),
            (
                "pay-params",
                "pay-params wx201410272009395522657a690389285100",
            ),
            ("openid", "openid sandbox-code"),
            ("api", "api GET /v3/pay/transactions/out-trade-no/open-1"),
            ("profile-list", "profile list"),
            ("profile-show", "profile show sandbox"),
        ],
    );
}

#[test]
fn pages_of_refunds() {
    let (home, _sandbox) = shop();
    snapshot(
        "pages",
        &home,
        &[
            (
                "refund-create",
                "refund create --out-trade-no refunded-LANG --refund 4 --out-refund-no refund-LANG",
            ),
            (
                "refund-create-too-much",
                "refund create --out-trade-no paid-2 --refund 501",
            ),
            (
                "refund-query",
                "refund query --out-refund-no refund-en --wait=20s --interval 10ms",
            ),
            (
                "refund-query-unknown",
                "refund query --out-refund-no no-such-refund",
            ),
        ],
    );
}

#[test]
fn pages_of_batches() {
    let (home, _sandbox) = shop();
    home.write(
        "orders.csv",
        "openid,total,description,out_trade_no\noX,1,咖啡,batch-1\noX,2,茶,batch-2\n",
    );
    home.write("wrong.csv", "openid,total\noX,1\noX,-1\n,x\n");
    snapshot(
        "pages",
        &home,
        &[
            (
                "batch-orders",
                "create-order --batch orders.csv -o orders-LANG.jsonl",
            ),
            (
                "batch-orders-again",
                "create-order --batch orders.csv -o orders-LANG.jsonl",
            ),
            (
                "batch-wrong-rows",
                "create-order --batch wrong.csv -o wrong.jsonl",
            ),
            ("batch-checked", "create-order --batch orders.csv --dry-run"),
        ],
    );
}

#[test]
fn pages_of_notifications() {
    let (home, _sandbox) = shop();
    home.write(
        "forged.http",
        std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/forged.http"
        ))
        .unwrap(),
    );
    let notice = home.notice(&[("out_trade_no", "paid-1")]);
    home.write("good.http", notice.request());
    let store = "--store events.db";
    let server = home.serve(store);
    let sent = notice.send(&server.address());
    assert_eq!(sent.status, 204);
    drop(server);
    snapshot(
        "pages",
        &home,
        &[
            ("verify-notify", "verify-notify --request good.http"),
            (
                "verify-notify-forged",
                "verify-notify --request forged.http",
            ),
            ("events-list", &format!("events list {store}")),
            ("events-stats", &format!("events stats {store}")),
            ("trigger-list", "trigger --list"),
        ],
    );
}

#[test]
fn pages_of_keys() {
    let (home, _sandbox) = shop();
    snapshot(
        "pages",
        &home,
        &[
            ("download-certs", "download-certs -o certs-LANG"),
            ("doctor", "doctor"),
            ("explain-code", "explain code SIGN_ERROR"),
            ("explain-code-unknown", "explain code NO_SUCH_CODE"),
            ("sandbox-list", "sandbox list"),
        ],
    );
}

#[test]
fn the_demo() {
    let home = Home::new();
    snapshot("pages", &home, &[("demo", "demo")]);
}

/// Compares pages; one whose parts have other widths from run to run loses its alignment.
fn snapshot(folder: &str, home: &Home, pages: &[(&str, &str)]) {
    let mut settings = settings(folder);
    settings.add_filter("[─╌═]{2,}", "──");
    settings.add_filter(" {2,}", "  ");
    settings.bind(|| {
        for (name, args) in pages {
            insta::assert_snapshot!(*name, both(home, args));
        }
    });
}
