//! What the sandbox says about each request and each notification, without being asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::home::{Home, IDENTITY, Server};
use crate::prompt::in_time;
use crate::wire;

const BODY: &str = r#"{"appid":"wxsandbox000000001","mchid":"0000000001","description":"咖啡","out_trade_no":"coffee-0001","notify_url":"https://pay.example.com/n","amount":{"total":1},"payer":{"openid":"oX"}}"#;
const PATH: &str = "/v3/pay/transactions/jsapi";
/// The file of the token that control calls need.
const TOKEN: &str = ".local/share/wechatpay/sandbox/access-token";
const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";

/// Signs with openssl, as a merchant's own code does.
fn openssl(key: &Path, options: &[&str], message: &str) -> String {
    let mut child = Command::new("openssl")
        .arg("dgst")
        .args(options)
        .arg("-sign")
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(message.as_bytes()).unwrap();
    drop(stdin);
    STANDARD.encode(child.wait_with_output().unwrap().stdout)
}

/// A merchant who signs by hand.
struct Shop {
    home: Home,
    sandbox: Server,
    serial: String,
    now: i64,
}

impl Shop {
    fn open(options: &str) -> Self {
        let home = Home::new();
        let line =
            format!("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml {options}");
        let sandbox = home.start(&line);
        let profile = home.run("profile show --json").json();
        let serial = profile["fields"]["serial_no"]["value"].as_str().unwrap();
        Self {
            serial: serial.to_owned(),
            now: wechatpay::ambient::now().0,
            home,
            sandbox,
        }
    }

    fn key(&self, name: &str) -> std::path::PathBuf {
        self.home.path(IDENTITY).join(name)
    }

    fn sign(&self, message: &str) -> String {
        openssl(&self.key("apiclient_key.pem"), &["-sha256"], message)
    }

    fn message(&self, body: &str) -> String {
        format!("POST\n{PATH}\n{}\n{NONCE}\n{body}\n", self.now)
    }

    fn header(&self, signature: &str) -> String {
        let (now, serial) = (self.now, &self.serial);
        format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"0000000001\",nonce_str=\"{NONCE}\",signature=\"{signature}\",timestamp=\"{now}\",serial_no=\"{serial}\""
        )
    }

    fn post(&self, path: &str, authorization: &str, body: &str) -> wire::Answer {
        let headers = [
            ("Authorization", authorization),
            ("Accept", "application/json"),
            ("User-Agent", "test"),
            ("Content-Type", "application/json"),
        ];
        let request = wire::request("POST", path, &headers, body.as_bytes());
        wire::send(&self.sandbox.address(), &request)
    }
}

fn causes(line: &Value) -> Vec<&str> {
    let findings = line["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["cause"].as_str().unwrap())
        .collect()
}

#[test]
fn each_planted_mistake_is_named_in_the_log_without_asking() {
    let mut shop = Shop::open("");
    let own = shop.key("apiclient_key.pem");
    let stranger = shop.home.path("stranger.pem");
    let made = Command::new("openssl")
        .args(["genrsa", "-out"])
        .arg(&stranger)
        .arg("2048")
        .output();
    assert!(made.unwrap().status.success());
    let right = shop.message(BODY);
    let good = shop.header(&shop.sign(&right));
    let by = |message: &str| shop.header(&shop.sign(message));
    let (now, serial) = (shop.now.to_string(), shop.serial.clone());
    let millis = format!("{now}000");
    let md5 = "7A4B3C2D1E0F9A8B7C6D5E4F3A2B1C0D";
    let mistakes = [
        (
            "wrong-key",
            shop.header(&openssl(&stranger, &["-sha256"], &right)),
        ),
        ("body-not-signed", by(&shop.message(""))),
        (
            "body-whitespace",
            by(&shop.message(&BODY.replace("\":", "\": "))),
        ),
        (
            "body-unicode-escapes",
            by(&shop.message(&BODY.replace("咖啡", "\\u5496\\u5561"))),
        ),
        ("missing-final-newline", by(right.trim_end())),
        ("wrong-method", by(&right.replace("POST\n", "GET\n"))),
        (
            "url-with-host",
            by(&right.replace(PATH, &format!("https://api.mch.weixin.qq.com{PATH}"))),
        ),
        (
            "url-with-host",
            by(&right.replace(PATH, &format!("http://localhost{PATH}"))),
        ),
        ("timestamp-milliseconds", good.replace(&now, &millis)),
        (
            "wrong-digest",
            shop.header(&openssl(&own, &["-sha1"], &right)),
        ),
        (
            "wrong-padding",
            shop.header(&openssl(
                &own,
                &["-sha256", "-sigopt", "rsa_padding_mode:pss"],
                &right,
            )),
        ),
        (
            "fields-out-of-order",
            by(&format!("POST\n{PATH}\n{NONCE}\n{now}\n{BODY}\n")),
        ),
        (
            "serial-mismatch",
            good.replace(&serial, "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"),
        ),
        ("field-missing", by(&format!("{now}\n{NONCE}\n{BODY}\n"))),
        ("wrong-sign-type", shop.header(md5)),
        ("crlf", by(&right.replace('\n', "\r\n"))),
        (
            "mchid-mismatch",
            good.replace("mchid=\"0000000001\"", "mchid=\"1900000001\""),
        ),
        ("stale", good.replace(&now, &(shop.now - 3600).to_string())),
        ("authorization-malformed", good.replace("\",", "\", ")),
        ("authorization-malformed", String::new()),
        (
            "platform-and-merchant-swapped",
            shop.header(&openssl(
                &shop.key("platform_key.pem"),
                &["-sha256"],
                &right,
            )),
        ),
    ];
    for (cause, authorization) in mistakes {
        let answer = shop.post(PATH, &authorization, BODY);
        assert_eq!(answer.status, 401, "{cause}: {}", answer.body);
        let line = shop.sandbox.next();
        assert_eq!(line["schema"], "wechatpay/sandbox-request/v1");
        assert_eq!(line["url"], PATH);
        assert_eq!(line["number"]["value"], "coffee-0001");
        assert_eq!(line["code"], "SIGN_ERROR");
        assert!(causes(&line).contains(&cause), "{cause}: {line}");
    }
    let form = "appid=wxsandbox000000001&out_trade_no=coffee-0001&total=1";
    assert_eq!(shop.post(PATH, &good, form).status, 401);
    let line = shop.sandbox.next();
    assert!(causes(&line).contains(&"body-not-json"), "{line}");
    let answer = shop.post(PATH, &good, BODY);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let line = shop.sandbox.next();
    assert_eq!((&line["status"], causes(&line).len()), (&200.into(), 0));
    assert_eq!(line["mchid"], "0000000001");
}

/// Makes a control call, and returns its JSON.
fn control(shop: &Shop, method: &str, target: &str) -> Value {
    let token = std::fs::read_to_string(shop.home.path(TOKEN)).unwrap();
    let bearer = format!("Bearer {}", token.trim());
    let request = wire::request(method, target, &[("Authorization", &bearer)], b"");
    let answer = wire::send(&shop.sandbox.address(), &request);
    assert_eq!(answer.status, 200, "{target}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn a_request_can_be_looked_at_afterwards_with_and_without_the_sandbox() {
    let shop = Shop::open("");
    let spaced = shop.message(&BODY.replace("\":", "\": "));
    let header = shop.header(&shop.sign(&spaced));
    shop.post(PATH, &header, BODY);
    // What was answered is there at once, by HTTP and by another command.
    let listed = control(
        &shop,
        "GET",
        "/_sandbox/requests?number=coffee-0001&refused=true",
    );
    let request = &listed["requests"][0];
    assert_eq!(causes(request)[0], "body-whitespace", "{request}");
    let id = request["id"].to_string();
    let detail = control(&shop, "GET", &format!("/_sandbox/requests/{id}"));
    assert_eq!(detail["request"]["body"]["text"], BODY);
    let signed = detail["signed"][4]["text"].as_str().unwrap();
    assert!(signed.contains(r#""appid": "wx"#), "{signed}");
    let request_id = detail["request_id"].as_str().unwrap();
    for key in [id.as_str(), request_id] {
        let found = shop
            .home
            .run(&format!("--json sandbox requests show {key}"));
        let found = found.json();
        assert_eq!(found["schema"], "wechatpay/sandbox-request-detail/v1");
        assert_eq!(found["findings"], detail["findings"]);
    }
    for (lang, stderr) in [("en", "fix:"), ("zh", "处理：")] {
        let page = shop
            .home
            .run(&format!("--lang {lang} sandbox requests show {id}"));
        let page = page.ok();
        assert!(
            page.contains("body-whitespace") && page.contains(stderr),
            "{page}"
        );
        assert!(page.contains('^') && page.contains(BODY), "{page}");
    }
    let done = shop.home.run("--json sandbox requests show 4711");
    done.fails_with(9);
    let Shop { home, sandbox, .. } = shop;
    drop(sandbox);
    let listed = home.run("--json sandbox requests").json();
    assert_eq!(listed["requests"].as_array().unwrap().len(), 1);
    let page = home.run("sandbox requests --refused").ok();
    let line = page.lines().next().unwrap();
    assert!(
        line.contains("POST") && line.contains("401 SIGN_ERROR"),
        "{line}"
    );
    assert_eq!(line.chars().count(), 80, "{line}");
    assert!(!page.contains("_sandbox"), "{page}");
    assert!(
        page.contains("body-whitespace: ") && page.contains("fix: "),
        "{page}"
    );
    // A long code leaves no room for the time on a narrow terminal.
    home.run("--sandbox query no-such-order").fails_with(9);
    let mut narrow = home.command("sandbox requests --limit 1");
    let narrow = narrow.env("COLUMNS", "40").output().unwrap();
    let narrow = String::from_utf8(narrow.stdout).unwrap();
    let line = narrow.lines().next().unwrap();
    assert!(
        line.ends_with("404 ORDER_NOT_EXIST") && line.chars().count() <= 40,
        "{narrow}"
    );
}

#[test]
fn many_signatures_of_unknown_messages_do_not_hold_up_the_log() {
    in_time(Duration::from_secs(2), after_many_unknown_messages);
}

/// Returns how much longer than twenty searches the log takes to be there after thirty, which do
/// not all go on to their end.
fn after_many_unknown_messages() -> Duration {
    let shop = Shop::open("-q");
    let unknown = shop.header(&shop.sign("anything else"));
    let began = Instant::now();
    assert_eq!(shop.post(PATH, &unknown, BODY).status, 401);
    control(&shop, "GET", "/_sandbox/requests");
    let of_one = began.elapsed();
    for _ in 1..30 {
        assert_eq!(shop.post(PATH, &unknown, BODY).status, 401);
    }
    let message = shop.message(BODY);
    let unended = shop.header(&shop.sign(message.trim_end()));
    assert_eq!(shop.post(PATH, &unended, BODY).status, 401);
    let began = Instant::now();
    let listed = control(&shop, "GET", "/_sandbox/requests");
    let took = began.elapsed();
    let requests = listed["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 31);
    assert_eq!(causes(&requests[0]), ["missing-final-newline"]);
    assert_eq!(causes(&requests[30]), ["unknown-message"]);
    took.saturating_sub(20 * of_one)
}

#[test]
fn a_call_of_api_v2_and_a_wrong_wechatpay_serial_are_called_what_they_are() {
    let shop = Shop::open("");
    for path in ["/pay/unifiedorder", "/secapi/pay/refund"] {
        assert_eq!(shop.post(path, "", "<xml/>").status, 404);
    }
    let (path, body) = ("/v3/security/echo", r#"{"echo_message":"x"}"#);
    let message = format!("POST\n{path}\n{}\n{NONCE}\n{body}\n", shop.now);
    let authorization = shop.header(&shop.sign(&message));
    let headers = [
        ("Authorization", authorization.as_str()),
        ("Accept", "application/json"),
        ("User-Agent", "test"),
        ("Content-Type", "application/json"),
        // The merchant's own, as some SDKs send it.
        ("Wechatpay-Serial", shop.serial.as_str()),
    ];
    let request = wire::request("POST", path, &headers, body.as_bytes());
    assert_eq!(wire::send(&shop.sandbox.address(), &request).status, 400);
    let listed = shop.home.run("sandbox requests --lang en").ok();
    assert_eq!(listed.matches("a call of API v2").count(), 2, "{listed}");
    assert!(
        listed.contains("Wechatpay-Serial names the platform"),
        "{listed}"
    );
}

#[test]
fn the_log_is_silent_if_asked_and_survives_a_reader_that_goes() {
    let home = Home::new();
    let mut command = home.command("--lang en sandbox --listen 127.0.0.1:0");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.rsplit("//").next().unwrap().to_owned();
    let get = |path: &str| wire::send(&address, &wire::request("GET", path, &[], b"")).status;
    assert_eq!(get("/v3/nothing"), 404);
    let line = lines
        .by_ref()
        .map(Result::unwrap)
        .find(|line| line.starts_with("-->"))
        .unwrap();
    assert!(line.contains("GET  /v3/nothing"), "{line}");
    assert_eq!(line.chars().count(), 80, "{line}");
    let why = lines.next().unwrap().unwrap();
    assert!(why.contains("does not know this path"), "{why}");
    drop(lines);
    for _ in 0..3 {
        assert_eq!(get("/v3/nothing"), 404);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Answers every post with a status, and passes on what came.
fn receiver(
    status: &'static str,
    body: &'static str,
) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    let (sender, received) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let request = read_request(&mut stream.as_ref().unwrap());
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.unwrap().write_all(answer.as_bytes());
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (url, received)
}

fn read_request(stream: &mut &TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        request.extend(byte);
    }
    let head = String::from_utf8_lossy(&request).into_owned();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        })
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    head + &String::from_utf8_lossy(&body)
}

#[test]
fn a_delivery_that_is_not_acknowledged_says_why() {
    // Nothing is repeated by itself before it is sent again here.
    let mut shop = Shop::open("--mode public-key --time-scale 0.001");
    let (url, received) = receiver("500 X", r#"{"code":"FAIL","message":"no such order"}"#);
    let body = BODY.replace("https://pay.example.com/n", &url);
    let header = shop.header(&shop.sign(&shop.message(&body)));
    assert_eq!(shop.post(PATH, &header, &body).status, 200);
    shop.sandbox.next();
    let done = shop.home.run("--json sandbox pay coffee-0001");
    let report = done.json();
    assert_eq!(report["acknowledged"], false);
    let attempt = &report["last_attempt"];
    let why = attempt["response_body"].as_str().unwrap();
    assert!(why.contains("no such order"), "{report}");
    let file = attempt["verify_with"].as_str().unwrap();
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("PUBLIC KEY")
    );
    assert!(
        attempt["signed_by"]
            .as_str()
            .unwrap()
            .starts_with("PUB_KEY_ID_")
    );
    let line = shop.sandbox.next();
    assert_eq!(line["schema"], "wechatpay/sandbox-attempt/v1");
    assert_eq!(line["outcome"], "500");
    assert_eq!(line["resource"]["out_trade_no"], "coffee-0001");
    assert!(line["next_attempt_at"].is_string(), "{line}");
    let listed = control(&shop, "GET", "/_sandbox/deliveries?number=coffee-0001");
    let id = listed["deliveries"][0]["notification_id"].as_str().unwrap();
    let resent = control(&shop, "POST", &format!("/_sandbox/deliveries/{id}/resend"));
    let attempts = resent["log"].as_array().unwrap();
    assert_eq!(attempts.len(), 2);
    assert_eq!(attempts[1]["kind"], "resent");
    let signature = |attempt: &Value| {
        let headers = attempt["request"]["headers"].as_array().unwrap().clone();
        let named = |header: &&Value| header["name"] == "Wechatpay-Signature";
        headers.iter().find(named).unwrap()["value"].clone()
    };
    assert_ne!(signature(&attempts[0]), signature(&attempts[1]));
    assert!(received.recv().unwrap().contains("Wechatpay-Signature") || received.recv().is_ok());
}

#[test]
fn a_receiver_that_does_not_acknowledge_is_told_what_to_do() {
    for (status, english, chinese) in [
        (
            "302 X",
            "a redirect acknowledges nothing",
            "重定向不算应答成功",
        ),
        ("404 X", "no route takes this POST", "没有路由处理此 POST"),
        (
            "401 X",
            "the notification is signed correctly",
            "签名是正确的",
        ),
        ("500 X", "if the resource did not decrypt", "如果是解密失败"),
    ] {
        let (url, _received) = receiver(status, "");
        let body = BODY.replace("https://pay.example.com/n", &url);
        for (lang, expected) in [("en", english), ("zh-CN", chinese)] {
            // Nothing is repeated by itself here.
            let shop = Shop::open("--time-scale 0.001");
            let header = shop.header(&shop.sign(&shop.message(&body)));
            assert_eq!(shop.post(PATH, &header, &body).status, 200);
            let pay = format!("--lang {lang} sandbox pay coffee-0001");
            let shown = shop.home.run(&pay).stdout;
            assert!(shown.contains(expected), "{status}: {shown}");
        }
    }
}

#[test]
fn probes_and_duplicates_come_as_often_as_asked() {
    let mut shop = Shop::open("--signtest 100% --duplicates 1");
    let (url, received) = receiver("204 X", "");
    let body = BODY.replace("https://pay.example.com/n", &url);
    let header = shop.header(&shop.sign(&shop.message(&body)));
    assert_eq!(shop.post(PATH, &header, &body).status, 200);
    shop.sandbox.next();
    shop.home.run("--json sandbox pay coffee-0001").json();
    let posted: Vec<String> = (0..3).map(|_| received.recv().unwrap()).collect();
    let probes: Vec<bool> = posted
        .iter()
        .map(|request| request.contains("WECHATPAY/SIGNTEST/"))
        .collect();
    assert_eq!(probes, [true, false, false]);
    let kinds: Vec<Value> = (0..3).map(|_| shop.sandbox.next()["kind"].take()).collect();
    assert_eq!(kinds, ["probe", "scheduled", "duplicate"]);
}
