//! A refused request, its reply, and what is made of both.

use crate::home::Home;
use crate::{openssl, responses, wire};

const BODY: &str = r#"{"appid":"wxsandbox000000001","mchid":"0000000001","description":"咖啡","out_trade_no":"order-1","notify_url":"https://pay.example.com/n","amount":{"total":1},"payer":{"openid":"oX"}}"#;
const PATH: &str = "/v3/pay/transactions/jsapi";

#[test]
fn a_refused_request_and_its_reply_are_explained() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    let profile = home.run("profile show --json").json();
    let serial = profile["fields"]["serial_no"]["value"]
        .as_str()
        .unwrap()
        .to_owned();
    home.write("body", BODY);
    for (body, end, cause) in [
        (BODY.to_owned(), "", "missing-final-newline"),
        (BODY.replace(",\"", ", \""), "\n", "body-whitespace"),
        (String::new(), "\n", "body-not-signed"),
    ] {
        // What was signed five minutes ago is refused for that.
        let now = wechatpay::ambient::now();
        let message = format!("POST\n{PATH}\n{now}\nabcdef\n{body}{end}");
        let header = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"0000000001\",nonce_str=\"abcdef\",signature=\"{}\",timestamp=\"{now}\",serial_no=\"{serial}\"",
            openssl::sign(&home, &message)
        );
        home.write("header", format!("{header}\n"));
        let headers = [
            ("Authorization", header.as_str()),
            ("Accept", "application/json"),
            ("User-Agent", "test"),
            ("Content-Type", "application/json"),
        ];
        let request = wire::request("POST", PATH, &headers, BODY.as_bytes());
        let reply = wire::send(&sandbox.address(), &request);
        assert_eq!(reply.status, 401, "{}", reply.body);
        home.write("reply.json", &reply.body);
        for line in [
            format!(
                "explain request --method POST --url https://api.mch.weixin.qq.com{PATH} --body body --authorization-file header"
            ),
            "explain reply reply.json --body body --authorization-file header".to_owned(),
        ] {
            let found = home.run(&format!("--json {line}")).reports(4);
            assert_eq!(found["verdict"], "invalid");
            assert_eq!(found["findings"][0]["cause"], cause, "{line}");
            assert_eq!(found["findings"][0]["proof"], "verified");
        }
        // A reply alone proves nothing; the sandbox's record of what it refused does.
        let recorded = home.run("--json explain reply reply.json").reports(4);
        assert_eq!(recorded["received"]["body_bytes"], BODY.len());
        assert_eq!(recorded["findings"][0]["cause"], cause);
        assert_eq!(recorded["findings"][0]["proof"], "verified");
        home.run("sandbox reset --yes").ok();
        let alone = home.run("--json explain reply reply.json").reports(4);
        assert_eq!(alone["received"]["body_bytes"], BODY.len());
        assert_eq!(alone["findings"][0]["proof"], "inferred");
        let page = home.run("explain request --method POST --url /v3/pay/transactions/jsapi --body body --authorization-file header");
        assert!(
            page.stdout.contains(cause) && page.stdout.contains("fix:"),
            "{}",
            page.stdout
        );
    }
}

#[test]
fn a_clock_that_is_wrong_is_reported_with_the_refusal() {
    let home = Home::new();
    drop(home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml"));
    let body = r#"{"code":"SIGN_ERROR","message":"x"}"#;
    let answer = format!(
        "HTTP/1.1 401 X\r\nDate: Tue, 01 Jan 2019 00:00:00 GMT\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let (url, _requests) = crate::responses::server(vec![answer.into_bytes()]);
    let stderr = home
        .run(&format!("--base-url {url} query --out-trade-no order-1"))
        .fails_with(5);
    assert!(stderr.contains("ahead of WeChat Pay;"), "{stderr}");
}

#[test]
fn a_serial_number_or_a_moment_that_wechat_pay_refuses_is_not_valid() {
    let home = Home::new();
    home.run("--sandbox pay-params wx1").ok();
    let serial = home.run("--sandbox profile show --json").json()["fields"]["serial_no"]["value"]
        .as_str()
        .unwrap()
        .to_owned();
    let now = wechatpay::ambient::now().0;
    home.write("body", BODY);
    let explain = |serial: &str, moment: i64, options: &str, code: i32| {
        let signature = openssl::sign(&home, &format!("POST\n{PATH}\n{moment}\nabcdef\n{BODY}\n"));
        home.write(
            "header",
            format!(
                "WECHATPAY2-SHA256-RSA2048 mchid=\"0000000001\",nonce_str=\"abcdef\",signature=\"{signature}\",timestamp=\"{moment}\",serial_no=\"{serial}\""
            ),
        );
        let line = format!(
            "--sandbox --json explain request --method POST --url {PATH} --body body --authorization-file header {options}"
        );
        home.run(&line).reports(code)
    };
    assert_eq!(explain(&serial, now, "", 0)["verdict"], "valid");
    let pairs: Vec<&str> = (0..20).map(|at| &serial[2 * at..2 * at + 2]).collect();
    for printed in [
        format!("serial={serial}"),
        format!("0x{serial}"),
        pairs.join(":"),
        pairs.join(" ").to_lowercase(),
    ] {
        let found = explain(&printed, now, "", 4);
        assert_eq!(found["findings"][0]["cause"], "malformed-serial");
        assert_eq!(found["findings"].as_array().unwrap().len(), 1, "{found}");
        let message = found["findings"][0]["message"].as_str().unwrap();
        assert!(message.ends_with(&format!("must be {serial}")), "{message}");
    }
    // A minute before or after whole hours looks like a time zone, and the moment comes nearer while
    // a slow machine gets there.
    let ahead = wechatpay::ambient::now().0 + 8 * 3600 + 55;
    let ahead = explain(&serial, ahead, "", 4);
    assert_eq!(ahead["findings"][0]["cause"], "clock-skew");
    assert_eq!(ahead["findings"][1]["cause"], "timestamp-timezone");
    assert_eq!(ahead["findings"][1]["proof"], "inferred");
    // A request of yesterday is looked at, unless the moment of sending says otherwise.
    let old = explain(&serial, now - 86_400, "", 0);
    assert!(old["age_seconds"].as_i64().unwrap() >= 86_400);
    let late = explain(&serial, now - 86_400, &format!("--at {now}"), 4);
    assert_eq!(late["findings"][0]["cause"], "stale");
    explain(&serial, now - 86_400, &format!("--at {}", now - 86_300), 0);
}

#[test]
fn a_file_that_has_nothing_to_explain_is_named_for_what_it_is() {
    let home = Home::new();
    home.run("--sandbox download-certs -o certs").ok();
    let certificate = std::fs::read_dir(home.path("certs")).unwrap().next();
    std::fs::rename(certificate.unwrap().unwrap().path(), home.path("cert.pem")).unwrap();
    let text = home.run("explain cert.pem").fails_with(3);
    assert!(text.contains("error: cert.pem is a certificate"), "{text}");
    assert!(text.contains("`wechatpay doctor`"), "{text}");
    for missing in ["none.pem", "./none", "none.key"] {
        let text = home.run(&format!("explain {missing}")).fails_with(3);
        assert!(text.contains(&format!("cannot read {missing}")), "{text}");
    }
}

#[test]
fn a_text_is_explained_without_a_profile() {
    let home = Home::new();
    for (pasted, kind, codes) in [
        ("应答的微信支付签名验证失败", "program-text", ""),
        (
            "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
            "message",
            "SIGN_ERROR",
        ),
        (
            r#"{"code":"SIGN_ERROR","message":"商户证书序列号有误。请使用签名私钥匹配的证书序列号"}"#,
            "message",
            "SIGN_ERROR",
        ),
        (
            "Wechatpay signature verification failed",
            "program-text",
            "",
        ),
        ("支付验证签名失败", "client-text", ""),
    ] {
        home.write("pasted.txt", pasted);
        let found = home.run("--json explain pasted.txt").json();
        assert_eq!(found["schema"], "wechatpay/explain-text/v1", "{pasted}");
        assert_eq!(found["kind"], kind, "{pasted}");
        let named: Vec<&str> = found["codes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
        assert_eq!(named.join(","), codes, "{pasted}");
    }
    home.write(
        "reply.json",
        r#"{"code":"SIGN_ERROR","message":"签名错误"}"#,
    );
    let found = home.run("explain reply.json");
    assert!(
        found.stderr.contains("no merchant profile"),
        "{}",
        found.stderr
    );
    assert!(found.ok().starts_with("SIGN_ERROR: "));
    // With something to compare, the keys are needed.
    home.write("header", "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\"");
    let line = "explain reply reply.json --authorization-file header --method GET --url /v3/x";
    assert_eq!(home.run(line).code, Some(3));
    // A word that is no code is not called an unknown one.
    for word in ["Wechatpay-Serial", "hello"] {
        assert_eq!(home.run(&format!("explain {word}")).code, Some(3), "{word}");
    }
    assert_eq!(home.run("explain SIGN_EROR").code, Some(8));
}

#[test]
fn a_platform_certificate_is_not_taken_for_the_merchant_s() {
    let home = Home::new();
    for (message, cause) in [
        ("商户证书序列号有误", Some("serial-mismatch")),
        ("平台证书序列号有误", None),
        ("商户证书已过期", Some("wrong-key")),
        ("平台证书已过期失效，请联系微信支付技术支持。", None),
    ] {
        let reply = serde_json::json!({"code": "PARAM_ERROR", "message": message});
        home.write("reply.json", reply.to_string());
        let line = "--sandbox --json explain reply reply.json";
        let found = home.run(line).reports(if cause.is_some() { 4 } else { 0 });
        assert_eq!(found["findings"][0]["cause"].as_str(), cause, "{message}");
    }
}

#[test]
fn a_bare_message_is_explained_from_a_word_and_from_standard_input() {
    let home = Home::new();
    for (message, english, chinese) in [
        (
            "mchid不匹配",
            "mchid in the body is not the one of the Authorization header",
            "请求体的 mchid 与 Authorization 头不一致",
        ),
        (
            "商户号和appid不匹配",
            "APPID_MCHID_NOT_MATCH: ",
            "APPID_MCHID_NOT_MATCH：",
        ),
        (
            "验签失败",
            "a signature was refused; these words do not say which one",
            "某个签名未通过；仅凭这句话无法判断是哪一个",
        ),
        (
            "平台证书已过期失效，请联系微信支付技术支持。",
            "NOT_ENOUGH: the platform certificate has expired",
            "NOT_ENOUGH：平台证书已过期失效",
        ),
        (
            "基本账户余额不足",
            "NOT_ENOUGH: the balance does not cover the refund",
            "NOT_ENOUGH：余额不足以退款",
        ),
    ] {
        for (lang, begins) in [("en", english), ("zh", chinese)] {
            let said = home.run(&format!("--lang {lang} explain {message}")).ok();
            assert!(said.starts_with(begins), "{message}: {said}");
            let line = format!("--lang {lang} explain -");
            let piped = home.pipe(&line, message).ok();
            assert_eq!(piped, said, "{message}");
        }
    }
    let found = home.run("--json explain 签名失败").json();
    assert_eq!(found["kind"], "unclear-text");
    // A code beside the words says more.
    let found = home.run("--json explain SIGN_ERROR:验签失败").json();
    assert_eq!(found["code"], "SIGN_ERROR");
}

#[test]
fn a_refusal_is_explained_as_fully_with_a_profile_as_without_one() {
    let (with_profile, without) = (responses::home(), Home::new());
    for (reply, says) in [
        (
            r#"{"code":"FREQUENCY_LIMITED","message":"x"}"#,
            "query the refund first",
        ),
        (r#"{"code":"PARAM_ERROR","message":"x"}"#, "cause "),
        (
            r#"{"code":"RESOURCE_NOT_EXISTS","message":"无可用的平台证书"}"#,
            "pub_key.pem",
        ),
    ] {
        let alone = without.pipe("--lang en explain -", reply).ok();
        let said = with_profile.pipe("--lang en explain -", reply).ok();
        assert!(said.contains(says), "{said}");
        let meant = alone
            .lines()
            .skip(1)
            .filter(|line| !line.starts_with("HTTP"));
        for line in meant.take_while(|line| !line.is_empty()) {
            assert!(said.contains(line), "{line}: {said}");
        }
    }
}

#[test]
fn of_several_meanings_the_one_of_the_api_comes_first() {
    let home = Home::new();
    let curl = "curl https://api.mch.weixin.qq.com/v3/certificates";
    for (pasted, api, others) in [
        (
            r#"{"code":"NOT_ENOUGH","message":"平台证书已过期失效，请联系微信支付技术支持。"}"#,
            Some("certificates"),
            vec!["refund"],
        ),
        (
            r#"{"code":"NOT_ENOUGH","message":"余额不足"}"#,
            Some("refund"),
            vec!["certificates"],
        ),
        (
            r#"{"code":"NOT_ENOUGH","message":"x"}"#,
            None,
            vec!["refund", "certificates"],
        ),
        (
            &format!(r#"{curl} {{"code":"NOT_ENOUGH","message":"x"}}"#),
            Some("certificates"),
            vec!["refund"],
        ),
        (
            "POST /v3/refund/domestic/refunds HTTP/1.1\n\nHTTP/1.1 429 Too Many Requests",
            Some("refund"),
            vec![],
        ),
    ] {
        home.write("pasted.txt", pasted);
        let found = home.run("--json explain pasted.txt").json();
        assert_eq!(found["api"].as_str(), api, "{pasted}: {found}");
        let apis = found["apis"].as_array().unwrap().iter();
        let named: Vec<&str> = apis.map(|on| on["api"].as_str().unwrap()).collect();
        assert_eq!(named, others, "{pasted}");
        if api == Some("certificates") {
            assert_eq!(found["meaning"], "the platform certificate has expired");
        }
    }
}
