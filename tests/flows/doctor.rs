//! `doctor`: what it says of a sound profile, and of each fault.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, date_time_ymd};
use serde_json::Value;
use wechatpay::ambient;
use wechatpay::doctor::CheckId;
use wechatpay::protocol::keys::SigningKey;

use crate::api::calls::{alone, start};
use crate::faulty::{Fault, Faulty};
use crate::home::Home;
use crate::prompt::in_time;
use crate::responses::{closed_address, http, server};
use crate::wire::receive;

/// Runs it on the written profile, with further options.
fn doctor(home: &Home, options: &str, code: i32) -> Value {
    let line = format!("--config merchant.toml -p sandbox --json {options} doctor");
    home.run(&line).reports(code)
}

/// Runs it and returns the names of the checks that ended so.
fn names(report: &Value, status: &str) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["status"] == status)
        .map(|check| check["name"].as_str().unwrap().to_owned())
        .collect()
}

fn check<'r>(report: &'r Value, name: &str) -> &'r Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"] == name).unwrap()
}

/// Expects exactly one failed check, and that its remedy names a part.
fn only(report: &Value, name: &str, fix: &str) {
    assert_eq!(report["healthy"], false);
    assert_eq!(names(report, "failed"), [name], "{report}");
    let text = check(report, name)["fix"].as_str().unwrap();
    assert!(text.contains(fix), "{text}");
}

/// Changes the line of a key in the written profile, or adds it.
fn set(home: &Home, key: &str, line: &str) {
    let text = home.read("merchant.toml");
    let start = format!("{key} = ");
    let mut done = false;
    let mut lines = Vec::new();
    for old in text.lines() {
        let same = old.starts_with(&start) && !done;
        done |= same;
        lines.push(if same { line } else { old });
        if old == "[profiles.sandbox]" && !text.contains(&start) {
            lines.push(line);
        }
    }
    home.write("merchant.toml", lines.join("\n"));
}

#[test]
fn a_sound_profile_is_healthy_in_each_mode() {
    for mode in ["certificate", "public-key", "both"] {
        let home = Home::new();
        let _sandbox = start(&home, mode);
        let report = doctor(&home, "", 0);
        assert_eq!(report["schema"], "wechatpay/doctor/v1");
        assert_eq!(report["profile"], "sandbox");
        assert_eq!(report["healthy"], true);
        assert_eq!(report["mode"], mode);
        assert!(names(&report, "warning").is_empty(), "{report}");
        let checks = report["checks"].as_array().unwrap().iter();
        let reported: Vec<_> = checks
            .map(|check| check["name"].as_str().unwrap())
            .collect();
        let all: Vec<_> = CheckId::ALL.iter().map(|check| check.name()).collect();
        assert_eq!(reported, all);
        // The text of a check that shows no value is found by its name.
        let is_id = |check: &Value| check["message"].as_str().unwrap().starts_with("doctor-");
        let mut checks = report["checks"].as_array().unwrap().iter();
        assert!(!checks.any(is_id), "{report}");
        let proved = [
            (mode != "public-key", "echo-certificate"),
            (mode != "certificate", "echo-public-key"),
        ];
        for (configured, name) in proved {
            let check = check(&report, name);
            let status = if configured { "ok" } else { "skipped" };
            assert_eq!(check["status"], status, "{mode} {check}");
            let message = check["message"].as_str().unwrap();
            assert_eq!(message.contains("OAEP SHA-1"), configured, "{message}");
        }
        let partner = home.run("--config merchant.toml -p sandbox-partner --json doctor");
        assert_eq!(check(&partner.json(), "partner")["status"], "ok");
    }
}

#[test]
fn a_root_fault_is_shown_once_and_what_depends_on_it_in_one_line() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    let folder = home.path("merchant-keys");
    std::fs::remove_file(folder.join("apiclient_key.pem")).unwrap();
    let report = doctor(&home, "", 8);
    assert_eq!(names(&report, "failed"), ["private-key"], "{report}");
    for name in ["certificates", "echo-certificate", "echo-public-key"] {
        let skipped = check(&report, name);
        assert_eq!(skipped["status"], "skipped");
        assert_eq!(skipped["because"], "private-key");
    }
    let line = "--config merchant.toml -p sandbox doctor";
    let shown = home.run(line).stdout;
    let blocked = "    not checked, because private-key failed: certificates, echo-certificate,";
    assert!(shown.contains(blocked), "{shown}");
    assert_eq!(shown.matches("certificates").count(), 2, "{shown}");
    let shown = home.run(&format!("--lang zh {line}")).stdout;
    assert!(
        shown.contains("因 private-key 未通过而未检查：certificates、"),
        "{shown}"
    );
    let nothing = home.run("--config nowhere.toml doctor").stdout;
    assert!(nothing.lines().count() < 12, "{nothing}");
}

#[test]
fn the_embedded_sandbox_is_healthy_and_read_in_both_languages() {
    let home = Home::new();
    let report = home.run("--sandbox --json doctor").json();
    assert_eq!(report["mode"], "both");
    assert!(names(&report, "failed").is_empty());
    let shown = home.run("--sandbox doctor").ok();
    assert_eq!(shown.lines().count(), 26, "{shown}");
    assert!(shown.contains("✓ clock: ") && shown.contains("- partner: "));
    let shown = home.run("--sandbox --lang zh doctor").ok();
    assert!(shown.contains("验签方式：") && !shown.contains("in 0 ms"));
}

#[test]
fn the_backup_is_looked_at_and_asked_where_the_primary_is_away() {
    let home = Home::new();
    let sandbox = start(&home, "both");
    let (up, down) = (sandbox.url(), closed_address());
    let options =
        |base: &str, backup: &str| format!("--base-url {base} --backup-base-url {backup}");
    let report = doctor(&home, &options(&up, &down), 0);
    assert_eq!(names(&report, "warning"), ["backup-connect"]);
    let report = doctor(&home, &options(&down, &up), 8);
    only(
        &report,
        "api-connect",
        "wechatpay sandbox --listen 127.0.0.1:",
    );
    assert_eq!(report["mode"], "both");
    for name in ["backup-connect", "clock", "certificates", "echo-public-key"] {
        assert_eq!(check(&report, name)["status"], "ok", "{report}");
    }
    let mute = Faulty::new(vec![Fault::Closed]);
    let report = doctor(&home, &options(&mute.url, &up), 8);
    only(&report, "api-tls", "base_url");
    assert_eq!(report["mode"], "both");
    let report = doctor(&home, &options(&down, &down), 8);
    // One fault keeps both away, and what waits for it is said once.
    assert_eq!(names(&report, "failed"), ["api-connect"]);
    assert_eq!(check(&report, "backup-connect")["because"], "api-connect");
    for name in ["clock", "certificates", "echo-public-key"] {
        assert_eq!(check(&report, name)["status"], "skipped", "{report}");
    }
}

#[test]
fn a_profile_that_cannot_be_loaded_is_one_failed_check() {
    let home = Home::new();
    home.write("merchant.toml", "[profiles.a]\nmchidd = \"1\"\n");
    for options in ["", "--offline"] {
        let done = home.run(&format!("--config merchant.toml --json doctor {options}"));
        let report = done.reports(8);
        only(&report, "profile", "did you mean 'mchid'");
        assert_eq!(report["profile"], Value::Null);
        assert_eq!(report["mode"], "unknown");
        assert_eq!(names(&report, "skipped").len(), 26);
    }
}

#[test]
fn each_fault_of_key_and_numbers_is_its_own_check() {
    let home = alone();
    let whole = home.read("merchant.toml");
    let (url, requests) = server(vec![http(404, &[], b"")]);
    let other = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    home.write("other.pem", other.serialize_pem());
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(home.path("other.pem"), private).unwrap();
    let id = "PUB_KEY_ID_0114232134912410000000000000";
    let cases = [
        (
            "serial_no",
            "serial_no = 'AB12'",
            "serial-no",
            "set serial_no to",
        ),
        (
            "serial_no",
            &format!("serial_no = '{id}'"),
            "serial-no",
            "public_key_id",
        ),
        (
            "private_key",
            "private_key = 'other.pem'",
            "certificate",
            "apiclient_key.pem",
        ),
        (
            "private_key",
            "private_key = 'merchant-keys/apiclient_cert.pem'",
            "private-key",
            "apiclient_key.pem",
        ),
        (
            "certificate",
            "certificate = 'other.pem'",
            "certificate",
            "apiclient_cert.pem",
        ),
        (
            "mchid",
            "mchid = '0000000009'",
            "certificate",
            "same merchant",
        ),
    ];
    for (key, line, name, fix) in cases {
        home.write("merchant.toml", &whole);
        set(&home, key, line);
        let report = doctor(&home, &format!("--base-url {url} --mp-base-url {url}"), 8);
        only(&report, name, fix);
        // What cannot be signed soundly is not signed.
        for live in ["certificates", "echo-certificate", "echo-public-key"] {
            assert_eq!(check(&report, live)["status"], "skipped");
        }
        for request in requests.try_iter() {
            let head = String::from_utf8_lossy(&request.raw).to_ascii_lowercase();
            assert!(!head.contains("authorization"), "{head}");
        }
    }
}

#[test]
fn several_faults_are_all_reported_at_once() {
    let home = alone();
    set(&home, "serial_no", "serial_no = 'AB12'");
    set(&home, "notify_url", "notify_url = 'http://10.0.0.1/n'");
    set(&home, "apiv3_key", "apiv3_key = { env = 'SHORT' }");
    let line = "--config merchant.toml -p sandbox --json doctor --offline";
    let mut command = home.command(line);
    command.env("SHORT", "hunter2");
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(8));
    assert!(!text.contains("hunter2"));
    let report = crate::home::read(&text);
    let failed = names(&report, "failed");
    assert_eq!(failed, ["serial-no", "apiv3-key", "notify-url"]);
}

#[test]
fn a_wrong_apiv3_key_shows_by_its_length_or_when_it_is_used() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    let whole = home.read("merchant.toml");
    let cases = [
        ("x".repeat(31), "apiv3-key"),
        ("x".repeat(32), "certificates"),
    ];
    for (secret, name) in cases {
        home.write("merchant.toml", &whole);
        set(&home, "apiv3_key", "apiv3_key = { env = 'V3' }");
        let mut command = home.command("--config merchant.toml -p sandbox --json doctor");
        let output = command.env("V3", &secret).output().unwrap();
        assert_eq!(output.status.code(), Some(8));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains(&secret));
        let report = crate::home::read(&text);
        only(&report, name, "APIv3");
        // Signature and platform keys are proved all the same.
        assert_eq!(check(&report, "echo-certificate")["status"], "ok");
        assert_eq!(report["mode"], "both");
    }
    let secret = home.read("merchant-keys/app_secret");
    home.write("merchant.toml", &whole);
    set(&home, "apiv3_key", "apiv3_key = { env = 'V3' }");
    let mut command = home.command("--config merchant.toml -p sandbox --json doctor --offline");
    let output = command.env("V3", secret.trim()).output().unwrap();
    let report = crate::home::read(&String::from_utf8(output.stdout).unwrap());
    only(&report, "apiv3-key", "app_secret");
}

#[test]
fn an_absent_app_secret_is_a_warning() {
    let home = alone();
    set(&home, "app_secret", "");
    let done = home.run("--config merchant.toml -p sandbox --json doctor --offline");
    let report = done.json();
    assert_eq!(names(&report, "warning"), ["app-secret"]);
}

#[test]
fn no_platform_key_names_the_command_that_fetches_some() {
    let home = Home::new();
    let _sandbox = start(&home, "certificate");
    std::fs::remove_dir_all(home.path("merchant-keys/certs")).unwrap();
    let report = doctor(&home, "", 8);
    only(&report, "platform-keys", "download-certs");
    assert_eq!(check(&report, "certificates")["status"], "ok");
    assert_eq!(report["mode"], "certificate");
    home.run("--config merchant.toml -p sandbox download-certs")
        .ok();
    assert_eq!(doctor(&home, "", 0)["healthy"], true);
}

#[test]
fn a_public_key_merchant_without_its_key_is_reported_so() {
    let home = Home::new();
    let _sandbox = start(&home, "public-key");
    set(&home, "public_key", "");
    set(&home, "public_key_id", "");
    let report = doctor(&home, "", 8);
    only(&report, "platform-keys", "public_key_id");
    assert_eq!(report["mode"], "public-key");
    let fix = check(&report, "certificates")["fix"].as_str().unwrap();
    assert!(fix.contains("pub_key.pem"), "{fix}");
}

#[test]
fn an_expired_platform_certificate_is_seen_in_its_file() {
    let home = Home::new();
    let _sandbox = start(&home, "certificate");
    let folder = home.path("merchant-keys/certs");
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "Tenpay.com sign");
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(2024, 1, 1);
    let expired = params.self_signed(&key).unwrap();
    let old = folder.join("wechatpay_OLD.pem");
    std::fs::write(&old, expired.pem()).unwrap();
    // Beside a good one it is litter.
    let report = doctor(&home, "", 0);
    assert_eq!(names(&report, "warning"), ["platform-keys"]);
    for (name, _) in crate::home::files(&folder) {
        if name != "wechatpay_OLD.pem" {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
    }
    let report = doctor(&home, "", 8);
    only(&report, "platform-keys", "download-certs --prune");
    let message = check(&report, "platform-keys")["message"].as_str().unwrap();
    assert!(message.contains("expired on 2024-01-01"), "{message}");
    assert_eq!(names(&report, "warning"), ["certificates"]);
}

#[test]
fn a_public_key_of_another_merchant_does_not_verify() {
    let home = Home::new();
    let _sandbox = start(&home, "public-key");
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    home.write("merchant-keys/other.pem", key.public_key_pem());
    set(
        &home,
        "public_key",
        "public_key = 'merchant-keys/other.pem'",
    );
    let report = doctor(&home, "", 8);
    only(
        &report,
        "certificates",
        "public key belongs to this merchant",
    );
    let id = "PUB_KEY_ID_0119000000092024101500000000000001";
    set(&home, "public_key_id", &format!("public_key_id = '{id}'"));
    let done = home.run("--config merchant.toml -p sandbox --json doctor --offline");
    let report = done.json();
    assert_eq!(names(&report, "warning"), ["platform-keys"]);
}

#[test]
fn a_clock_ten_minutes_off_is_the_only_fault_that_is_reported() {
    let home = alone();
    for (off, code) in [(600, 8), (-600, 8), (280, 0), (10, 0)] {
        let moment = jiff::Timestamp::from_second(ambient::now().0 + off).unwrap();
        let date = moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let (url, requests) = server(vec![http(404, &[("Date", &date)], b"")]);
        let options = format!("--base-url {url} --mp-base-url {url} --retries 0");
        let line = format!("--config merchant.toml -p sandbox --json {options} doctor");
        let done = home.run(&line);
        let report = crate::home::read(&done.stdout);
        let clock = check(&report, "clock");
        if code == 8 {
            only(&report, "clock", "NTP");
            let side = if off > 0 { "behind" } else { "ahead of" };
            assert!(clock["message"].as_str().unwrap().contains(side));
            assert_eq!(requests.try_iter().count(), 1);
        } else {
            let status = if off > 60 { "warning" } else { "ok" };
            assert_eq!(clock["status"], status);
        }
    }
}

#[test]
fn a_dead_host_fails_where_it_is_dead_and_the_rest_waits() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    let report = doctor(&home, "--base-url http://127.0.0.1:1", 8);
    only(&report, "api-connect", "base_url");
    for name in ["api-tls", "clock", "certificates", "echo-public-key"] {
        let check = check(&report, name);
        assert_eq!(check["status"], "skipped");
        let message = check["message"].as_str().unwrap();
        assert!(message.contains("api-connect"), "{message}");
    }
    assert_eq!(check(&report, "login-connect")["status"], "ok");
    let report = doctor(&home, "--mp-base-url https://127.0.0.1:1", 8);
    only(&report, "login-connect", "mp_base_url");
    assert_eq!(check(&report, "echo-public-key")["status"], "ok");
    let report = doctor(
        &home,
        "--base-url https://none.localhost:1 --connect-timeout 1s",
        8,
    );
    assert!(names(&report, "failed")[0].starts_with("api-"));
    let report = doctor(&home, "--mp-base-url https://evil.example.com", 8);
    only(&report, "base-url", "--allow-foreign-host");
    assert_eq!(check(&report, "login-dns")["status"], "skipped");
    assert_eq!(check(&report, "echo-public-key")["status"], "ok");
}

#[test]
fn without_dns_or_proxy_there_is_one_fault_and_what_waits_for_it() {
    let home = alone();
    let hosts = |tail: &str| {
        format!(
            "--base-url https://one.{tail} --backup-base-url https://two.{tail} \
             --mp-base-url https://three.{tail} --allow-foreign-host"
        )
    };
    // The proxy is on this machine, and down: no name is looked up.
    let proxy = format!("{} --proxy {}", hosts("invalid"), closed_address());
    let report = doctor(&home, &proxy, 8);
    let proxy = &check(&report, "api-tls")["fix"];
    assert!(
        proxy.as_str().unwrap().contains("start the proxy"),
        "{report}"
    );
    for name in ["backup-tls", "login-tls", "clock", "certificates"] {
        assert_eq!(check(&report, name)["because"], "api-tls", "{report}");
    }
    let report = doctor(&home, &hosts("localhost:1"), 8);
    let failed = names(&report, "failed");
    assert_eq!(failed.len(), 1, "{report}");
    let root = &failed[0];
    let message = check(&report, root)["message"].as_str().unwrap();
    for host in ["one.localhost", "two.localhost", "three.localhost"] {
        assert!(message.contains(host), "{message}");
    }
}

#[test]
fn a_server_that_does_not_speak_tls_fails_there() {
    let home = alone();
    let (url, _requests) = server(vec![http(200, &[], b"")]);
    let url = url.replace("http://", "https://");
    let options = format!("--base-url {url} --mp-base-url {url} --timeout 2s");
    let report = doctor(&home, &options, 8);
    only(&report, "api-tls", "--ca-file");
}

#[test]
fn a_server_that_says_nothing_costs_a_bounded_time() {
    let home = alone();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let date = jiff::Timestamp::from_second(ambient::now().0).unwrap();
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let captured = receive(&mut stream);
            if captured.is_some_and(|captured| captured.raw.starts_with(b"GET / ")) {
                // It may have gone.
                let _ = stream.write_all(&http(404, &[("Date", &date)], b""));
            }
            open.push(stream);
        }
    });
    let options = format!("--base-url {url} --mp-base-url {url} --timeout 10s --retries 9");
    // Ten attempts would take longer.
    in_time(Duration::from_secs(95), || {
        let began = Instant::now();
        let report = doctor(&home, &options, 8);
        only(&report, "certificates", "--timeout");
        began.elapsed()
    });
}

#[test]
fn a_refused_signature_says_what_does_not_fit() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    let other = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    home.write("merchant-keys/apiclient_key.pem", other.serialize_pem());
    set(&home, "certificate", "");
    let report = doctor(&home, "", 8);
    only(&report, "certificates", "private_key and serial_no");
    assert_eq!(check(&report, "certificate")["status"], "skipped");
    assert_eq!(report["mode"], "unknown");
}

#[test]
fn an_answer_sealed_with_sha_256_is_opened_and_said() {
    use rsa_sealing::sealed_with_sha256;
    let home = alone();
    let platform = crate::responses::platform_key(&home);
    let (url, _requests) = echoing(platform, sealed_with_sha256(&home));
    set(&home, "public_key", "");
    set(&home, "public_key_id", "");
    let line =
        format!("--config merchant.toml -p sandbox --json --retries 0 --base-url {url} doctor");
    let report = crate::home::read(&home.run(&line).stdout);
    let echo = check(&report, "echo-certificate");
    assert_eq!(echo["status"], "ok", "{report}");
    assert!(echo["message"].as_str().unwrap().contains("OAEP SHA-256"));
}

#[test]
fn notify_urls_that_wechat_pay_refuses_are_named() {
    let home = alone();
    let loopback = "notify_url = 'http://127.0.0.1:8080/notify'";
    set(&home, "notify_url", loopback);
    let offline = "--config merchant.toml -p sandbox --json doctor --offline";
    home.run(offline).json();
    let real = "--config merchant.toml -p sandbox --json --base-url https://api.mch.weixin.qq.com doctor --offline";
    only(&home.run(real).reports(8), "notify-url", "notify_url");
    for url in [
        "https://pay.example.com",
        "https://pay.example.com/n?a=1",
        "https://10.0.0.1/n",
        "http://pay.example.com/n",
        " https://pay.example.com/n",
        "https://me:hunter2@pay.example.com/n",
        "ftp://pay.example.com/n",
    ] {
        set(&home, "notify_url", &format!("notify_url = '{url}'"));
        let done = home.run(offline);
        assert!(!done.stdout.contains("hunter2"));
        only(&done.reports(8), "notify-url", "https://");
    }
    set(
        &home,
        "notify_url",
        "notify_url = 'https://pay.example.com/n'",
    );
    home.run(real).json();
}

#[test]
fn a_key_that_others_can_read_is_refused_with_the_command_that_fixes_it() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    for (file, skipped) in [
        ("apiclient_key.pem", "private-key"),
        ("app_secret", "app-secret"),
    ] {
        let path = home.path("merchant-keys").join(file);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let report = doctor(&home, "", 8);
        only(&report, "secret-permissions", "chmod 600");
        assert_eq!(check(&report, skipped)["status"], "skipped");
        assert_eq!(doctor(&home, "--insecure-permissions", 0)["healthy"], true);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn a_partner_and_its_sub_merchant_are_two() {
    let home = alone();
    let line = "--config merchant.toml -p sandbox --json doctor --offline";
    set(&home, "sub_mchid", "sub_mchid = '0000000002'");
    let text = home.read("merchant.toml");
    home.write(
        "merchant.toml",
        text.replace(
            "[profiles.sandbox]",
            "[profiles.sandbox]\nsub_mchid = '0000000001'",
        ),
    );
    only(&home.run(line).reports(8), "partner", "service provider");
    home.write(
        "merchant.toml",
        text.replace(
            "[profiles.sandbox]",
            "[profiles.sandbox]\nsub_mchid = '0000000001'",
        )
        .replacen("mchid = \"0000000001\"", "mchid = \"0000000003\"", 1),
    );
    only(
        &home.run(line).reports(8),
        "certificate",
        "service provider",
    );
}

#[test]
fn offline_sends_nothing() {
    let home = alone();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let options = format!("--base-url {url} --mp-base-url {url}");
    for line in ["doctor --offline", "--dry-run doctor"] {
        let done = home.run(&format!(
            "--config merchant.toml -p sandbox --json {options} {line}"
        ));
        let report = done.json();
        assert_eq!(report["mode"], "unknown");
        assert_eq!(names(&report, "skipped").len(), 14, "{report}");
    }
    let error = listener.accept().unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
}

/// Answers every request with a signed echo of what it said.
fn echoing(
    platform: SigningKey,
    seal: impl Fn(&str) -> String + Send + 'static,
) -> (String, std::sync::mpsc::Receiver<()>) {
    use wechatpay::protocol::signed::SignedBody;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, gone) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(captured) = receive(&mut stream) else {
                continue;
            };
            let asked: Value = serde_json::from_slice(&captured.body).unwrap_or_default();
            let echo_text = asked["echo_message"].as_str().unwrap_or_default();
            // It lists no certificates, and echoes.
            let body = serde_json::json!({
                "data": [],
                "echo_message": echo_text,
                "encrypted_echo_message": seal(echo_text),
            });
            let signed = SignedBody::sign(&platform, &ambient::stamp(), body.to_string().into());
            let answer = http(200, &signed.headers(), body.to_string().as_bytes());
            // The other side may have enough before this one is done.
            let _ = stream.write_all(&answer);
            let _ = sender.send(());
        }
    });
    (url, gone)
}

mod rsa_sealing {
    use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use rcgen::{KeyPair, PublicKeyData};

    use crate::home::{Home, IDENTITY};

    /// Seals for the merchant with the hash that is not the usual one.
    pub(super) fn sealed_with_sha256(home: &Home) -> impl Fn(&str) -> String + use<> {
        let pem = home.read(&format!("{IDENTITY}/apiclient_key.pem"));
        let key = KeyPair::from_pem(&pem).unwrap();
        let key = PublicEncryptingKey::from_der(&key.subject_public_key_info()).unwrap();
        let key = OaepPublicEncryptingKey::new(key).unwrap();
        move |text| {
            let mut sealed = vec![0; key.ciphertext_size()];
            let sealed = key
                .encrypt(&OAEP_SHA256_MGF1SHA256, text.as_bytes(), &mut sealed, None)
                .unwrap();
            STANDARD.encode(sealed)
        }
    }
}
