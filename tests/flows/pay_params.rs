//! What a payer's client is given, checked as the client would.

use serde_json::{Value, json};

use crate::home::{Home, IDENTITY, text};
use crate::openssl;

const APPID: &str = "wxsandbox000000001";
const ID: &str = "wx201410272009395522657a690389285100";
const TIME: &str = "1700000000";
const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";
const CHECK: &str = "--sandbox --json pay-params --check params.json";

/// A home whose sandbox has its keys.
fn home() -> Home {
    let home = Home::new();
    home.run("--sandbox pay-params wx1").ok();
    home
}

/// Parameters with the signature of what a server took for right.
fn params(home: &Home, package: &str) -> Value {
    let message = format!("{APPID}\n{TIME}\n{NONCE}\n{package}\n");
    json!({
        "timeStamp": TIME, "nonceStr": NONCE, "package": package, "signType": "RSA",
        "paySign": openssl::sign(home, &message),
    })
}

fn with(mut params: Value, name: &str, value: impl Into<Value>) -> Value {
    params[name] = value.into();
    params
}

fn without(mut params: Value, name: &str) -> Value {
    params.as_object_mut().unwrap().remove(name);
    params
}

fn check(home: &Home, params: &Value, options: &str) -> Value {
    home.write("params.json", params.to_string());
    home.run(&format!("{CHECK} {options}")).reports(4)
}

fn causes(verdict: &Value) -> Vec<&str> {
    let findings = verdict["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["cause"].as_str().unwrap())
        .collect()
}

#[test]
fn a_right_signature_over_unusable_values_is_not_valid() {
    let home = home();
    let good = params(&home, &format!("prepay_id={ID}"));
    home.write("params.json", good.to_string());
    assert_eq!(home.run(CHECK).json()["verdict"], "valid");
    for unusable in [
        "",
        "undefined",
        "null",
        "[object Object]",
        "{\"prepay_id\":\"wx1\"}",
        "weixin://wxpay/bizpayurl?pr=a",
    ] {
        let verdict = check(&home, &params(&home, &format!("prepay_id={unusable}")), "");
        assert_eq!(causes(&verdict), ["unusable-value"], "{unusable}");
        assert_eq!(verdict["findings"][0]["proof"], "verified");
    }
    for (broken, cause) in [
        (without(good.clone(), "signType"), "field-missing"),
        (with(good.clone(), "paySign", "undefined"), "field-missing"),
        (with(good.clone(), "paySign", "null"), "field-missing"),
        (with(good.clone(), "signType", "MD5"), "wrong-sign-type"),
        (with(good.clone(), "signType", "rsa"), "wrong-sign-type"),
        (
            with(good.clone(), "timeStamp", 1_700_000_000),
            "timestamp-not-string",
        ),
        (
            with(good.clone(), "timeStamp", "1700000000000"),
            "timestamp-milliseconds",
        ),
        (
            without(with(good.clone(), "timestamp", TIME), "timeStamp"),
            "field-missing",
        ),
    ] {
        assert_eq!(causes(&check(&home, &broken, "")), [cause], "{broken}");
    }
    for nonce in ["n".repeat(33), String::new()] {
        let message = format!("{APPID}\n{TIME}\n{nonce}\nprepay_id={ID}\n");
        let signed = with(good.clone(), "paySign", openssl::sign(&home, &message));
        let signed = with(signed, "nonceStr", nonce);
        assert_eq!(causes(&check(&home, &signed, "")), ["unusable-value"]);
    }
    assert_eq!(
        causes(&check(&home, &good, "--for jsapi")),
        ["field-missing"]
    );
}

#[test]
fn a_certificate_alone_is_enough_for_a_check() {
    let home = home();
    let good = params(&home, &format!("prepay_id={ID}"));
    home.write("params.json", good.to_string());
    let path = home.path(IDENTITY).join("apiclient_cert.pem");
    let check = |options: &str| {
        let line = format!("--json pay-params --check params.json {options}");
        home.run_with(&line, ("WECHATPAY_CERTIFICATE_FILE", &path))
    };
    let appid = format!("--appid {APPID}");
    assert_eq!(check(&appid).json()["verdict"], "valid");
    // Without an App ID the first line could only be guessed.
    assert!(text(&check("").failed(3), "message").contains("appid"));
    let bare = with(good.clone(), "package", ID);
    home.write("params.json", bare.to_string());
    let verdict = check(&appid).reports(4);
    assert_eq!(
        causes(&verdict),
        ["missing-prepay-prefix", "package-changed-after-signing"]
    );
    let appid = with(good, "appId", APPID);
    home.write("params.json", appid.to_string());
    assert_eq!(check("").json()["verdict"], "valid");
}

#[test]
fn an_app_needs_its_package_and_the_merchant_that_signs() {
    let home = home();
    let message = format!("{APPID}\n{TIME}\n{NONCE}\n{ID}\n");
    let good = json!({
        "appid": APPID, "partnerid": "0000000001", "prepayid": ID, "package": "Sign=WXPay",
        "noncestr": NONCE, "timestamp": TIME, "sign": openssl::sign(&home, &message),
    });
    home.write("params.json", good.to_string());
    assert_eq!(home.run(CHECK).json()["verdict"], "valid");
    for (broken, cause) in [
        (without(good.clone(), "package"), "field-missing"),
        (without(good.clone(), "partnerid"), "field-missing"),
        (without(good.clone(), "appid"), "field-missing"),
        (
            with(good.clone(), "package", format!("prepay_id={ID}")),
            "unusable-value",
        ),
        (
            with(good.clone(), "partnerid", "0000000002"),
            "mchid-mismatch",
        ),
    ] {
        assert_eq!(causes(&check(&home, &broken, "")), [cause], "{broken}");
    }
}

#[test]
fn what_changed_after_signing_is_distinguished_from_what_was_signed_wrongly() {
    let home = home();
    let right = format!("prepay_id={ID}");
    let good = params(&home, &right);
    let changed = "package-changed-after-signing";
    for (given, causes_of_the_way, cause_of_the_server) in [
        (
            format!("prepay_id={right}"),
            vec!["extra-prepay-prefix", changed],
            "extra-prepay-prefix",
        ),
        (
            ID.to_owned(),
            vec!["missing-prepay-prefix", changed],
            "missing-prepay-prefix",
        ),
        (
            format!("prepay_id%3D{ID}"),
            vec!["package-encoded"],
            "package-encoded",
        ),
        (format!("{right} "), vec![changed], "unusable-value"),
        (format!("\"{right}\""), vec![changed], "unusable-value"),
    ] {
        let on_the_way = check(&home, &with(good.clone(), "package", given.clone()), "");
        assert_eq!(causes(&on_the_way), causes_of_the_way, "{given}");
        let by_the_server = check(&home, &params(&home, &given), "");
        assert_eq!(causes(&by_the_server), [cause_of_the_server], "{given}");
        for finding in on_the_way["findings"].as_array().unwrap() {
            assert_eq!(finding["proof"], "verified");
            let fix = finding["fix"].as_str().unwrap();
            assert!(fix.starts_with("the server's signature is right"), "{fix}");
        }
        let fix = by_the_server["findings"][0]["fix"].as_str().unwrap();
        assert!(fix.starts_with(&format!("sign '{right}'")), "{fix}");
    }
}

#[test]
fn the_string_of_version_2_is_named() {
    let home = home();
    let good = params(&home, &format!("prepay_id={ID}"));
    let key = home.read(&format!("{IDENTITY}/apiv3_key"));
    let key = key.trim();
    for string in [
        format!(
            "appId={APPID}&nonceStr={NONCE}&package=prepay_id={ID}&signType=RSA&timeStamp={TIME}"
        ),
        format!("appid={APPID}&noncestr={NONCE}&package=prepay_id={ID}&timestamp={TIME}"),
        format!("timeStamp={TIME}&appId={APPID}&package=prepay_id={ID}&nonceStr={NONCE}"),
        format!(
            "appId={APPID}&nonceStr={NONCE}&package=prepay_id={ID}&signType=MD5&timeStamp={TIME}&key={key}"
        ),
    ] {
        let broken = with(good.clone(), "paySign", openssl::sign(&home, &string));
        let verdict = check(&home, &broken, "");
        assert_eq!(causes(&verdict), ["v2-signature"], "{string}");
        assert_eq!(verdict["findings"][0]["proof"], "verified");
        let page = home.run("--sandbox pay-params --check params.json");
        assert!(!page.stdout.contains(key), "{}", page.stdout);
    }
    // MD5 as version 2 writes it, with a key that is not known here.
    let broken = with(good, "paySign", "5E8848B3E6DA72A39C9C9F6C40E4F4B0");
    let verdict = check(&home, &broken, "");
    assert_eq!(causes(&verdict), ["wrong-sign-type", "v2-signature"]);
    assert_eq!(verdict["findings"][1]["proof"], "inferred");
}

#[test]
fn the_string_that_was_signed_is_compared_byte_by_byte() {
    let home = home();
    let good = params(&home, &format!("prepay_id={ID}"));
    let other = format!("wxunknown000000001\n{TIME}\n{NONCE}\nprepay_id={ID}\n");
    let broken = with(good.clone(), "paySign", openssl::sign(&home, &other));
    let alone = check(&home, &broken, "");
    assert_eq!(causes(&alone), ["unknown-message"]);
    let fix = alone["findings"][0]["fix"].as_str().unwrap();
    assert!(
        fix.contains("--appid") && fix.contains("--signed-string"),
        "{fix}"
    );
    home.write("string", &other);
    let compared = check(&home, &broken, "--signed-string string");
    assert_eq!(causes(&compared), ["wrong-appid"]);
    assert_eq!(compared["findings"][0]["proof"], "verified");
    let string = &compared["signed_string"];
    assert_eq!(string["signed"], true);
    assert_eq!((&string["line"], &string["column"]), (&json!(1), &json!(3)));
    assert_eq!(string["expected_byte"], "73");
    assert_eq!(string["found_byte"], "75");
    // The string is right, and is not what was signed.
    home.write(
        "string",
        format!("{APPID}\n{TIME}\n{NONCE}\nprepay_id={ID}\n"),
    );
    let logged = check(&home, &broken, "--signed-string string");
    assert_eq!(logged["signed_string"]["equal"], true);
    assert_eq!(logged["signed_string"]["signed"], false);
    // A file that lost the last line feed is the same string.
    home.write("params.json", good.to_string());
    home.write(
        "string",
        format!("{APPID}\n{TIME}\n{NONCE}\nprepay_id={ID}"),
    );
    let valid = home.run(&format!("{CHECK} --signed-string string")).json();
    assert_eq!(valid["signed_string"]["equal"], true);
}

#[test]
fn what_is_passed_for_a_prepay_id_is_refused_by_name() {
    let home = home();
    for (text, en, zh) in [
        ("undefined", "not there", "不存在"),
        ("", "empty", "为空"),
        ("null", "not there", "不存在"),
        ("[object Object]", "not there", "不存在"),
        ("https://example.com/?a", "URL", "网址"),
        ("weixin://wxpay/bizpayurl?pr=a", "code_url", "code_url"),
        ("prepay_id=wx1", "whole package", "完整的 package"),
    ] {
        let english = home
            .with("--sandbox --lang en pay-params", &[text])
            .fails_with(2);
        assert!(
            english.contains(en) && english.contains("help:"),
            "{english}"
        );
        let chinese = home
            .with("--sandbox --lang zh pay-params", &[text])
            .fails_with(2);
        assert!(
            chinese.contains(zh) && chinese.contains("帮助"),
            "{chinese}"
        );
    }
}

#[test]
fn a_file_in_the_place_of_a_prepay_id_leads_to_the_check() {
    let home = home();
    home.write("params.json", "{}");
    let text = home.run("--sandbox pay-params params.json").fails_with(2);
    assert!(text.contains("is a file, not a prepay_id"), "{text}");
    assert!(text.contains("--check params.json"), "{text}");
}

#[test]
fn findings_are_chinese_for_chinese_readers() {
    let home = home();
    let good = params(&home, &format!("prepay_id={ID}"));
    for broken in [
        without(good.clone(), "signType"),
        with(good.clone(), "package", ID),
        with(good.clone(), "paySign", "AAAA"),
        with(good.clone(), "timeStamp", "1700000007"),
    ] {
        home.write("params.json", broken.to_string());
        let verdict = home.run(&format!("{CHECK} --lang zh")).reports(4);
        for finding in verdict["findings"].as_array().unwrap() {
            for part in ["message", "fix"] {
                let text = finding[part].as_str().unwrap();
                assert!(
                    text.contains(|c: char| ('一'..='鿿').contains(&c)),
                    "{text}"
                );
            }
        }
        let page = home.run("--sandbox --lang zh pay-params --check params.json");
        assert!(page.stdout.contains("（已证实）"), "{}", page.stdout);
        assert!(!page.stdout.contains("fix:"), "{}", page.stdout);
    }
}
