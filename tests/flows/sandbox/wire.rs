//! The sandbox's bytes on the wire, as SDKs read and write them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::protocol::authorization::{Authorization, SCHEME};
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::stamp::{Stamp, Timestamp};
use wechatpay::sandbox::Identity;

use crate::PATIENCE;
use crate::home::{Home, Server};
use crate::midnight::early_enough;

const PREPAY: &str = "/v3/pay/transactions/jsapi";
const CERTIFICATES: &str = "/v3/certificates";
const FORMAT: &str = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
const CLOCK: &str = "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟";
const SERIAL_NO: &str = "商户证书序列号有误。请使用签名私钥匹配的证书序列号";

/// A merchant who writes its requests byte by byte.
struct Caller {
    server: Server,
    identity: Identity,
    key: SigningKey,
    _home: Home,
}

/// A response, its head as it was sent.
struct Received {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Received {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Returns a header whose name is spelled exactly like this.
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    fn message(&self) -> String {
        self.json()["message"].as_str().unwrap().to_owned()
    }
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    let wait = Some(PATIENCE);
    stream.set_read_timeout(wait).unwrap();
    stream
}

fn parse(bytes: &[u8]) -> Received {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    Received {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head,
        body: bytes[end + 4..].to_vec(),
    }
}

fn finish(mut stream: TcpStream) -> Received {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    parse(&bytes)
}

impl Caller {
    fn new(mode: &str) -> Self {
        let home = Home::new();
        let server = home.start(&format!(
            "sandbox --listen 127.0.0.1:0 --json --mode {mode}"
        ));
        let identity = Identity::open(&home.path(".local/share/wechatpay/sandbox")).unwrap();
        let pem = std::fs::read(identity.private_key_path()).unwrap();
        Self {
            key: SigningKey::from_pem(identity.serial_no().clone(), &pem).unwrap(),
            server,
            identity,
            _home: home,
        }
    }

    fn sign(&self, at: i64, method: &str, target: &str, body: &[u8]) -> String {
        let stamp = Stamp {
            timestamp: Timestamp(at),
            ..ambient::stamp()
        };
        let mchid = self.identity.mchid();
        Authorization::sign(&self.key, mchid, &stamp, method, target, body).to_string()
    }

    fn authorization(&self, method: &str, target: &str, body: &[u8]) -> String {
        self.sign(ambient::now().0, method, target, body)
    }

    fn head(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> String {
        let mut head = format!("{method} {target} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.extend(["Host: ", &self.server.address(), "\r\n"]);
        }
        head.push_str("Accept: */*\r\nUser-Agent: test\r\nConnection: close\r\n");
        if target.starts_with("/_sandbox/") {
            let token = self.server.first["token"].as_str().unwrap();
            head.extend(["Authorization: Bearer ", token, "\r\n"]);
        }
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head + "\r\n"
    }

    fn send(&self, bytes: &[&[u8]]) -> Received {
        let mut stream = connect(&self.server.address());
        stream.write_all(&bytes.concat()).unwrap();
        finish(stream)
    }

    /// Sends a request whose body is not wanted: who takes longer than two seconds to send it is
    /// cut off.
    fn send_unwanted(&self, bytes: &[&[u8]]) -> Received {
        let send = || {
            let mut stream = connect(&self.server.address());
            stream.write_all(&bytes.concat())?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok::<_, std::io::Error>(parse(&answer))
        };
        let mut attempts = std::iter::repeat_with(send).take(6);
        attempts.find_map(Result::ok).unwrap()
    }

    /// Sends a signed request, with further headers.
    fn call(&self, method: &str, target: &str, body: &[u8], more: &[(&str, &str)]) -> Received {
        let authorization = self.authorization(method, target, body);
        let length = body.len().to_string();
        let mut headers = vec![("Authorization", authorization.as_str())];
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json"));
            headers.push(("Content-Length", &length));
        }
        headers.extend(more);
        self.send(&[self.head(method, target, &headers).as_bytes(), body])
    }

    fn order(&self, number: &str) -> Vec<u8> {
        let order = json!({
            "appid": self.identity.appid(), "mchid": self.identity.mchid(),
            "description": "咖啡", "out_trade_no": number,
            "notify_url": "http://127.0.0.1:9/notify",
            "amount": {"total": 1}, "payer": {"openid": "oX"},
        });
        order.to_string().into_bytes()
    }
}

#[test]
fn header_names_are_spelled_as_wechat_pay_spells_them() {
    let caller = Caller::new("both");
    let order = caller.order("order-1");
    let close = format!(r#"{{"mchid":"{}"}}"#, caller.identity.mchid());
    let closing = "/v3/pay/transactions/out-trade-no/order-1/close";
    let signed = [
        "Wechatpay-Serial",
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Signature",
    ];
    for (answer, status) in [
        (caller.call("GET", CERTIFICATES, b"", &[]), 200),
        (caller.call("POST", PREPAY, &order, &[]), 200),
        (caller.call("POST", closing, close.as_bytes(), &[]), 204),
        (caller.call("POST", PREPAY, b"{", &[]), 400),
        (caller.call("GET", "/v3/nowhere", b"", &[]), 404),
        (caller.call("GET", PREPAY, b"", &[]), 405),
        (
            caller.send(&[caller.head("GET", CERTIFICATES, &[]).as_bytes()]),
            401,
        ),
    ] {
        assert_eq!(answer.status, status, "{}", answer.head);
        for line in answer.head.lines().skip(1) {
            let (name, _) = line.split_once(": ").unwrap();
            let spelled = name == "Request-ID"
                || name.split('-').all(|word| {
                    let (first, rest) = word.split_at(1);
                    first.chars().all(|c| c.is_ascii_uppercase())
                        && rest.chars().all(|c| c.is_ascii_lowercase())
                });
            assert!(spelled, "{line}");
        }
        assert!(answer.header("Request-ID").is_some(), "{}", answer.head);
        // A caller whose signature is right gets its refusals signed, too.
        let is_signed = status < 300 || status == 400;
        for name in signed {
            assert_eq!(answer.header(name).is_some(), is_signed, "{name}");
        }
        let kind = answer.header("Wechatpay-Signature-Type");
        assert_eq!(kind, is_signed.then_some(SCHEME));
    }
}

#[test]
fn a_wechatpay_serial_that_is_empty_or_the_callers_own_is_as_none() {
    let caller = Caller::new("both");
    let certificate = caller.identity.platform_certificate().serial_no.to_string();
    let id = caller.identity.public_key_id().to_string();
    let order = caller.order("order-1");
    let own = caller.identity.serial_no().to_string();
    for (sent, signer) in [
        ("", &certificate),
        ("  ", &certificate),
        // SDKs that know no key of WeChat Pay's name the merchant's.
        (own.as_str(), &certificate),
        (id.as_str(), &id),
    ] {
        let serial = [("Wechatpay-Serial", sent)];
        for answer in [
            caller.call("GET", CERTIFICATES, b"", &serial),
            caller.call("POST", PREPAY, &order, &serial),
        ] {
            assert_eq!(answer.status, 200, "{sent}");
            assert_eq!(answer.header("Wechatpay-Serial"), Some(signer.as_str()));
        }
    }
    let echo = caller.call(
        "POST",
        "/v3/security/echo",
        br#"{"echo_message":"x"}"#,
        &[("Wechatpay-Serial", "")],
    );
    let missing = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
    assert_eq!((echo.status, echo.message().as_str()), (400, missing));
    // What is sealed can only be sealed for a key of WeChat Pay's.
    let echo = caller.call(
        "POST",
        "/v3/security/echo",
        br#"{"echo_message":"x"}"#,
        &[("Wechatpay-Serial", &own)],
    );
    let foreign = "平台证书序列号Wechatpay-Serial错误";
    assert_eq!((echo.status, echo.message().as_str()), (400, foreign));
    let colons: Vec<_> = certificate.as_bytes().chunks(2).collect();
    let colons = String::from_utf8(colons.join(&b':')).unwrap();
    for wrong in [
        colons,
        format!("0x{certificate}"),
        format!("serial={certificate}"),
        certificate[1..].to_owned(),
        format!("{id} x"),
        "undefined".to_owned(),
    ] {
        let serial = [("Wechatpay-Serial", wrong.as_str())];
        let answer = caller.call("GET", CERTIFICATES, b"", &serial);
        assert_eq!(answer.status, 400, "{wrong}");
        assert_eq!(answer.message(), foreign);
    }
    let old = Caller::new("certificate");
    let answer = old.call("GET", CERTIFICATES, b"", &[("Wechatpay-Serial", "")]);
    assert_eq!(answer.status, 200);
}

#[test]
fn a_bill_link_leads_back_the_way_the_request_came() {
    early_enough();
    let caller = Caller::new("both");
    caller.call("POST", PREPAY, &caller.order("order-1"), &[]);
    let paid = caller.send(&[caller.head("POST", "/_sandbox/pay/order-1", &[]).as_bytes()]);
    assert_eq!(paid.status, 200);
    let today = Timestamp(ambient::now().0).to_rfc3339();
    let target = format!("/v3/bill/tradebill?bill_date={}", &today[..10]);
    let own = format!("http://{}", caller.server.address());
    let real = "https://api.mch.weixin.qq.com";
    for (headers, origin) in [
        (vec![], own.as_str()),
        (vec![("Host", "api.mch.weixin.qq.com")], real),
        (
            vec![("Host", "api2.wechatpay.cn")],
            "https://api2.wechatpay.cn",
        ),
        (
            vec![("Host", "localhost:8443"), ("X-Forwarded-Proto", "https")],
            "https://localhost:8443",
        ),
    ] {
        let answer = caller.call("GET", &target, b"", &headers);
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        let bill = answer.json();
        let link = bill["download_url"].as_str().unwrap();
        let rest = link.strip_prefix(origin).expect(link);
        assert!(rest.starts_with("/v3/billdownload/file?token="), "{link}");
        let file = caller.call("GET", rest, b"", &headers);
        assert_eq!(file.status, 200);
        assert!(file.body.starts_with("\u{feff}".as_bytes()));
        let keys: Vec<_> = bill.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["download_url", "hash_type", "hash_value"]);
    }
    // The request line in absolute form, as a proxy is sent it.
    let authorization = caller.authorization("GET", &target, b"");
    let headers = [("Authorization", authorization.as_str())];
    let absolute = format!("{real}{target}");
    let answer = caller.send(&[caller.head("GET", &absolute, &headers).as_bytes()]);
    let link = answer.json()["download_url"].as_str().unwrap().to_owned();
    assert!(link.starts_with(&format!("{real}/v3/")), "{link}");
}

#[test]
fn what_a_settings_file_may_hold_is_refused_on_the_wire() {
    let caller = Caller::new("both");
    let serial = caller.identity.serial_no().to_string();
    let good = caller.authorization("GET", CERTIFICATES, b"");
    let now = ambient::now().0;
    let at = |moment: i64| caller.sign(moment, "GET", CERTIFICATES, b"");
    let named = |other: &str| good.replace(&serial, other);
    let pairs: Vec<_> = serial.as_bytes().chunks(2).collect();
    let spaced = |with: &[u8]| String::from_utf8(pairs.join(with)).unwrap();
    let scheme = "HTTP头Authorization认证类型不正确";
    let merchant = "商户未申请过证书。";
    let timestamp = format!("timestamp=\"{now}\"");
    for (sent, message) in [
        (named(&spaced(b":")), SERIAL_NO),
        (named(&spaced(b" ")), SERIAL_NO),
        (named(&format!("0x{serial}")), SERIAL_NO),
        (named(&format!("serial={serial}")), SERIAL_NO),
        (named(&format!(" {serial}")), SERIAL_NO),
        (named(&format!("{serial} ")), SERIAL_NO),
        (named(&format!("00{serial}")), SERIAL_NO),
        (named(&serial[1..]), SERIAL_NO),
        (named(caller.identity.public_key_id().as_str()), SERIAL_NO),
        (
            named(caller.identity.platform_certificate().serial_no.as_str()),
            SERIAL_NO,
        ),
        (named("undefined"), SERIAL_NO),
        (at(now * 1000), CLOCK),
        (at(now - 3600), CLOCK),
        (at(now + 8 * 3600), CLOCK),
        (
            at(now).replace(&timestamp, &format!("timestamp=\"0{now}\"")),
            FORMAT,
        ),
        (
            at(now).replace(&timestamp, "timestamp=\"2026-01-01T00:00:00+08:00\""),
            FORMAT,
        ),
        (
            at(now).replace(&timestamp, &format!("timestamp={now}")),
            FORMAT,
        ),
        (good.replace("\",", "\", "), FORMAT),
        (good.replace("\",", "\";"), FORMAT),
        (good.replace('"', "'"), FORMAT),
        (good.replace("nonce_str", "nonceStr"), FORMAT),
        (good.replacen(' ', "  ", 1), FORMAT),
        (format!("Authorization: {good}"), scheme),
        (good.replace("WECHATPAY2", "wechatpay2"), scheme),
        (good.replace("SHA256-RSA2048", "SM2-WITH-SM3"), scheme),
        (good.replace("mchid=\"", "mchid=\"1"), merchant),
        (good.replace("mchid=\"", "mchid=\" "), merchant),
    ] {
        let headers = [("Authorization", sent.as_str())];
        let answer = caller.send(&[caller.head("GET", CERTIFICATES, &headers).as_bytes()]);
        assert_eq!(answer.status, 401, "{sent}");
        let body = answer.json();
        assert_eq!(
            (&body["code"], &body["message"]),
            (&json!("SIGN_ERROR"), &json!(message)),
            "{sent}"
        );
    }
    let twice = [("Authorization", good.as_str()), ("Authorization", &good)];
    let answer = caller.send(&[caller.head("GET", CERTIFICATES, &twice).as_bytes()]);
    assert_eq!((answer.status, answer.message().as_str()), (401, FORMAT));
    let get = |sent: &str| {
        let headers = [("Authorization", sent)];
        caller.send(&[caller.head("GET", CERTIFICATES, &headers).as_bytes()])
    };
    for sent in [at(now), named(&serial.to_lowercase())] {
        assert_eq!(get(&sent).status, 200, "{sent}");
    }
    // Near the limit, each is signed right before it is sent; where that took long, it is another
    // offset.
    let near = |offset: i64| loop {
        let began = Instant::now();
        let answer = get(&at(ambient::now().0 + offset));
        if began.elapsed() < Duration::from_secs(8) {
            return answer;
        }
    };
    for (offset, status) in [(-302, 401), (-290, 200), (290, 200), (310, 401)] {
        let answer = near(offset);
        assert_eq!(answer.status, status, "{offset}");
        assert!(status == 200 || answer.message() == CLOCK, "{offset}");
    }
}

#[test]
fn a_request_is_verified_as_its_bytes_arrived() {
    let caller = Caller::new("both");
    let mut body = caller.order("order-1");
    body.extend(b"\n");
    let authorization = caller.authorization("POST", PREPAY, &body);
    let signed = [("Authorization", authorization.as_str())];
    // In pieces, as PHP uploads what it does not know the length of.
    let chunked = [signed[0], ("Transfer-Encoding", "chunked")];
    let mut pieces = Vec::new();
    for piece in body.chunks(7) {
        pieces.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        pieces.extend(piece);
        pieces.extend(b"\r\n");
    }
    pieces.extend(b"0\r\n\r\n");
    let head = caller.head("POST", PREPAY, &chunked);
    let answer = caller.send(&[head.as_bytes(), &pieces]);
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    // After asking for permission, as curl does with longer bodies.
    let length = body.len().to_string();
    let waiting = [
        signed[0],
        ("Content-Length", length.as_str()),
        ("Expect", "100-continue"),
    ];
    let mut stream = connect(&caller.server.address());
    let head = caller.head("POST", PREPAY, &waiting);
    stream.write_all(head.as_bytes()).unwrap();
    let mut go = [0; 25];
    stream.read_exact(&mut go).unwrap();
    assert_eq!(&go, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&body).unwrap();
    assert_eq!(finish(stream).status, 200);
    // One byte less, more or other is another message, whatever JSON makes of it.
    let text = String::from_utf8(body.clone()).unwrap();
    for other in [
        text.trim_end().to_owned(),
        format!("{text}\n"),
        text.replace(",\"", ", \""),
        format!("\u{feff}{text}"),
        text.replace("咖啡", "\\u5496\\u5561"),
    ] {
        let length = other.len().to_string();
        let headers = [signed[0], ("Content-Length", length.as_str())];
        let head = caller.head("POST", PREPAY, &headers);
        let answer = caller.send(&[head.as_bytes(), other.as_bytes()]);
        assert_eq!(answer.status, 401, "{other}");
        let signed = answer.json()["detail"]["sign_information"].take();
        let shown = signed["truncated_sign_message"].as_str().unwrap();
        let first: String = other.chars().take(8).collect();
        assert!(shown.ends_with(&format!("\n{first}\n")), "{shown}");
        let length = shown.len() - first.len() + other.len();
        assert_eq!(signed["sign_message_length"], json!(length));
    }
    // The URL counts as it stands on the request line.
    let mchid = caller.identity.mchid();
    let by_number = "/v3/pay/transactions/out-trade-no";
    for (sent, also) in [
        (format!("{by_number}/order%2D1?mchid={mchid}"), "order-1"),
        (
            format!("{by_number}/order-1?mchid={mchid}&x=%7b%7D+a"),
            "%7B%7D%20a",
        ),
        (format!("{by_number}/order-1?mchid={mchid}&"), ""),
    ] {
        let answer = caller.call("GET", &sent, b"", &[]);
        assert_eq!(answer.status, 200, "{sent}");
        let other = match also {
            "" => sent.trim_end_matches('&').to_owned(),
            "order-1" => sent.replace("order%2D1", also),
            _ => sent.replace("%7b%7D+a", also),
        };
        let authorization = caller.authorization("GET", &other, b"");
        let headers = [("Authorization", authorization.as_str())];
        let answer = caller.send(&[caller.head("GET", &sent, &headers).as_bytes()]);
        assert_eq!(answer.status, 401, "{sent}");
        let signed = answer.json()["detail"]["sign_information"]["url"].take();
        assert_eq!(signed, json!(sent));
    }
}

#[test]
fn responses_have_the_keys_of_the_real_ones_in_alphabetical_order() {
    let caller = Caller::new("both");
    caller.call("POST", PREPAY, &caller.order("order-1"), &[]);
    let (appid, mchid) = (caller.identity.appid(), caller.identity.mchid());
    let query = format!("/v3/pay/transactions/out-trade-no/order-1?mchid={mchid}");
    let unpaid = caller.call("GET", &query, b"", &[]);
    let text = |answer: &Received| String::from_utf8(answer.body.clone()).unwrap();
    assert_eq!(
        text(&unpaid),
        format!(
            r#"{{"amount":{{"payer_currency":"CNY","total":1}},"appid":"{appid}","mchid":"{mchid}","out_trade_no":"order-1","promotion_detail":[],"scene_info":{{"device_id":""}},"trade_state":"NOTPAY","trade_state_desc":"订单未支付"}}"#
        )
    );
    caller.send(&[caller.head("POST", "/_sandbox/pay/order-1", &[]).as_bytes()]);
    let paid = caller.call("GET", &query, b"", &[]);
    let fields = paid.json();
    let (time, id) = (&fields["success_time"], &fields["transaction_id"]);
    assert_eq!(
        text(&paid),
        format!(
            r#"{{"amount":{{"currency":"CNY","payer_currency":"CNY","payer_total":1,"total":1}},"appid":"{appid}","attach":"","bank_type":"OTHERS","mchid":"{mchid}","out_trade_no":"order-1","payer":{{"openid":"oX"}},"promotion_detail":[],"success_time":{time},"trade_state":"SUCCESS","trade_state_desc":"支付成功","trade_type":"JSAPI","transaction_id":{id}}}"#
        )
    );
    let refund = br#"{"out_trade_no":"order-1","out_refund_no":"r-1","amount":{"refund":1,"total":1,"currency":"CNY"}}"#;
    let accepted = caller.call("POST", "/v3/refund/domestic/refunds", refund, &[]);
    let fields = accepted.json();
    let (time, refund_id) = (&fields["create_time"], &fields["refund_id"]);
    assert_eq!(
        text(&accepted),
        format!(
            r#"{{"amount":{{"currency":"CNY","discount_refund":0,"from":[],"payer_refund":1,"payer_total":1,"refund":1,"settlement_refund":1,"settlement_total":1,"total":1}},"channel":"ORIGINAL","create_time":{time},"funds_account":"AVAILABLE","out_refund_no":"r-1","out_trade_no":"order-1","promotion_detail":[],"refund_id":{refund_id},"status":"PROCESSING","transaction_id":{id},"user_received_account":"支付用户零钱"}}"#
        )
    );
}

#[test]
fn an_unknown_path_is_an_empty_404_whatever_is_sent_to_it() {
    let caller = Caller::new("both");
    let body = vec![b'x'; 200_000];
    for headers in [&[("Content-Length", "200000")][..], &[]] {
        let head = caller.head("POST", "/v3/marketing/favor/coupon-stocks", headers);
        let body: &[u8] = if headers.is_empty() { b"" } else { &body };
        let answer = caller.send_unwanted(&[head.as_bytes(), body]);
        assert_eq!((answer.status, answer.body.len()), (404, 0));
        assert!(answer.header("Content-Type").is_none());
    }
    let asks = [("Content-Length", "200000"), ("Expect", "100-continue")];
    let head = caller.head("POST", "/v3/marketing/favor/coupon-stocks", &asks);
    let answer = caller.send(&[head.as_bytes()]);
    assert_eq!((answer.status, answer.body.len()), (404, 0));
}
