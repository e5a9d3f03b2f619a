//! `explain code`, and its lines in the errors of other commands.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn wechatpay(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay"));
    command.args(args).env_clear().env("HOME", home);
    command.current_dir(home).stdin(Stdio::null());
    command.output().expect("the command starts")
}

fn explain(args: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = wechatpay(home.path(), &[&["explain", "code"], args].concat());
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (
        output.status.code().expect("it ended by itself"),
        text(output.stdout),
        text(output.stderr),
    )
}

fn object(code: &str) -> Value {
    let (exit, stdout, stderr) = explain(&["--json", code]);
    assert_eq!(exit, 0, "{code}: {stderr}");
    let object: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(object["schema"], "wechatpay/explain-code/v1");
    for field in ["meaning", "cause", "fix"] {
        let text = object[field].as_str();
        assert!(text.is_some_and(|text| !text.is_empty()), "{code}");
    }
    object
}

#[test]
fn each_kind_of_code_is_one_object() {
    for (given, kind, code, status, repeat) in [
        ("orderpaid", "code", "ORDER_PAID", json!([]), "never"),
        (
            "SYSTEMERROR",
            "code",
            "SYSTEM_ERROR",
            json!([500]),
            "same-request",
        ),
        ("404", "http-status", "404", json!([404]), "never"),
        (
            "08F0-268498688",
            "request-id",
            "268498688",
            json!([]),
            "new-number",
        ),
        ("268447840", "request-id", "268447840", json!([]), "later"),
        ("40029", "errcode", "40029", json!([200]), "new-login-code"),
        ("-1", "errcode", "-1", json!([200]), "new-login-code"),
    ] {
        let object = object(given);
        assert_eq!(object["kind"], kind, "{given}");
        assert_eq!(object["code"], code, "{given}");
        assert_eq!(object["http_status"], status, "{given}");
        assert_eq!(object["repeat"], repeat, "{given}");
        assert_eq!(object["known"], true, "{given}");
    }
    assert_eq!(object("08F0-268498688")["request_id"], "08F0-268498688");
    assert_eq!(object("429")["apis"][0]["repeat"], "after-query");
}

#[test]
fn each_kind_of_code_is_a_page() {
    for (given, title) in [
        ("sign_error", "SIGN_ERROR: "),
        ("503", "HTTP 503: "),
        ("08F0-268447914", "Request-ID …-268447914: "),
        ("40163", "jscode2session errcode 40163: "),
    ] {
        let (exit, stdout, _) = explain(&[given]);
        assert_eq!(exit, 0);
        assert!(stdout.starts_with(title), "{stdout}");
        for label in ["\ncause ", "\nfix ", "\nrepeat "] {
            assert!(stdout.contains(label), "{stdout}");
        }
        let (exit, stdout, _) = explain(&[given, "--lang", "zh"]);
        assert_eq!(exit, 0);
        assert!(stdout.contains("\n处理 "), "{stdout}");
    }
}

#[test]
fn a_code_of_two_meanings_has_a_paragraph_for_each_api() {
    let (_, stdout, _) = explain(&["NOTENOUGH"]);
    assert!(stdout.contains("\non refunds: ") && stdout.contains("\non platform certificates: "));
}

#[test]
fn what_is_in_no_table_is_answered_on_stdout_with_exit_8() {
    for given in ["SIGN_EROR", "418", "08F0-268000000", "48001"] {
        let (exit, stdout, stderr) = explain(&["--json", given]);
        assert_eq!((exit, stderr.as_str()), (8, ""), "{given}");
        let object: Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!(object["known"], false);
    }
    let (_, stdout, _) = explain(&["SIGN_EROR"]);
    assert!(stdout.contains("did you mean SIGN_ERROR"), "{stdout}");
}

#[test]
fn what_is_no_code_is_a_usage_error() {
    for given in ["", "08F0B0A0B206", "a\u{1b}[2Jb", "签名错误"] {
        let (exit, stdout, stderr) = explain(&[given]);
        assert_eq!((exit, stdout.as_str()), (2, ""), "{given}");
        assert!(!stderr.contains('\u{1b}'), "{stderr}");
    }
}

#[test]
fn an_api_error_says_what_its_request_id_means_and_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let query = ["--sandbox", "query", "--out-trade-no", "none-such"];
    let output = wechatpay(home.path(), &query);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("cause: the Request-ID says: the order does not exist\n"),
        "{stderr}"
    );
    assert!(stderr.contains("help: check the number"), "{stderr}");
    let output = wechatpay(home.path(), &[&["--lang", "zh"][..], &query].concat());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr.matches("订单不存在").count(), 1, "{stderr}");
    let output = wechatpay(home.path(), &[&["--json"][..], &query].concat());
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("the order does not exist"), "{message}");
}

#[test]
fn a_refused_login_prints_the_help_of_its_errcode() {
    let home = tempfile::tempdir().unwrap();
    let output = wechatpay(home.path(), &["--sandbox", "openid", "error-40125"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("help: app_secret belongs"), "{stderr}");
}
