//! What the help pages promise: their examples work.

use std::collections::BTreeSet;

use crate::home::Home;
use crate::midnight::early_enough;

/// The commands whose examples are run one after the other in one shop, and examples that need
/// what a test does not have, such as ten minutes.
const RUN: &[&str] = &[
    "create-order",
    "sandbox pay",
    "query",
    "close",
    "pay-params",
    "openid",
    "refund create",
    "refund query",
    "sandbox refund",
    "bill trade",
    "bill fundflow",
    "download-certs",
    "api",
    "explain code",
    "profile list",
    "profile show",
    "doctor",
    "help",
    "sandbox rotate",
    "sandbox export",
];

/// Parts of examples that cannot be run: they wait for a payer, or send a file that is not here.
const SKIPPED: &[&str] = &[
    "--wait",
    "--check",
    "--chain",
    "--batch",
    "--upload",
    "--data sandbox",
    "- <",
    "refund.json",
    "coffee-0003",
    "--status ABNORMAL",
    // Money moves on the basic account alone.
    "--account OPERATION",
];

fn examples(home: &Home, command: &str) -> Vec<String> {
    let page = home.run(&format!("--lang en {command} --help")).ok();
    let (_, examples) = page.split_once("Examples:\n").unwrap();
    let lines = examples.lines().take_while(|line| !line.is_empty());
    lines
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.strip_prefix("wechatpay ").unwrap().to_owned())
        .collect()
}

/// Splits a line as a shell does, without a redirection.
fn words(line: &str) -> Vec<String> {
    let line = line.split(" > ").next().unwrap_or(line);
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn the_examples_of_the_help_pages_work() {
    let home = Home::new();
    let _sandbox = home.start("sandbox --listen 127.0.0.1:0 --write-profile merchant.toml --json");
    early_enough();
    home.order("coffee-0002", "--openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    // The bills of a day are not empty.
    home.order("paid-0001", "--openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    home.run("sandbox pay paid-0001").ok();
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for command in RUN {
        for line in examples(&home, command) {
            let is_skipped = SKIPPED.iter().any(|part| line.contains(part));
            if is_skipped || !seen.insert(line.clone()) {
                continue;
            }
            // The sandbox has no past.
            let words = words(&line.replace("yesterday", "today"));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let done = home.with("", &words);
            if done.code != Some(0) {
                faults.push(format!("{line}: {:?}\n{}", done.code, done.stderr));
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_wrong_word_leads_to_the_page_or_command_that_is_like_it() {
    let home = Home::new();
    for (line, meant) in [
        ("help certs", "`wechatpay help download-certs`"),
        ("help exit-code", "`wechatpay help exit-codes`"),
        ("help refund crate", "`wechatpay help refund create`"),
        ("help sandbox nothing", "`wechatpay help sandbox`"),
        ("help create-order more", "`wechatpay help create-order`"),
        ("help zzz", "run `wechatpay help`,"),
        ("trust", "'sandbox trust'"),
        ("proxy", "'sandbox'"),
        ("logs", "'sandbox requests'"),
        ("sandbox list", "'orders'"),
        ("sandbox payy", "'pay'"),
        ("sandbox start", "did you mean 'wechatpay sandbox'?"),
        ("sandbox enrol", "usage: wechatpay sandbox"),
        (
            "explain request --method GET --url /v3/certificates",
            "usage: wechatpay explain request",
        ),
    ] {
        let refused = home.run(&format!("--lang en {line}"));
        assert_eq!(refused.code, Some(2), "{line}");
        assert!(refused.stderr.contains(meant), "{line}: {}", refused.stderr);
    }
    let enrol = home.run("--lang en sandbox enrol").stderr;
    assert!(!enrol.contains("did you mean"), "{enrol}");
    let request = home.run("--lang en explain request --method GET --url /v3/x");
    let either = "--authorization <TEXT> or --authorization-file <FILE|->";
    assert!(request.stderr.contains(either), "{}", request.stderr);
}
