//! Commands as users run them, on the sandbox, over real HTTP.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn wechatpay(home: &Path, args: &[&str]) -> Output {
    command(home, args).output().expect("the command starts")
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay"));
    command.args(args).env_clear().env("HOME", home);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.current_dir(home).stdin(Stdio::null());
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(bytes)))
}

fn order(home: &Path, number: &str) -> Value {
    let output = wechatpay(
        home,
        &[
            "--sandbox",
            "--json",
            "create-order",
            "--openid",
            "oX",
            "--total",
            "1",
            "--description",
            "咖啡",
            "--out-trade-no",
            number,
        ],
    );
    assert_eq!(
        code(&output),
        0,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    json(&output.stdout)
}

#[test]
fn the_examples_of_the_readme_run() {
    let home = tempfile::tempdir().unwrap();
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(top.join("README.md")).unwrap();
    std::fs::create_dir_all(home.path().join("tests/data")).unwrap();
    let forged = "tests/data/forged.http";
    std::fs::copy(top.join(forged), home.path().join(forged)).unwrap();
    let mut seen = 0;
    for line in readme
        .lines()
        .filter_map(|line| line.strip_prefix("$ wechatpay "))
    {
        let output = wechatpay(home.path(), &line.split(' ').collect::<Vec<_>>());
        let expected = if line.contains("verify-notify") { 4 } else { 0 };
        assert_eq!(
            code(&output),
            expected,
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        seen += 1;
    }
    assert_eq!(seen, 15);
}

#[test]
fn the_demo_walks_twenty_one_steps() {
    let home = tempfile::tempdir().unwrap();
    let output = wechatpay(home.path(), &["demo", "--json"]);
    assert_eq!(
        code(&output),
        0,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let steps: Vec<Value> = output
        .stdout
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(json)
        .collect();
    assert_eq!(steps.len(), 21);
    assert_eq!(steps[20]["step"], 21);
}

#[test]
fn an_order_is_paid_notified_verified_and_queried() {
    let home = tempfile::tempdir().unwrap();
    let mut server = command(
        home.path(),
        &[
            "--sandbox",
            "--json",
            "serve-notify",
            "--listen",
            "127.0.0.1:0",
            "--expect",
            "TRANSACTION.SUCCESS,out_trade_no=order-1",
            "--for",
            "20s",
        ],
    )
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(server.stdout.take().unwrap()));
    let first = json(lines.next().unwrap().unwrap().as_bytes());
    let url = first["listening"].as_str().unwrap().to_owned();
    let placed = wechatpay(
        home.path(),
        &[
            "--sandbox",
            "create-order",
            "--openid",
            "oX",
            "--total",
            "1",
            "--description",
            "x",
            "--out-trade-no",
            "order-1",
            "--notify-url",
            &url,
        ],
    );
    assert_eq!(code(&placed), 0);
    let paid = wechatpay(home.path(), &["sandbox", "pay", "order-1", "--json"]);
    assert_eq!(
        json(&paid.stdout)["acknowledged"],
        true,
        "{}",
        String::from_utf8_lossy(&paid.stderr)
    );
    let event = json(lines.next().unwrap().unwrap().as_bytes());
    assert_eq!(event["resource"]["out_trade_no"], "order-1");
    assert_eq!(server.wait().unwrap().code(), Some(0));
    let query = wechatpay(
        home.path(),
        &[
            "--sandbox",
            "query",
            "--out-trade-no",
            "order-1",
            "--get",
            "trade_state",
        ],
    );
    assert_eq!(query.stdout, b"SUCCESS\n");
}

#[test]
fn pay_sign_equals_what_openssl_signs() {
    let home = tempfile::tempdir().unwrap();
    let made = wechatpay(
        home.path(),
        &[
            "--sandbox",
            "--get",
            "paySign",
            "pay-params",
            "wx2014",
            "--timestamp",
            "1554208460",
            "--nonce",
            "593BEC0C",
        ],
    );
    assert_eq!(code(&made), 0, "{}", String::from_utf8_lossy(&made.stderr));
    let key = home
        .path()
        .join(".local/share/wechatpay/sandbox/identity/apiclient_key.pem");
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-sign"])
        .arg(&key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let message = "wxsandbox000000001\n1554208460\n593BEC0C\nprepay_id=wx2014\n";
    openssl
        .stdin
        .take()
        .unwrap()
        .write_all(message.as_bytes())
        .unwrap();
    let signature = openssl.wait_with_output().unwrap().stdout;
    let made = String::from_utf8(made.stdout).unwrap();
    let ours =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, made.trim()).unwrap();
    assert_eq!(ours, signature);
}

#[test]
fn nothing_is_written_with_a_wrong_apiv3_key() {
    let home = tempfile::tempdir().unwrap();
    let wrong = "0123456789abcdefghijABCDEFGHIJ99";
    let output = wechatpay(
        home.path(),
        &[
            "--sandbox",
            "download-certs",
            "-k",
            wrong,
            "-o",
            "out",
            "--json",
        ],
    );
    assert_eq!(code(&output), 4);
    assert!(output.stdout.is_empty());
    assert!(!home.path().join("out").exists());
    let refused = wechatpay(
        home.path(),
        &[
            "--sandbox",
            "download-certs",
            "-o",
            "out",
            "--first-use",
            "refuse",
        ],
    );
    assert_eq!(code(&refused), 4);
    assert!(!home.path().join("out").exists());
}

#[test]
fn failures_have_their_exit_codes_and_one_json_object() {
    let home = tempfile::tempdir().unwrap();
    order(home.path(), "order-2");
    let cases: [(&[&str], i32, &str); 5] = [
        (
            &["--sandbox", "query", "--out-trade-no", "none-such"],
            9,
            "not-found",
        ),
        (
            &[
                "--sandbox",
                "query",
                "--out-trade-no",
                "order-2",
                "--expect",
                "SUCCESS",
            ],
            8,
            "condition",
        ),
        (&["--sandbox", "openid", "error-40029"], 5, "api"),
        (&["query", "--out-trade-no", "order-2"], 3, "config"),
        (&["query", "--out-trade-no", "1"], 2, "usage"),
    ];
    for (args, expected, kind) in cases {
        let output = wechatpay(home.path(), &[&["--json"], args].concat());
        assert_eq!(code(&output), expected, "{args:?}");
        assert!(output.stdout.is_empty());
        assert_eq!(json(&output.stderr)["error"]["kind"], kind);
    }
}
