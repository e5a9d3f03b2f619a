//! `download-certs` against chains that OpenSSL made and judges, rotations and expiries.

mod trust;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::resource::{ApiV3Key, Resource};

use crate::home::{Home, IDENTITY, files};
use crate::responses::{home, http, server, signed};

/// Runs OpenSSL in the home, and tells whether it is content.
fn openssl(home: &Home, line: &str) -> bool {
    let mut command = Command::new("openssl");
    command.args(line.split_whitespace());
    command.current_dir(home.path(""));
    command.output().unwrap().status.success()
}

const CA: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n";

/// Makes `NAME.pem` under another's key: of an authority with an EC key, or of the platform.
struct Issue<'a> {
    name: &'a str,
    subject: &'a str,
    by: &'a str,
    extensions: &'a str,
    days: i32,
}

impl Issue<'_> {
    fn make(&self, home: &Home) {
        let Self {
            name,
            subject,
            by,
            extensions,
            days,
        } = self;
        let key = if extensions.is_empty() {
            format!("{IDENTITY}/platform_key.pem")
        } else {
            new_key(home, name);
            format!("{name}.key")
        };
        home.write("extensions", extensions);
        let serial = wechatpay::ambient::digits(39);
        for line in [
            format!("req -new -key {key} -subj /CN={subject} -out {name}.csr"),
            format!(
                "x509 -req -in {name}.csr -CA {by}.pem -CAkey {by}.key -set_serial 0x1{serial} -days {days} -extfile extensions -out {name}.pem"
            ),
        ] {
            assert!(openssl(home, &line), "{line}");
        }
    }
}

fn new_key(home: &Home, name: &str) {
    let line = format!("ecparam -name prime256v1 -genkey -noout -out {name}.key");
    assert!(openssl(home, &line));
}

fn root(home: &Home, name: &str) {
    new_key(home, name);
    home.write(
        "root.cnf",
        format!("[req]\ndistinguished_name=dn\nx509_extensions=ca\n[dn]\n[ca]\n{CA}"),
    );
    let line = format!(
        "req -x509 -new -key {name}.key -subj /CN=Root -days 99 -config root.cnf -out {name}.pem"
    );
    assert!(openssl(home, &line), "{line}");
}

fn authority<'a>(name: &'a str, subject: &'a str, by: &'a str) -> Issue<'a> {
    Issue {
        name,
        subject,
        by,
        extensions: CA,
        days: 99,
    }
}

/// A platform certificate; the key is the sandbox's.
fn leaf<'a>(name: &'a str, by: &'a str, days: i32) -> Issue<'a> {
    Issue {
        name,
        subject: "Platform",
        by,
        extensions: "",
        days,
    }
}

fn read(home: &Home, name: &str) -> X509 {
    X509::from_pem(home.read(name).as_bytes()).unwrap()
}

/// The sandbox's platform key under the serial number of one of its certificates.
fn key_of(home: &Home, name: &str) -> SigningKey {
    let pem = home.read(&format!("{IDENTITY}/platform_key.pem"));
    SigningKey::from_pem(read(home, name).serial_no().clone(), pem.as_bytes()).unwrap()
}

fn public_key(home: &Home) -> SigningKey {
    let facts: Value =
        serde_json::from_str(&home.read(&format!("{IDENTITY}/identity.json"))).unwrap();
    let id = facts["public_key_id"].as_str().unwrap().parse().unwrap();
    let pem = home.read(&format!("{IDENTITY}/pub_key_private.pem"));
    SigningKey::from_pem(id, pem.as_bytes()).unwrap()
}

/// The answer that lists these files' certificates, signed with `key`.
fn listing(home: &Home, names: &[&str], key: &SigningKey) -> Vec<u8> {
    let apiv3_key = home.read(&format!("{IDENTITY}/apiv3_key"));
    let apiv3_key = ApiV3Key::new(apiv3_key.trim()).unwrap();
    let data: Vec<Value> = names
        .iter()
        .map(|name| {
            let pem = home.read(name);
            let x509 = read(home, name);
            let sealed = Resource::seal(
                &apiv3_key,
                None,
                "certificate",
                "abcdefghijkl",
                pem.as_bytes(),
            );
            json!({
                "serial_no": x509.serial_no().to_string(),
                "effective_time": x509.not_before().to_rfc3339(),
                "expire_time": x509.not_after().to_rfc3339(),
                "encrypt_certificate": sealed,
            })
        })
        .collect();
    signed(key, 0, json!({ "data": data }).to_string().as_bytes())
}

fn join(home: &Home, names: &[&str], into: &str) {
    let all: String = names.iter().map(|name| home.read(name)).collect();
    home.write(into, all);
}

fn reasons(verdict: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let reasons = verdict["reasons"].as_array().unwrap().iter();
    reasons
        .map(|reason| {
            assert!(reason["days_left"].is_i64());
            (text(&reason["reason"]), text(&reason["serial_no"]))
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

/// Where a certificate's file belongs.
fn stored(home: &Home, folder: &str, name: &str) -> String {
    format!("{folder}/wechatpay_{}.pem", read(home, name).serial_no())
}

#[test]
fn a_chain_is_followed_to_its_root_where_openssl_does_and_nowhere_else() {
    let home = home();
    root(&home, "root");
    root(&home, "other");
    authority("inter", "Inter", "root").make(&home);
    leaf("leaf", "inter", 99).make(&home);
    // The same name and another key; an authority that has expired; one that is not an authority; and one
    // that may have none below it.
    authority("twin", "Inter", "other").make(&home);
    let spoilt = [
        (
            "late",
            Issue {
                days: -1,
                ..authority("late", "Inter", "root")
            },
        ),
        (
            "person",
            Issue {
                extensions: "basicConstraints=critical,CA:FALSE\n",
                ..authority("person", "Inter", "root")
            },
        ),
        (
            "signer",
            Issue {
                extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n",
                ..authority("signer", "Inter", "root")
            },
        ),
    ];
    let under = spoilt.map(|(name, issue)| {
        issue.make(&home);
        let below = format!("leaf-{name}");
        leaf(&below, name, 99).make(&home);
        (below, name)
    });
    Issue {
        extensions: "basicConstraints=critical,CA:TRUE,pathlen:0\n",
        ..authority("short", "Short", "root")
    }
    .make(&home);
    authority("deep", "Deep", "short").make(&home);
    leaf("leaf-deep", "deep", 99).make(&home);
    join(&home, &["root.pem", "short.pem", "deep.pem"], "deep-chain");
    join(&home, &["inter.pem", "root.pem"], "chain");
    join(&home, &["twin.pem", "other.pem"], "twin-chain");
    join(&home, &["inter.pem", "other.pem"], "rootless-chain");
    for (form, into) in [("DER", "chain.p7b"), ("PEM", "chain.p7b.pem")] {
        let line = format!("crl2pkcs7 -nocrl -certfile chain -outform {form} -out {into}");
        assert!(openssl(&home, &line));
    }
    let mut cases = vec![
        ("leaf".to_owned(), "chain".to_owned(), true),
        ("leaf".to_owned(), "chain.p7b".to_owned(), true),
        ("leaf".to_owned(), "chain.p7b.pem".to_owned(), true),
        ("leaf".to_owned(), "root.pem".to_owned(), false),
        ("leaf".to_owned(), "twin-chain".to_owned(), false),
        ("leaf".to_owned(), "rootless-chain".to_owned(), false),
        ("leaf-deep".to_owned(), "deep-chain".to_owned(), false),
    ];
    for (below, name) in &under {
        let into = format!("{name}-chain");
        join(&home, &["root.pem", &format!("{name}.pem")], &into);
        cases.push((below.clone(), into, false));
    }
    for (place, (leaf, chain, good)) in cases.iter().enumerate() {
        let leaf = format!("{leaf}.pem");
        let key = key_of(&home, &leaf);
        let (url, _requests) = server(vec![listing(&home, &[&leaf], &key)]);
        let done = home.run(&format!(
            "--json --base-url {url} download-certs -o out{place} --chain {chain}"
        ));
        if !chain.contains("p7b") {
            let is_valid = openssl(&home, &format!("verify -CAfile {chain} {leaf}"));
            assert_eq!(is_valid, *good, "OpenSSL on {leaf} under {chain}");
        }
        if *good {
            let verified_by = done.json()["certificates"][0]["verified_by"].clone();
            assert!(verified_by.as_array().unwrap().contains(&json!("chain")));
        } else {
            let error = done.failed(4);
            assert_eq!(error["kind"], "verification", "{leaf} {chain}");
            assert!(error["request_id"].is_string());
            assert!(!home.path(&format!("out{place}")).exists());
        }
    }
}

#[test]
fn a_file_that_is_no_chain_is_named_before_anything_is_sent() {
    let home = home();
    root(&home, "root");
    authority("inter", "Inter", "root").make(&home);
    home.write("text", "hello");
    home.write("cut", &home.read("root.pem")[..300]);
    home.write("damaged", home.read("root.pem").replace("\nMII", "\nMIJ"));
    let key = format!("{IDENTITY}/apiclient_key.pem");
    for chain in ["none", "text", "cut", "damaged", "inter.pem", &key] {
        let (url, requests) = server(vec![http(500, &[], b"")]);
        let error = home
            .run(&format!(
                "--json --base-url {url} download-certs -o out --chain {chain}"
            ))
            .failed(3);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(chain), "{message}");
        assert!(requests.try_recv().is_err(), "{chain}");
        assert!(!home.path("out").exists());
    }
}

#[test]
fn a_check_says_why_it_is_not_content_and_writes_nothing() {
    let home = Home::new();
    let options = "--listen 127.0.0.1:0 --json --mode certificate --write-profile merchant.toml";
    let _sandbox = home.start(&format!("sandbox {options}"));
    let certs = home.path("merchant-keys/certs");
    let first = names(&certs);
    let verdict = |options: &str, code: i32| {
        let before = (files(&home.path("")), files(&certs));
        let verdict = home
            .run(&format!("--json download-certs --check {options}"))
            .reports(code);
        assert!(before == (files(&home.path("")), files(&certs)));
        for certificate in verdict["certificates"].as_array().unwrap() {
            assert_eq!(certificate["action"], "none");
        }
        reasons(&verdict)
    };
    assert_eq!(verdict("", 0), []);
    let soon = verdict("--min-days 3000", 8);
    assert_eq!((soon.len(), soon[0].0.as_str()), (1, "expires-soon"));
    let second = home.run("sandbox rotate --json").json()["newest"].take();
    let second = second.as_str().unwrap().to_owned();
    let new = ("new".to_owned(), second.clone());
    let rest = "--prune --bundle all.pem -o merchant-keys/certs";
    assert_eq!(verdict(rest, 8), [new]);
    assert_eq!(
        verdict("-o nowhere", 8).len(),
        1,
        "the profile has one of two"
    );
    assert!(!home.path("nowhere").exists() && !home.path("all.pem").exists());
    // The old one still signs where it is asked for, so the new one is not taken on trust.
    let written = home.run("--json download-certs --first-use refuse").json();
    assert_eq!(written["trust"], "pinned");
    assert_eq!(verdict("", 0), []);
    home.run("sandbox rotate").ok();
    home.run("--json download-certs").json();
    let gone = verdict("", 8);
    assert_eq!(gone[0].0, "gone");
    assert!(first[0].contains(&gone[0].1), "{first:?} {gone:?}");
    let people = home.run("download-certs --check");
    assert_eq!(people.code, Some(8));
    assert!(
        people.stdout.contains("no longer listed"),
        "{}",
        people.stdout
    );
    assert_eq!(names(&certs).len(), 3);
}

#[test]
fn what_is_removed_is_this_commands_own_and_not_needed() {
    let home = home();
    root(&home, "root");
    leaf("now", "root", 99).make(&home);
    leaf("gone", "root", 99).make(&home);
    leaf("ended", "root", -1).make(&home);
    std::fs::create_dir(home.path("out")).unwrap();
    for name in ["gone.pem", "ended.pem"] {
        home.write(&stored(&home, "out", name), home.read(name));
    }
    let merchant = home.read(&format!("{IDENTITY}/apiclient_cert.pem"));
    for (name, content) in [
        ("wechatpay_notes.pem", "mine"),
        ("wechatpay_backup.pem", home.read("gone.pem").as_str()),
        ("wechatpay_shop.pem", &merchant),
        ("apiclient_cert.pem", &merchant),
        ("root.pem", &home.read("root.pem")),
    ] {
        home.write(&format!("out/{name}"), content);
    }
    let all = names(&home.path("out"));
    let key = key_of(&home, "now.pem");
    let (url, _requests) = server(vec![listing(&home, &["now.pem"], &key)]);
    let run = |options: &str| {
        home.run(&format!(
            "--json --base-url {url} download-certs -o out {options}"
        ))
        .json()
    };
    run("");
    assert_eq!(names(&home.path("out")).len(), all.len() + 1);
    let report = run("--prune --bundle out/wechatpay_all.pem");
    let actions: Vec<_> = report["certificates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["unchanged", "pruned", "pruned"]);
    for name in ["gone.pem", "ended.pem"] {
        assert!(!home.path(&stored(&home, "out", name)).exists(), "{name}");
    }
    let left = names(&home.path("out"));
    // The two were removed, the new one and the bundle came.
    assert_eq!(left.len(), all.len(), "{left:?}");
    assert_eq!(run("--prune")["certificates"].as_array().unwrap().len(), 1);
    assert_eq!(names(&home.path("out")), left);
}

#[test]
fn the_last_certificate_that_is_valid_is_never_removed() {
    let home = home();
    root(&home, "root");
    leaf("gone", "root", 99).make(&home);
    leaf("older", "root", 9).make(&home);
    leaf("ended", "root", -1).make(&home);
    std::fs::create_dir(home.path("out")).unwrap();
    for name in ["gone.pem", "older.pem"] {
        home.write(&stored(&home, "out", name), home.read(name));
    }
    let answer = listing(&home, &["ended.pem"], &public_key(&home));
    let (url, _requests) = server(vec![answer]);
    let report = home
        .run(&format!(
            "--json --base-url {url} download-certs -o out --prune --bundle all.pem"
        ))
        .json();
    assert_eq!(report["trust"], "public-key");
    assert_eq!(report["bundle"]["action"], "none");
    assert!(!home.path("all.pem").exists());
    let kept = stored(&home, "out", "gone.pem");
    assert_eq!(
        names(&home.path("out")),
        [kept.strip_prefix("out/").unwrap()]
    );
    let check = format!("--json --base-url {url} download-certs -o out --check");
    let reasons = reasons(&home.run(&check).reports(8));
    let found: Vec<_> = reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    assert_eq!(found, ["expired", "new", "gone"]);
}

#[test]
fn a_bundle_holds_what_is_valid_and_is_left_alone_where_nothing_changed() {
    use std::os::unix::fs::MetadataExt;
    let home = home();
    root(&home, "root");
    leaf("one", "root", 99).make(&home);
    leaf("two", "root", 9).make(&home);
    leaf("ended", "root", -1).make(&home);
    let key = key_of(&home, "one.pem");
    let lists = [
        ["one.pem", "two.pem", "ended.pem"],
        ["ended.pem", "two.pem", "one.pem"],
    ];
    let mut inode = None;
    for (place, list) in lists.iter().enumerate() {
        let (url, _requests) = server(vec![listing(&home, list, &key)]);
        let line =
            format!("--json --base-url {url} download-certs -o out --bundle made/for/all.pem");
        let action = home.run(&line).json()["bundle"]["action"].take();
        assert_eq!(action, ["written", "unchanged"][place]);
        let bundle = home.path("made/for/all.pem");
        let now = bundle.metadata().unwrap().ino();
        assert_eq!(*inode.get_or_insert(now), now);
        let text = home.read("made/for/all.pem");
        assert_eq!(text.matches("BEGIN CERTIFICATE").count(), 2);
        let ended = home.read("ended.pem");
        assert!(!text.contains(ended.lines().rev().nth(1).unwrap()));
    }
    assert!(openssl(
        &home,
        "crl2pkcs7 -nocrl -certfile made/for/all.pem -out all.p7b"
    ));
}

#[test]
fn refusals_are_explained_by_what_they_mean_for_certificates() {
    let home = home();
    for (status, body, code, hint) in [
        (
            404,
            r#"{"code":"RESOURCE_NOT_EXISTS","message":"无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥"}"#,
            9,
            "public_key_id",
        ),
        (
            403,
            r#"{"code":"NOT_ENOUGH","message":"平台证书已过期失效，请联系微信支付技术支持。"}"#,
            5,
            "public key",
        ),
        (
            401,
            r#"{"code":"SIGN_ERROR","message":"商户未设置APIv3密钥。"}"#,
            5,
            "set the APIv3 key",
        ),
    ] {
        let (url, _requests) = server(vec![http(status, &[], body.as_bytes())]);
        let error = home
            .run(&format!("--json --base-url {url} download-certs -o out"))
            .failed(code);
        assert_eq!(error["http_status"], status);
        let found = error["hint"].as_str().unwrap();
        assert!(found.contains(hint), "{status}: {found}");
        assert!(!home.path("out").exists());
    }
}

#[test]
fn only_wechat_pays_own_certificate_vouches_for_its_next() {
    let home = home();
    root(&home, "root");
    leaf("new", "root", 99).make(&home);
    leaf("trusted", "root", 99).make(&home);
    let profile = home
        .read("merchant.toml")
        .replace("merchant-keys/certs", "none");
    home.write("merchant.toml", profile);
    let answer = listing(&home, &["new.pem"], &key_of(&home, "trusted.pem"));
    let (url, requests) = server(vec![answer]);
    let run = |options: &str| {
        home.run(&format!(
            "--json --base-url {url} download-certs -o out {options}"
        ))
    };
    // It is signed by what is not listed, so that something must vouch for it.
    let unknown = run("").failed(4);
    assert_eq!(unknown["kind"], "verification");
    let merchant = format!("{IDENTITY}/apiclient_cert.pem");
    let refused = run(&format!("-c {merchant}")).failed(3);
    assert!(refused["message"].as_str().unwrap().contains("merchant"));
    let refused = run(&format!("-c {IDENTITY}/apiclient_key.pem")).failed(3);
    assert!(refused["hint"].as_str().unwrap().contains("public_key_id"));
    assert!(!home.path("out").exists());
    leaf("other", "root", 99).make(&home);
    join(&home, &["other.pem", "trusted.pem"], "bundle");
    let report = run("-c bundle --first-use refuse").json();
    assert_eq!(report["trust"], "pinned");
    assert_eq!(
        requests.iter().take(2).count(),
        2,
        "the refused sent nothing"
    );
    // A merchant's certificate is not one of WeChat Pay's, whatever sealed it.
    home.write("mine.pem", home.read(&merchant));
    let key = home.read(&format!("{IDENTITY}/apiclient_key.pem"));
    let key = SigningKey::from_pem(read(&home, "mine.pem").serial_no().clone(), key.as_bytes());
    let (url, _requests) = server(vec![listing(&home, &["mine.pem"], &key.unwrap())]);
    let done = home.run(&format!("--json --base-url {url} download-certs -o mine"));
    let error = done.failed(4);
    assert!(
        error["message"].as_str().unwrap().contains("merchant's"),
        "{error}"
    );
    assert!(!home.path("mine").exists());
}
