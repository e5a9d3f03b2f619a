//! `api`: any call, against the sandbox and against those who only pretend.

pub(crate) mod calls;
mod sensitive;
mod upload;

use std::process::Stdio;

use serde_json::{Value, json};

use crate::api::calls::{alone, api, start};
use crate::faulty::{Fault, Faulty};
use crate::home::send as end;
use crate::home::{Home, feed, read};
use crate::responses::{http, platform_key, server, signed};
use crate::wire::Captured;

#[test]
fn an_answer_is_printed_byte_for_byte_once_it_is_verified() {
    let home = alone();
    let key = platform_key(&home);
    let body = b"{ \"b\" : 1.50,\r\n\"a\":\"\\u5f20\"}\n";
    let (url, requests) = server(vec![signed(&key, 0, body)]);
    let options = format!("--base-url {url}");
    let path = "v3/x?q=%7B1%7D|2&t=10:34:56+08:00&n=张";
    let shown = api(&home, &options, &["get", path]).ok();
    assert_eq!(shown.as_bytes(), body);
    let raw = String::from_utf8(requests.recv().unwrap().raw).unwrap();
    let line = "GET /v3/x?q=%7B1%7D|2&t=10:34:56+08:00&n=%E5%BC%A0 HTTP/1.1\r\n";
    assert!(raw.starts_with(line), "{raw}");
    let report = api(&home, &format!("{options} --json"), &["GET", "/v3/x", "-i"]).json();
    assert_eq!(report["schema"], "wechatpay/api/v1");
    assert_eq!(report["status"], 200);
    assert_eq!(report["request_id"], "08ABCDEF-268435461");
    assert_eq!(report["verified"], true);
    assert_eq!(report["body"], json!({"b": 1.5, "a": "张"}));
    assert!(report["headers"]["wechatpay-signature"].is_string());
    let one = api(&home, &format!("{options} --get body.a"), &["GET", "/v3/x"]);
    assert_eq!(one.ok(), "张\n");
    let whole = api(&home, &options, &["GET", "/v3/x", "--include"]).ok();
    assert!(
        whole.starts_with("HTTP 200\nrequest-id: 08ABCDEF"),
        "{whole}"
    );
    assert!(whole.ends_with(std::str::from_utf8(body).unwrap()));
    api(&home, &options, &["GET", "/v3/x", "-o", "out.json"]).ok();
    assert_eq!(home.read("out.json").as_bytes(), body);
}

#[test]
fn what_is_sent_is_what_was_signed() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    // The sandbox checks the signature before anything else.
    for path in [
        "/v3/certificates?a=%7B1%7D|2&t=10:34:56+08:00&n=张&q='x'&e=",
        "v3/certificates?{mchid}",
    ] {
        let answer = api(&home, "--json", &["get", path]).json();
        assert!(answer["body"]["data"][0]["serial_no"].is_string(), "{path}");
    }
    let odd = "{ \"mchid\":\"0000000001\" ,\"z\":1.0, \"a\": \"\\u5f20\" }\n";
    home.write("body.json", odd);
    for data in ["body.json", "@body.json", "-", odd] {
        let target = "/v3/pay/transactions/out-trade-no/order-1/close";
        let mut command = home.command("--config merchant.toml --json api post");
        command.args([target, "--data", data]);
        let done = feed(command, data, odd);
        // Signed well, and only then found to hold too much.
        let error = done.failed(5);
        assert_eq!(error["code"], "PARAM_ERROR", "{data}");
    }
}

#[test]
fn fields_make_an_object_or_a_query() {
    let home = alone();
    let key = platform_key(&home);
    let (url, requests) = server(vec![signed(&key, 0, b"{}")]);
    let options = format!("--base-url {url}");
    home.write("name.txt", "张三");
    let fields = [
        "-F",
        "amount[total]=1",
        "-F",
        "amount.currency=CNY",
        "-F",
        "list[]=true",
        "-F",
        "list[]=null",
        "-F",
        "mchid={mchid}",
        "-F",
        "name=@name.txt",
        "-F",
        "digits=007",
        "-f",
        "text=1",
        "-F",
        "none[]",
    ];
    let post = [&["POST", "/v3/x"][..], &fields].concat();
    api(&home, &options, &post).ok();
    let body = requests.recv().unwrap().body;
    let expected = json!({
        "text": "1",
        "amount": {"total": 1, "currency": "CNY"},
        "list": [true, null],
        "mchid": "0000000001",
        "name": "张三",
        "digits": "007",
        "none": [],
    });
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
    let line = |args: &[&str]| {
        api(&home, &options, args).ok();
        let raw = String::from_utf8(requests.recv().unwrap().raw).unwrap();
        raw.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        line(&["delete", "/v3/x?a=1", "-f", "b=c&d e", "-F", "n=2"]),
        "DELETE /v3/x?a=1&b=c%26d%20e&n=2 HTTP/1.1"
    );
    assert_eq!(
        line(&["PUT", "/v3/x", "-d", "{}", "-f", "b=1"]),
        "PUT /v3/x?b=1 HTTP/1.1"
    );
}

#[test]
fn wrong_words_are_refused_before_anything_is_sent() {
    let home = alone();
    let (url, requests) = server(vec![http(200, &[], b"{}")]);
    let options = format!("--json --base-url {url}");
    home.write("long.txt", "x".repeat(215));
    let long = ["POST", "/v3/x", "-F", "a=@long.txt", "--encrypt", "a"];
    for (args, code, part) in [
        (&["GET", "/pay/unifiedorder"][..], 2, "begin with /v3/"),
        (&["GET", "/v3/a/../b"], 2, "'..'"),
        (
            &["GET", "/v3/{out_trade_no}"],
            2,
            "{mchid}, {appid} and {sub_mchid}",
        ),
        (&["GET", "/v3/{sub_mchid}"], 3, "no sub_mchid"),
        (&["HEAD", "/v3/x"], 2, "GET, POST, PUT, PATCH, DELETE"),
        (
            &["GET", "https://example.com/v3/x"],
            3,
            "example.com is not a host of WeChat Pay",
        ),
        (
            &["GET", "https://u:hunter2@127.0.0.1/v3/x"],
            2,
            "credentials",
        ),
        (&["GET", "/v3/x", "-d", "{}"], 2, "no body"),
        (
            &["GET", "/v3/x", "-H", "A: b\r\nAuthorization: c"],
            2,
            "visible ASCII",
        ),
        (
            &["GET", "/v3/x", "-H", "Authorization: c"],
            2,
            "--own-authorization",
        ),
        (&["GET", "/v3/x", "-H", "Host: c"], 2, "by the client"),
        (
            &["POST", "/v3/x", "-F", "a=1", "-F", "a.b=1"],
            2,
            "contradicts",
        ),
        (
            &["POST", "/v3/x", "-F", "a=1", "--encrypt", "b"],
            2,
            "no field 'b'",
        ),
        (
            &["POST", "/v3/x", "-F", "a=1", "--encrypt", "a"],
            2,
            "not a string",
        ),
        (&["POST", "/v3/x", "--upload", "none.png"], 3, "none.png"),
        (&["GET", "/v3/x", "-o", "/proc/none/x"], 3, "/proc/none/x"),
        (&long, 2, "215 bytes; at most 214"),
    ] {
        let error = api(&home, &options, args).failed(code);
        let text = format!("{} {}", error["message"], error["hint"]);
        assert!(text.contains(part), "{args:?}: {text}");
        assert!(!text.contains("hunter2") && !text.contains("xxx"), "{text}");
    }
    assert_eq!(requests.try_iter().count(), 0);
}

#[test]
fn an_unsigned_answer_is_believed_only_where_that_is_known() {
    let home = alone();
    let key = platform_key(&home);
    let body = b"{\"a\":1}";
    let (url, _requests) = server(vec![http(200, &[], body)]);
    let options = format!("--base-url {url}");
    let stderr = api(&home, &options, &["GET", "/v3/x"]).fails_with(4);
    assert!(stderr.contains("--no-verify"), "{stderr}");
    let taken = api(&home, &options, &["GET", "/v3/x", "--no-verify"]);
    assert!(taken.stderr.contains("is not signed"), "{}", taken.stderr);
    assert_eq!(taken.ok().as_bytes(), body);
    for path in [
        "/v3/billdownload/file?token=x",
        "/v3/merchant-service/images/abc",
    ] {
        let done = api(&home, &format!("{options} --json"), &["GET", path]);
        assert_eq!(done.stderr, "", "{path}");
        let report = done.json();
        assert_eq!(
            (&report["verified"], &report["body"]["a"]),
            (&json!(false), &json!(1))
        );
    }
    // What is signed must be signed well, even there.
    let mut forged = signed(&key, 0, body);
    let last = forged.len() - 2;
    forged[last] = b'2';
    let (url, _requests) = server(vec![forged]);
    let options = format!("--json --base-url {url}");
    for args in [
        &["GET", "/v3/x", "--no-verify"][..],
        &["GET", "/v3/billdownload/file?token=x"],
    ] {
        api(&home, &options, args).failed(4);
    }
    let binary = http(200, &[], &[0xff, 0xd8, 0, 1]);
    let (url, _requests) = server(vec![binary]);
    let options = format!("--json --base-url {url}");
    let report = api(&home, &options, &["GET", "/v3/merchant-service/images/abc"]).json();
    assert_eq!(report["body_base64"], "/9gAAQ==");
}

#[test]
fn a_refusal_is_reported_and_shown_where_it_is_asked_for() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    let path = "/v3/pay/transactions/out-trade-no/none-00?mchid={mchid}";
    let error = api(&home, "--json", &["GET", path, "-i"]).failed(9);
    assert_eq!(error["code"], "ORDER_NOT_EXIST");
    assert!(!api(&home, "", &["GET", path]).fails_with(9).contains('{'));
    let loud = api(&home, "-v", &["GET", path]).fails_with(9);
    assert!(loud.contains("< {\"code\":\"ORDER_NOT_EXIST\""), "{loud}");
    let whole = api(&home, "", &["GET", path, "-i"]);
    assert_eq!(whole.code, Some(9));
    assert!(
        whole.stdout.starts_with("HTTP 404\nrequest-id: 08"),
        "{}",
        whole.stdout
    );
    assert!(
        whole.stdout.ends_with("\"message\":\"订单不存在\"}"),
        "{}",
        whole.stdout
    );
    let own = [
        "GET",
        "/v3/certificates",
        "-H",
        "authorization: x",
        "--own-authorization",
    ];
    assert_eq!(api(&home, "--json", &own).failed(5)["code"], "SIGN_ERROR");
}

#[test]
fn only_what_names_itself_is_repeated() {
    let home = alone();
    let busy = http(500, &[], br#"{"code":"SYSTEM_ERROR","message":"x"}"#);
    let key = platform_key(&home);
    let good = String::from_utf8(signed(&key, 0, b"{}")).unwrap();
    let at = good.find("Wechatpay-Signature: ").unwrap() + "Wechatpay-Signature: ".len();
    let probe = format!("{}WECHATPAY/SIGNTEST/{}", &good[..at], &good[at + 19..]).into_bytes();
    for (args, answer, code, times) in [
        (&["GET", "/v3/x"][..], &busy, 6, 2),
        (&["POST", "/v3/x", "-d", "{}"], &busy, 6, 1),
        (&["POST", "/v3/x", "-d", "{}", "--idempotent"], &busy, 6, 2),
        (&["DELETE", "/v3/x"], &busy, 6, 1),
        (&["GET", "/v3/x"], &probe, 4, 2),
        (&["POST", "/v3/x", "-d", "{}"], &probe, 4, 1),
    ] {
        let (url, requests) = server(vec![answer.clone()]);
        let options = format!("--json --retries 1 --base-url {url}");
        api(&home, &options, args).failed(code);
        let seen: Vec<Captured> = requests.try_iter().collect();
        assert_eq!(seen.len(), times, "{args:?}");
        assert!(seen.iter().all(|request| request.body == seen[0].body));
    }
}

#[test]
fn accepted_is_an_answer_to_a_call_that_is_not_known() {
    let home = alone();
    let good = String::from_utf8(signed(&platform_key(&home), 0, b"{}")).unwrap();
    let accepted = good.replacen(" 200 ", " 202 ", 1).into_bytes();
    let (url, requests) = server(vec![accepted]);
    let options = format!("--json --base-url {url}");
    let report = api(&home, &options, &["POST", "/v3/x", "--idempotent"]).json();
    assert_eq!(
        (&report["status"], &report["verified"]),
        (&json!(202), &json!(true))
    );
    assert_eq!(requests.try_iter().count(), 1);
}

#[test]
fn pages_are_followed_to_the_last_and_not_beyond() {
    let home = alone();
    let key = platform_key(&home);
    let answers = |bodies: &[&str]| {
        let made = bodies.iter().map(|body| signed(&key, 0, body.as_bytes()));
        server(made.collect())
    };
    let paths = |requests: std::sync::mpsc::Receiver<Captured>| {
        let line = |request: Captured| {
            let raw = String::from_utf8(request.raw).unwrap();
            raw.split(' ').nth(1).unwrap().to_owned()
        };
        requests.try_iter().map(line).collect::<Vec<_>>()
    };
    let pages = [
        r#"{"total_count":3,"data":[1,2]}"#,
        r#"{"total_count":3,"data":[3]}"#,
    ];
    let (url, requests) = answers(&pages);
    let list = ["GET", "/v3/x?limit=2", "--paginate"];
    let shown = api(&home, &format!("--base-url {url}"), &list).ok();
    assert_eq!(shown, format!("{}\n{}\n", pages[0], pages[1]));
    assert_eq!(paths(requests), ["/v3/x?limit=2", "/v3/x?limit=2&offset=2"]);
    let linked = [
        r#"{"links":{"next":"https://elsewhere.example.com/v3/x?offset=2"}}"#,
        r#"{"links":{"next":""}}"#,
    ];
    let (url, requests) = answers(&linked);
    let shown = api(
        &home,
        &format!("--json --base-url {url}"),
        &["GET", "/v3/x", "--paginate"],
    )
    .ok();
    let bodies: Vec<Value> = shown
        .lines()
        .map(|line| read(line)["body"].take())
        .collect();
    assert_eq!(bodies, linked.map(read));
    assert_eq!(paths(requests), ["/v3/x", "/v3/x?offset=2"]);
    // Circles, endless lists and gaps end in an error, after what there was.
    let circle = [r#"{"links":{"next":"/v3/x"}}"#];
    let gap = [
        r#"{"total_count":9,"data":[1,2]}"#,
        r#"{"total_count":9,"data":[]}"#,
    ];
    let endless = [r#"{"total_count":9,"data":[1,2]}"#];
    for (bodies, more, code, part) in [
        (&circle[..], &[][..], 6, "circle"),
        (&gap, &[], 8, "--offset-in-pages"),
        (&endless, &["--max-pages", "2"], 8, "--max-pages"),
    ] {
        let (url, _requests) = answers(bodies);
        let args = [&list[..], more].concat();
        let done = api(&home, &format!("--base-url {url}"), &args);
        assert_eq!(done.code, Some(code), "{}", done.stderr);
        assert!(done.stderr.contains(part), "{}", done.stderr);
        assert!(done.stdout.starts_with(bodies[0]), "{}", done.stdout);
    }
}

#[test]
fn a_url_is_called_where_it_says() {
    let home = alone();
    let key = platform_key(&home);
    let (url, requests) = server(vec![signed(&key, 0, b"{}")]);
    let there = format!("{url}/v3/x?a=1");
    api(&home, "--base-url http://127.0.0.1:1", &["GET", &there]).ok();
    assert!(requests.recv().unwrap().raw.starts_with(b"GET /v3/x?a=1 "));
    let real = "https://api.mch.weixin.qq.com/v3/certificates";
    let stderr = home.with("--sandbox api GET", &[real]).fails_with(2);
    assert!(stderr.contains("the sandbox"), "{stderr}");
}

#[test]
fn ending_a_call_half_way_says_that_it_may_have_been_carried_out() {
    let home = alone();
    for (method, is_warned) in [("POST", true), ("DELETE", true), ("GET", false)] {
        let server = Faulty::new(vec![Fault::Silent]);
        let options = format!("--config merchant.toml --base-url {}", server.url);
        let child = home
            .command(&format!("{options} api {method} /v3/x?a=1"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        server.next();
        end("-INT", child.id());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            stderr.contains("may have been carried out"),
            is_warned,
            "{stderr}"
        );
        assert_eq!(
            stderr.contains(&format!("{method} /v3/x was")),
            is_warned,
            "{stderr}"
        );
    }
}
