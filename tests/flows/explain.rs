//! A refused request, its reply, and what is made of both.

use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::home::{Home, IDENTITY};
use crate::wire;

const BODY: &str = r#"{"appid":"wxsandbox000000001","mchid":"0000000001","description":"咖啡","out_trade_no":"order-1","notify_url":"https://pay.example.com/n","amount":{"total":1},"payer":{"openid":"oX"}}"#;
const PATH: &str = "/v3/pay/transactions/jsapi";

/// Signs with openssl, as somebody's shell script does.
fn openssl(home: &Home, message: &str) -> String {
    use std::io::Write;
    let key = home.path(IDENTITY).join("apiclient_key.pem");
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha256", "-sign"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(message.as_bytes())
        .unwrap();
    STANDARD.encode(child.wait_with_output().unwrap().stdout)
}

#[test]
fn a_refused_request_and_its_reply_are_explained() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    let profile = home.run("profile show --json").json();
    let serial = profile["fields"]["serial_no"]["value"]
        .as_str()
        .unwrap()
        .to_owned();
    let now = wechatpay::ambient::now();
    home.write("body", BODY);
    for (body, end, cause) in [
        (BODY.to_owned(), "", "missing-final-newline"),
        (BODY.replace(",\"", ", \""), "\n", "body-whitespace"),
        (String::new(), "\n", "body-not-signed"),
    ] {
        let message = format!("POST\n{PATH}\n{now}\nabcdef\n{body}{end}");
        let header = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"0000000001\",nonce_str=\"abcdef\",signature=\"{}\",timestamp=\"{now}\",serial_no=\"{serial}\"",
            openssl(&home, &message)
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
            let found = home.run(&format!("--json {line}")).verdict(4);
            assert_eq!(found["verdict"], "invalid");
            assert_eq!(found["findings"][0]["cause"], cause, "{line}");
            assert_eq!(found["findings"][0]["proof"], "verified");
        }
        // A reply alone proves nothing; the sandbox's record of what it refused does.
        let recorded = home.run("--json explain reply reply.json").verdict(4);
        assert_eq!(recorded["received"]["body_bytes"], BODY.len());
        assert_eq!(recorded["findings"][0]["cause"], cause);
        assert_eq!(recorded["findings"][0]["proof"], "verified");
        std::fs::remove_file(home.path(".local/share/wechatpay/sandbox/refused.jsonl")).unwrap();
        let alone = home.run("--json explain reply reply.json").verdict(4);
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
fn a_clock_that_is_wrong_is_told_with_the_refusal() {
    let home = Home::new();
    drop(home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml"));
    let body = r#"{"code":"SIGN_ERROR","message":"x"}"#;
    let answer = format!(
        "HTTP/1.1 401 X\r\nDate: Tue, 01 Jan 2019 00:00:00 GMT\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let (url, _requests) = crate::hostile::server(vec![answer.into_bytes()]);
    let said = home
        .run(&format!("--base-url {url} query --out-trade-no order-1"))
        .said(5);
    assert!(said.contains("ahead of WeChat Pay's"), "{said}");
}
