//! Bad networks: what is repeated and where, what is said of it, and that one number stays one.

use std::collections::HashSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::PATIENCE;
use crate::faulty::{Fault, Faulty};
use crate::home::{Home, read, send, text};
use crate::orders::{ORDER, out_trade_no};
use crate::prompt::in_time;
use crate::responses::{PREPAID, closed_address, good, home, http, nonce, platform_key, signed};
use crate::wire::Captured;

/// How long a response may take: not long where there will be none, and longer than a busy machine
/// takes where there will be one.
fn timeout(fault: &Fault) -> &'static str {
    match fault {
        Fault::Silent => "2s",
        _ => "60s",
    }
}

const SYSTEM_ERROR_BODY: &[u8] = br#"{"code":"SYSTEM_ERROR","message":"x"}"#;

/// Every attempt is for the same order and has a signature of its own.
fn one_order(requests: &[Captured]) -> String {
    assert!(requests.iter().all(|one| one.body == requests[0].body));
    let nonces: HashSet<String> = requests.iter().map(nonce).collect();
    assert_eq!(nonces.len(), requests.len());
    out_trade_no(&requests[0])
}

#[test]
fn what_fails_once_is_repeated_with_the_same_number() {
    let home = home();
    let good = good(&home);
    let cut = good[..good.len() - 5].to_vec();
    let longer = String::from_utf8(good.clone())
        .unwrap()
        .replace("Content-Length: 19", "Content-Length: 190");
    let faults = [
        ("reset", Fault::Reset, 1),
        ("closed", Fault::Closed, 2),
        ("silent", Fault::Silent, 2),
        ("slow", Fault::Slow(good.clone()), 2),
        ("cut", Fault::Answer(cut), 2),
        ("longer", Fault::Answer(longer.into_bytes()), 2),
        (
            "failing",
            Fault::Answer(http(500, &[], SYSTEM_ERROR_BODY)),
            2,
        ),
        ("portal", Fault::Answer(http(502, &[], b"<html>")), 2),
        ("accepted", Fault::Answer(http(202, &[], b"")), 2),
    ];
    for (name, fault, arrived) in faults {
        // Where the first response does not come in time, the second has to.
        let timeout = match name {
            "silent" | "slow" => "5s",
            _ => "60s",
        };
        in_time(PATIENCE, || {
            let server = Faulty::new(vec![fault.clone(), Fault::Answer(good.clone())]);
            let done = home.run(&format!(
                "--json --base-url {} --timeout {timeout} --retries 1 {ORDER}",
                server.url
            ));
            // On a machine that held it up, it does not.
            if timeout == "5s" && done.code == Some(7) {
                return Duration::MAX;
            }
            let made = done.json();
            assert_eq!(made["prepay_id"], "wx1", "{name}");
            let requests = server.requests();
            assert_eq!(requests.len(), arrived, "{name}");
            assert_eq!(made["out_trade_no"], one_order(&requests), "{name}");
            Duration::ZERO
        });
    }
}

#[test]
fn an_answer_of_an_old_server_will_do() {
    let home = home();
    let text = String::from_utf8(good(&home)).unwrap();
    let old = text
        .replace("HTTP/1.1", "HTTP/1.0")
        .replace("Content-Length: 19\r\n", "")
        .replace("Connection: close\r\n", "");
    let server = Faulty::new(vec![Fault::Answer(old.into_bytes())]);
    let made = home.run(&format!("--json --base-url {} {ORDER}", server.url));
    assert_eq!(made.json()["prepay_id"], "wx1");
}

#[test]
fn what_is_unknown_is_said_to_be_with_the_command_that_tells() {
    let home = home();
    let shorter = String::from_utf8(good(&home))
        .unwrap()
        .replace("Content-Length: 19", "Content-Length: 18");
    let faults = [
        ("reset", Fault::Reset, 7, "network"),
        ("closed", Fault::Closed, 7, "network"),
        ("silent", Fault::Silent, 7, "network"),
        (
            "failing",
            Fault::Answer(http(502, &[], b"<html>")),
            6,
            "unavailable",
        ),
        (
            "wall",
            Fault::Answer(http(403, &[], b"<html>")),
            6,
            "unavailable",
        ),
        ("lost", Fault::Answer(http(404, &[], b"")), 6, "unavailable"),
        (
            "stranger",
            Fault::Answer(http(401, &[], b"<html>")),
            6,
            "unavailable",
        ),
        (
            "unsigned",
            Fault::Answer(http(200, &[], PREPAID)),
            4,
            "verification",
        ),
        (
            "shorter",
            Fault::Answer(shorter.into_bytes()),
            4,
            "verification",
        ),
        (
            "redirect",
            Fault::Answer(http(302, &[("Location", "http://127.0.0.1:1/")], b"")),
            7,
            "network",
        ),
    ];
    for (name, fault, code, kind) in faults {
        let timeout = timeout(&fault);
        let server = Faulty::new(vec![fault]);
        let base = format!("--profile sandbox --base-url {}", server.url);
        let error = home
            .run(&format!(
                "--json {base} --timeout {timeout} --retries 1 {ORDER} --out-trade-no a|b-123"
            ))
            .failed(code);
        assert_eq!(error["kind"], kind, "{name}");
        let ask = format!("wechatpay {base} query --out-trade-no 'a|b-123'");
        let hint = text(&error, "hint");
        assert!(hint.contains("the order may exist"), "{name}: {hint}");
        assert!(hint.contains(&ask), "{name}: {hint}");
        assert!(text(&error, "message").contains("out_trade_no a|b-123"));
        let repeated = matches!(name, "closed" | "silent" | "failing");
        if name != "reset" {
            let expected = if repeated { 2 } else { 1 };
            for _ in 0..expected {
                server.next();
            }
            assert_eq!(server.requests().len(), 0, "{name}");
        }
    }
}

#[test]
fn a_refusal_without_a_code_is_one_where_nothing_is_changed() {
    let home = home();
    let server = Faulty::new(vec![Fault::Answer(http(404, &[], b"<html>"))]);
    let base = format!("--json --base-url {}", server.url);
    home.run(&format!("{base} query --out-trade-no order-1"))
        .failed(5);
    let closing = home.run(&format!("{base} close order-1")).failed(6);
    assert!(text(&closing, "hint").contains("the order may be closed"));
    let called = home.with(&format!("{base} api POST /v3/x"), &["-f", "a=b"]);
    assert!(text(&called.failed(6), "hint").contains("may have arrived"));
}

#[test]
fn a_refusal_in_another_form_than_wechat_pays_says_where_to_look() {
    let home = home();
    let refused = |status: u16, body: &[u8], line: &str| {
        let server = Faulty::new(vec![Fault::Answer(http(status, &[], body))]);
        let url = &server.url;
        home.run(&format!(
            "--json --base-url {url} --mp-base-url {url} {line}"
        ))
        .failed(5)
    };
    for line in ["query --out-trade-no order-1", "openid code"] {
        for (status, body) in [
            (403, "<html>"),
            (404, "<html>"),
            (400, r#"{"code":123,"message":"blocked here"}"#),
        ] {
            let error = refused(status, body.as_bytes(), line);
            let (message, hint) = (text(&error, "message"), text(&error, "hint"));
            assert!(message.contains("without a WeChat Pay"), "{message}");
            assert_eq!(message.contains("blocked here"), status == 400, "{message}");
            assert!(hint.contains("proxy, firewall or gateway"), "{hint}");
        }
        // WeChat Pay's own form, where it does not know a path.
        let error = refused(404, b"", line);
        assert!(text(&error, "hint").contains("check the path"), "{error}");
    }
}

#[test]
fn an_accepted_request_is_not_called_refused_and_a_pause_of_nothing_is_not_told() {
    let home = home();
    let failed = |answer: Vec<u8>| {
        let server = Faulty::new(vec![Fault::Answer(answer)]);
        let line = format!("--json --retries 0 --base-url {} {ORDER}", server.url);
        home.run(&line).failed(6)
    };
    let error = failed(http(202, &[], b"{}"));
    assert!(text(&error, "message").contains("accepted"), "{error}");
    assert!(!text(&error, "message").contains("gateway"), "{error}");
    let hint = text(&error, "hint");
    assert!(hint.contains("the order may exist"), "{hint}");
    let limited = br#"{"code":"FREQUENCY_LIMITED","message":"x"}"#;
    let error = failed(http(429, &[("Retry-After", "0")], limited));
    assert!(!text(&error, "message").contains("wait for"), "{error}");
}

#[test]
fn an_order_that_cannot_be_reported_was_placed_all_the_same() {
    let home = home();
    let server = Faulty::new(vec![Fault::Answer(good(&home))]);
    let order = format!("--json --base-url {} {ORDER}", server.url);
    let full = || std::fs::File::options().write(true).open("/dev/full");
    if let Ok(full) = full() {
        let mut command = home.command(&order);
        let output = command.stdout(full).output().unwrap();
        let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
        assert_eq!(output.status.code(), Some(1), "{error}");
        let number = out_trade_no(&server.next());
        assert!(text(&error, "message").contains(&format!("out_trade_no {number}")));
        let hint = text(&error, "hint");
        assert!(hint.starts_with("the order was made: run `"), "{hint}");
        assert!(hint.contains(&format!("query --out-trade-no {number}")));
        assert!(hint.contains("makes no second order"), "{hint}");
    }
    // A field that no such order has is refused before one is made.
    for path in ["pay_params.paysign", "code_url", "trade_state"] {
        let error = home.run(&format!("{order} --get {path}")).failed(2);
        assert!(text(&error, "message").contains(path), "{error}");
        home.run(&format!("{order} --get {path} --trade-type app"))
            .failed(2);
    }
    let close = format!("--json --base-url {} close order-1", server.url);
    home.run(&format!("{close} --get close")).failed(2);
    assert_eq!(server.requests().len(), 0);
    let made = home.run(&format!("{order} --get pay_params.paySign")).ok();
    assert!(made.len() > 300, "{made}");
}

#[test]
fn what_is_repeated_as_advised_is_the_same_order() {
    let home = home();
    let server = Faulty::new(vec![Fault::Closed]);
    let line = format!("--json --base-url {} --retries 0", server.url);
    let error = home
        .run(&format!("{line} {ORDER} --time-expire 30m"))
        .failed(7);
    let first = server.next();
    let hint = text(&error, "hint");
    let again = hint.split("repeat the same command with ").nth(1).unwrap();
    let again = again.split(": it makes").next().unwrap();
    let body: Value = serde_json::from_slice(&first.body).unwrap();
    let until = format!("--time-expire {}", text(&body, "time_expire"));
    assert!(again.contains(&until), "{hint}");
    home.run(&format!("{line} {ORDER} {again}")).failed(7);
    assert_eq!(server.next().body, first.body);
}

#[test]
fn where_nothing_happened_that_is_said() {
    let home = home();
    let refused = Faulty::new(vec![Fault::Answer(http(
        401,
        &[],
        br#"{"code":"SIGN_ERROR","message":"x"}"#,
    ))]);
    for (url, code) in [(closed_address(), 7), (refused.url.clone(), 5)] {
        let error = home
            .run(&format!("--json --base-url {url} --retries 0 {ORDER}"))
            .failed(code);
        let message = text(&error, "message");
        assert!(message.contains("no order was made"), "{message}");
        assert!(!text(&error, "hint").contains("may exist"));
    }
}

#[test]
fn a_later_attempt_does_not_settle_what_became_of_an_earlier_one() {
    let home = home();
    let unreachable = Faulty::new(vec![Fault::Closed, Fault::Gone]);
    let limited = http(
        429,
        &[],
        br#"{"code":"FREQUENCY_LIMITED","message":"slow down"}"#,
    );
    let limiting = Faulty::new(vec![Fault::Closed, Fault::Answer(limited)]);
    // The second connection of the first is closed with the listener, the third is refused.
    for (server, retries, code) in [(unreachable, 2, 7), (limiting, 1, 6)] {
        let error = home
            .run(&format!(
                "--json --base-url {} --retries {retries} {ORDER}",
                server.url
            ))
            .failed(code);
        let message = text(&error, "message");
        assert!(message.contains("an earlier attempt"), "{message}");
        assert!(!message.contains("no order was made"), "{message}");
        assert!(text(&error, "hint").contains("the order may exist"));
    }
}

#[test]
fn a_pause_that_is_asked_for_is_kept_and_one_beyond_the_deadline_is_not_slept() {
    let home = home();
    let limited = |pause: &str| {
        let body = br#"{"code":"FREQUENCY_LIMITED","message":"x"}"#;
        Fault::Answer(http(429, &[("Retry-After", pause)], body))
    };
    let server = Faulty::new(vec![limited("2"), Fault::Answer(good(&home))]);
    let began = Instant::now();
    let line = format!("--json --base-url {} {ORDER}", server.url);
    home.run(&line).json();
    assert!(began.elapsed() >= Duration::from_secs(2));
    one_order(&server.requests());
    let server = Faulty::new(vec![limited("3600")]);
    let began = Instant::now();
    let line = format!("--json --base-url {} {ORDER}", server.url);
    let error = home.run(&line).failed(6);
    assert!(began.elapsed() < PATIENCE);
    assert!(text(&error, "message").contains("asks to wait for 3600 s"));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn all_attempts_together_end_by_the_deadline() {
    let home = home();
    for (fault, code) in [
        (Fault::Answer(http(500, &[], SYSTEM_ERROR_BODY)), 6),
        (Fault::Silent, 7),
        (Fault::Slow(good(&home)), 7),
    ] {
        in_time(PATIENCE, || {
            let server = Faulty::new(vec![fault.clone()]);
            let began = Instant::now();
            let line = format!(
                "--json --base-url {} --retries 99 --deadline 3s {ORDER}",
                server.url
            );
            let done = home.run(&line);
            let took = began.elapsed();
            assert!(took < PATIENCE, "{took:?}");
            let requests = server.requests();
            // A response that is under way when the time is over is none.
            if done.code == Some(7) && (code != 7 || requests.is_empty()) {
                return Duration::MAX;
            }
            done.failed(code);
            one_order(&requests);
            Duration::ZERO
        });
    }
}

#[test]
fn a_query_that_failed_may_be_repeated() {
    let home = home();
    let flood = b"HTTP/1.1 200 X\r\nContent-Length: 209715200\r\n\r\n".to_vec();
    let faults = [
        (Fault::Answer(http(500, &[], SYSTEM_ERROR_BODY)), 6, "again"),
        (Fault::Answer(http(502, &[], b"<html>")), 6, "again"),
        (Fault::Closed, 7, "again"),
        (Fault::Silent, 7, "again"),
        (Fault::Answer(flood), 7, "proxy"),
    ];
    let commands = [
        "query --out-trade-no order-1",
        "refund create --out-trade-no order-1 --refund 1",
        "refund query --out-refund-no refund-1",
        "bill trade yesterday",
        "download-certs -o out",
        "api GET /v3/x",
        "doctor",
    ];
    for (fault, code, says) in faults {
        for command in commands {
            let mut script = vec![fault.clone()];
            if command == "doctor" {
                // It only connects, then looks at the clock.
                script = vec![
                    Fault::Closed,
                    Fault::Answer(http(404, &[], b"")),
                    fault.clone(),
                ];
            }
            let server = Faulty::new(script);
            let done = home.run(&format!(
                "--json --base-url {} --timeout {} --retries 0 {command}",
                server.url,
                timeout(&fault)
            ));
            let advice = if command == "doctor" {
                let checks = done.reports(8)["checks"].take();
                let list = checks.as_array().unwrap().iter();
                let fix = list.filter(|check| check["name"] == "certificates");
                fix.map(|check| text(check, "fix")).collect()
            } else {
                text(&done.failed(code), "hint").to_owned()
            };
            assert!(advice.contains(says), "{command}: {advice}");
            for wrong in ["out_refund_no", "same number", "--wait"] {
                assert!(!advice.contains(wrong), "{command}: {advice}");
            }
        }
    }
}

#[test]
fn the_failures_of_every_day_are_reported_in_chinese() {
    let home = home();
    let limited = br#"{"code":"FREQUENCY_LIMITED","message":"x"}"#;
    let slow = http(429, &[("Retry-After", "3600")], limited);
    let notpay = br#"{"trade_state":"NOTPAY"}"#;
    let faults = [
        (
            Fault::Answer(http(400, &[], SYSTEM_ERROR_BODY)),
            ORDER,
            "微信支付返回 400 SYSTEM_ERROR：x",
        ),
        (Fault::Answer(slow), ORDER, "微信支付要求等待 3600 秒"),
        (Fault::Closed, ORDER, "没有返回完整的应答"),
        (Fault::Silent, ORDER, "在 2000 毫秒内没有完整的应答"),
        (
            Fault::Answer(http(200, &[], PREPAID)),
            ORDER,
            "无法证明应答来自微信支付",
        ),
        (Fault::Answer(http(200, &[], PREPAID)), ORDER, "缺少签名头"),
        (
            Fault::Answer(signed(&platform_key(&home), 0, notpay)),
            "query --out-trade-no order-1 --expect SUCCESS",
            "订单状态为 NOTPAY，不是 SUCCESS",
        ),
    ];
    for (fault, command, says) in faults {
        let timeout = timeout(&fault);
        let server = Faulty::new(vec![fault]);
        let line = format!(
            "--lang zh --base-url {} --timeout {timeout} --retries 0",
            server.url
        );
        let stderr = home.run(&format!("{line} {command}")).stderr;
        assert!(
            stderr.contains("错误：") && stderr.contains("帮助："),
            "{stderr}"
        );
        assert!(stderr.contains(says), "{stderr}");
    }
    let line = format!(
        "--lang zh --base-url {} --retries 0 {ORDER}",
        closed_address()
    );
    let stderr = home.run(&line).stderr;
    assert!(stderr.contains("错误：无法连接 127.0.0.1"), "{stderr}");
    assert!(stderr.contains("原因：此命令没有创建订单"), "{stderr}");
    let stderr = Home::new().run(&format!("--lang zh {ORDER}")).stderr;
    assert!(stderr.contains("错误：尚未配置商户"), "{stderr}");
    assert!(stderr.contains("--sandbox 无需任何配置"), "{stderr}");
}

#[test]
fn the_backup_is_asked_where_the_primary_cannot_be_reached() {
    let home = home();
    let backup = Faulty::new(vec![Fault::Answer(good(&home))]);
    let line = format!("-v --base-url {} --retries 0 {ORDER}", closed_address());
    let mut by_variable = home.command(&format!("{line} --out-trade-no order-2"));
    by_variable.env("WECHATPAY_BACKUP_BASE_URL", &backup.url);
    let commands = [
        home.command(&format!(
            "--backup-base-url {} {line} --out-trade-no order-1",
            backup.url
        )),
        by_variable,
    ];
    for (place, mut command) in commands.into_iter().enumerate() {
        let output = command.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        // A variable does not stand beside a base URL given as an option.
        assert_eq!(output.status.success(), place == 0, "{stderr}");
        let host = backup.url.strip_prefix("http://").unwrap();
        let answered = stderr.contains(&format!("< 200 from {host}"));
        assert_eq!(answered, place == 0, "{stderr}");
    }
    assert_eq!(out_trade_no(&backup.requests()[0]), "order-1");
}

#[test]
fn a_primary_without_a_name_or_without_tls_gives_way_to_the_backup() {
    let home = home();
    let plain = Faulty::new(vec![Fault::Reset]);
    for primary in [
        plain.url.replace("http://", "https://"),
        "http://no-such-name.localhost".to_owned(),
    ] {
        let backup = Faulty::new(vec![Fault::Answer(good(&home))]);
        let line = format!(
            "--json --base-url {primary} --backup-base-url {} --retries 0 {ORDER}",
            backup.url
        );
        home.run(&line).json();
        assert_eq!(backup.requests().len(), 1);
    }
}

#[test]
fn a_profile_has_a_backup_and_none_switches_it_off() {
    let home = home();
    let backup = Faulty::new(vec![Fault::Answer(good(&home))]);
    let shop: String = home
        .read("merchant.toml")
        .lines()
        .map(|line| match line.split_once(" = ") {
            Some(("base_url", _)) => format!(
                "base_url = \"{}\"\nbackup_base_url = \"{}\"\n",
                closed_address(),
                backup.url
            ),
            _ => format!("{line}\n"),
        })
        .collect();
    home.write("merchant.toml", shop);
    home.run(&format!("--json --retries 0 {ORDER}")).json();
    home.run(&format!(
        "--json --retries 0 --backup-base-url none {ORDER}"
    ))
    .failed(7);
    home.run(&format!(
        "--json --retries 0 --base-url {} {ORDER}",
        closed_address()
    ))
    .failed(7);
    assert_eq!(backup.requests().len(), 1);
    let error = home
        .run(&format!(
            "--json --backup-base-url https://example.com {ORDER}"
        ))
        .failed(3);
    assert!(text(&error, "message").contains("example.com"), "{error}");
}

#[test]
fn a_request_that_may_have_arrived_goes_to_the_backup_with_the_same_number() {
    let home = home();
    for (fault, timeout) in [
        (Fault::Reset, "60s"),
        (Fault::Closed, "60s"),
        // The backup's response has to come in that time.
        (Fault::Silent, "5s"),
    ] {
        in_time(PATIENCE, || {
            let primary = Faulty::new(vec![fault.clone()]);
            let backup = Faulty::new(vec![Fault::Answer(good(&home))]);
            let line = format!(
                "--json --base-url {} --backup-base-url {} --timeout {timeout}",
                primary.url, backup.url
            );
            let done = home.run(&format!("{line} --retries 1 {ORDER}"));
            // On a machine that held it up, it does not.
            if timeout == "5s" && done.code == Some(7) {
                return Duration::MAX;
            }
            let made = done.json();
            let mut requests = primary.requests();
            requests.extend(backup.requests());
            assert_eq!(made["out_trade_no"], one_order(&requests));
            // That is a repetition, and there are to be none.
            home.run(&format!("{line} --retries 0 {ORDER}")).failed(7);
            assert_eq!(backup.requests().len(), 0);
            Duration::ZERO
        });
    }
}

#[test]
fn no_answer_whatever_it_says_leads_to_the_backup() {
    let home = home();
    let busy = http(500, &[], SYSTEM_ERROR_BODY);
    let refused = http(400, &[], br#"{"code":"PARAM_ERROR","message":"x"}"#);
    let forged = http(200, &[], PREPAID);
    for (answer, code) in [(busy, 6), (refused, 5), (forged, 4)] {
        let primary = Faulty::new(vec![Fault::Answer(answer)]);
        let backup = Faulty::new(vec![Fault::Answer(good(&home))]);
        home.run(&format!(
            "--json --base-url {} --backup-base-url {} --retries 1 {ORDER}",
            primary.url, backup.url
        ))
        .failed(code);
        assert_eq!(backup.connections(), 0);
    }
}

#[test]
fn ending_an_order_half_way_tells_its_number() {
    let home = home();
    for (signal, code, kind) in [("-INT", 130, "interrupted"), ("-TERM", 143, "terminated")] {
        for json in ["--json", "--lang en"] {
            let server = Faulty::new(vec![Fault::Silent]);
            let child = home
                .command(&format!("{json} --base-url {} {ORDER}", server.url))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let number = out_trade_no(&server.next());
            send(signal, child.id());
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(code));
            assert!(output.stdout.is_empty());
            let stderr = String::from_utf8(output.stderr).unwrap();
            let ask = format!("query --out-trade-no {number}");
            if json == "--json" {
                let error = &read(&stderr)["error"];
                assert_eq!(error["kind"], kind);
                assert_eq!(error["exit_code"], code);
                assert!(text(error, "message").contains(&number));
                assert!(text(error, "hint").contains(&ask));
            }
            assert!(stderr.contains(&ask), "{stderr}");
            assert!(stderr.contains("the order may exist"), "{stderr}");
        }
    }
}

#[test]
fn a_generated_number_is_reported_before_anything_can_happen() {
    let home = home();
    for options in ["--lang en", "--quiet", "--json -v"] {
        let server = Faulty::new(vec![Fault::Silent]);
        let mut child = home
            .command(&format!("{options} --base-url {} {ORDER}", server.url))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let number = out_trade_no(&server.next());
        child.kill().unwrap();
        let stderr = child.wait_with_output().unwrap().stderr;
        let stderr = String::from_utf8(stderr).unwrap();
        assert!(
            stderr.contains(&format!("out_trade_no {number}\n")),
            "{stderr}"
        );
    }
}

#[test]
fn a_close_without_an_answer_may_have_closed() {
    let home = home();
    let server = Faulty::new(vec![Fault::Closed]);
    let line = format!("--json --base-url {} --retries 1 close order-1", server.url);
    let error = home.run(&line).failed(7);
    let hint = text(&error, "hint");
    assert!(hint.contains("the order may be closed"), "{hint}");
    assert!(hint.contains("query --out-trade-no order-1"), "{hint}");
    assert_eq!(server.requests().len(), 2);
}
