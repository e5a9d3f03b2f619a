//! `init`: from what the merchant console exports to a profile that works, or to what must be fixed.

mod accounts;
mod answers;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use encoding_rs::GBK;
use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};
use serde_json::Value;

use crate::PATIENCE;
use crate::api::calls::start;
use crate::home::{Done, Home, IDENTITY, text};
use crate::terminal::Session;

const MCHID: &str = "1900000001";
const OTHER: &str = "1900000002";
const APPID: &str = "wx8888888888888888";
const APIV3_KEY: &str = "0123456789abcdefGHIJKLMNOPQRSTUV";
const ID: &str = "PUB_KEY_ID_0119000000012024101500000000000001";

/// A home with the key pairs of two merchants, and what the certificate tool makes of the first.
fn home() -> Home {
    let home = Home::new();
    home.shell(
        &format!(
            "mkdir m && cd m && openssl genrsa -out key.pem 2048 && openssl genrsa -out other.pem 2048 && \
             openssl req -x509 -new -key key.pem -out cert.pem -subj '/CN={MCHID}/O=Tenpay.com' -days 400 && \
             openssl req -x509 -new -key key.pem -out renewed.pem -subj /CN={MCHID} -days 500 && \
             openssl req -x509 -new -key other.pem -out other-cert.pem -subj /CN={OTHER} -days 400 && \
             openssl req -x509 -new -key other.pem -out platform.pem -subj '/CN=Tenpay.com sign' -days 400 && \
             openssl req -new -key key.pem -out request.csr -subj /CN={MCHID} && \
             openssl rsa -in other.pem -pubout -out pub_key.pem && \
             openssl rsa -in key.pem -traditional -out pkcs1.pem && \
             openssl pkcs8 -topk8 -in key.pem -passout pass:secret -out encrypted.pem && \
             openssl x509 -in cert.pem -outform DER -out cert.der && \
             openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass:{MCHID} -out good.p12 && \
             openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass:hidden -out locked.p12"
        ),
    );
    let key = KeyPair::from_pem(&home.read("m/key.pem")).unwrap();
    let certificate = |issuer: &str, year: i32| {
        let mut params = CertificateParams::default();
        let name = &mut params.distinguished_name;
        name.push(DnType::OrganizationalUnitName, issuer);
        name.push(DnType::CommonName, MCHID);
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(year, 1, 1);
        params.self_signed(&key).unwrap().pem()
    };
    home.write("m/expired.pem", certificate("x", 2024));
    home.write("m/old.pem", certificate("MmpaymchCA", 2040));
    home.shell(
        &format!(
            "cd m && openssl pkcs12 -export -inkey key.pem -in old.pem -passout pass:{MCHID} -out v2.p12"
        ),
    );
    home.write("apiv3", format!("{APIV3_KEY}\n"));
    home
}

/// Makes a folder of files of `m`, each under a name.
fn folder(home: &Home, name: &str, files: &[(&str, &str)]) {
    for (from, to) in files {
        let to = home.path(&format!("{name}/{to}"));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(home.path(&format!("m/{from}")), to).unwrap();
    }
}

/// Runs it on an account with all answers, and sends nothing.
fn init(home: &Home, options: &str) -> Done {
    home.run(&format!(
        "--json --no-input init --offline --appid {APPID} --apiv3-key-file apiv3 {options}"
    ))
}

/// The files below a folder, by path, with their modes.
fn tree(folder: &Path) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        if path.is_dir() {
            found.extend(tree(&path));
        }
        found.push((path.display().to_string(), mode));
    }
    found.sort();
    found
}

/// What a home has besides the material.
fn written(home: &Home) -> Vec<(String, u32)> {
    let mut all = tree(&home.path("."));
    all.retain(|(path, _)| path.contains("merchant.toml") || path.contains("/keys"));
    all
}

/// openssl's word that key and certificate of a profile are a pair.
fn is_pair(home: &Home, keys: &str) -> bool {
    let modulus =
        |command: &str| home.shell(&format!("cd {keys} && openssl {command} -noout -modulus"));
    modulus("rsa -in apiclient_key.pem") == modulus("x509 -in apiclient_cert.pem")
}

/// A `secret-tool` that keeps entries in files, and waits in `store` once a file `wait` exists. An
/// argument that holds a secret, and a secret variable, end it.
const SECRET_TOOL: &str = r#"#!/bin/sh
case "$*" in *0123456789abcdef*|*BEGIN*) exit 99;; esac
[ -z "$WECHATPAY_APIV3_KEY" ] || exit 98
action=$1
for name; do :; done
entry="$HOME/ring/$(printf %s "$name" | tr / _)"
case $action in
    lookup)
        [ ! -e "$HOME/locked" ] || { echo "secret-tool: Cannot get secret of a locked object" >&2; exit 1; }
        [ -e "$entry" ] || exit 1
        cat "$entry";;
    store)
        if [ -e "$HOME/wait" ]; then echo $$ > "$HOME/waiting"; exec sleep 3600; fi
        cat > "$entry";;
    clear) rm -f "$entry";;
esac
"#;

/// A home with an account `a` and the stand-in for `secret-tool`.
fn home_with_keyring() -> Home {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    fs::create_dir(home.path("ring")).unwrap();
    fs::create_dir(home.path("bin")).unwrap();
    home.write("secret-tool", SECRET_TOOL);
    // What this process has open for writing, a program that another test starts has open, too,
    // until it begins, and cannot be run.
    home.shell(
        "cat secret-tool > bin/secret-tool && rm secret-tool && chmod 755 bin/secret-tool && git init -q .",
    );
    home
}

fn with_keyring(home: &Home, line: &str) -> Command {
    let mut command = home.command(line);
    let path = format!(
        "{}:{}",
        home.path("bin").display(),
        std::env::var("PATH").unwrap()
    );
    command.env("PATH", path);
    command
}

#[test]
fn a_profile_is_added_to_a_file_that_keeps_its_comments_and_its_default() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    folder(
        &home,
        "b",
        &[
            ("other.pem", "apiclient_key.pem"),
            ("other-cert.pem", "apiclient_cert.pem"),
        ],
    );
    let old = "# Ours.\r\n[profiles.shop] # the first\r\nmchid = \"1900000009\"\r\n";
    home.write("merchant.toml", old);
    home.shell("git init -q . && printf 'target\n/keys/' > .gitignore");
    init(&home, "a").json();
    let toml = home.read("merchant.toml");
    for kept in [
        "# Ours.",
        "[profiles.shop] # the first",
        "default_profile = \"shop\"",
        "[profiles.1900000001]",
    ] {
        assert!(toml.contains(kept), "{toml}");
    }
    assert!(!toml.replace("\r\n", "").contains('\n'), "{toml:?}");
    assert_eq!(home.read(".gitignore"), "target\n/keys/\n/merchant.toml\n");
    // Without an option, nothing is replaced, and the loser leaves nothing.
    let before = (toml, written(&home));
    let error = init(&home, "a").failed(3);
    assert!(text(&error, "hint").contains("--force"));
    assert_eq!((home.read("merchant.toml"), written(&home)), before);
    let report = init(&home, "b -p 1900000001 --force").json();
    assert_eq!(
        (&report["replaced"], text(&report, "mchid")),
        (&Value::from(true), OTHER)
    );
    let toml = home.read("merchant.toml");
    assert!(
        toml.contains("keys/1900000001-2/apiclient_key.pem")
            && !toml.contains(&format!("\"{MCHID}\"")),
        "{toml}"
    );
    // A private key can be exported only once.
    assert!(home.path("keys/1900000001/apiclient_key.pem").exists());
    assert_eq!(home.read(".gitignore").lines().count(), 3);
    let error = init(&home, "a -p ../x").failed(2);
    assert!(text(&error, "message").contains("../x"));
    home.write("merchant.toml", "[profiles.shop\n");
    assert!(text(&init(&home, "a").failed(3), "message").contains("merchant.toml:1"));
}

#[test]
fn what_a_link_leads_to_is_never_replaced_by_an_ignore_file_or_a_profile() {
    let home = home();
    folder(
        &home,
        "a",
        &[("key.pem", "key.pem"), ("cert.pem", "cert.pem")],
    );
    let links = "ln -s theirs .gitignore && ln -s nowhere gone.toml";
    home.shell(&format!("mkdir .git && echo mine > theirs && {links}"));
    let done = init(&home, "a");
    assert!(done.stderr.contains(".gitignore"), "{}", done.stderr);
    assert_eq!(done.json()["gitignore"], Value::Null);
    assert_eq!(home.read("theirs"), "mine\n");
    let is_link = |name: &str| home.path(name).symlink_metadata().unwrap().is_symlink();
    assert!(is_link(".gitignore"));
    // It is not a change by another program, after which a second run would help.
    let error = init(&home, "a --config gone.toml").failed(3);
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("cannot read gone.toml"), "{error}");
    assert!(is_link("gone.toml") && !home.path("nowhere").exists());
}

#[test]
fn of_several_that_run_at_once_one_writes_and_the_others_leave_nothing() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    for round in 0..2 {
        let line = format!(
            "--no-input init a -p shop{round} --offline --appid {APPID} --apiv3-key-file apiv3"
        );
        let start = |_| {
            let mut command = home.command(&line);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().unwrap()
        };
        let children: Vec<_> = (0..6).map(start).collect();
        let codes: Vec<_> = children
            .into_iter()
            .map(|mut child| child.wait().unwrap().code())
            .collect();
        assert_eq!(
            codes.iter().filter(|code| **code == Some(0)).count(),
            1,
            "{codes:?}"
        );
        assert!(
            codes.iter().all(|code| matches!(code, Some(0 | 3))),
            "{codes:?}"
        );
        let folders: Vec<_> = fs::read_dir(home.path("keys")).unwrap().collect();
        assert_eq!(folders.len(), round + 1, "{folders:?}");
    }
    let toml = home.read("merchant.toml");
    assert_eq!(toml.matches("[profiles.").count(), 2, "{toml}");
}

#[test]
fn the_apiv3_key_is_proved_and_the_profile_works_at_once() {
    let home = Home::new();
    let sandbox = start(&home, "certificate");
    fs::remove_file(home.path("merchant.toml")).unwrap();
    let url = sandbox.url();
    fs::create_dir(home.path("a")).unwrap();
    for name in ["apiclient_key.pem", "apiclient_cert.pem"] {
        fs::copy(
            home.path(&format!("{IDENTITY}/{name}")),
            home.path(&format!("a/{name}")),
        )
        .unwrap();
    }
    let key = fs::read_to_string(home.path(&format!("{IDENTITY}/apiv3_key"))).unwrap();
    home.write("wrong", APIV3_KEY);
    let identity = home.read(&format!("{IDENTITY}/identity.json"));
    let identity: Value = serde_json::from_str(&identity).unwrap();
    let appid = text(&identity, "appid");
    let line =
        format!("--base-url {url} --mp-base-url {url} --json --no-input init a --appid {appid}");
    let error = home
        .run(&format!("{line} --apiv3-key-file wrong"))
        .failed(3);
    assert!(text(&error, "message").contains("does not open"), "{error}");
    assert!(!home.path("merchant.toml").exists() && !home.path("keys").exists());
    let mut command = home.command(&line);
    let output = command
        .env("WECHATPAY_APIV3_KEY", key.trim())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(text(&report, "apiv3_key_check"), "verified");
    assert_eq!(report["healthy"], true, "{report}");
    let order = "--json create-order --openid oX --total 1 --description x --notify-url http://127.0.0.1:9/n";
    assert!(home.run(order).json()["prepay_id"].is_string());
    // The sandbox's own merchant needs no answer.
    let report = home.run("--sandbox --json init --config own.toml").json();
    assert_eq!(
        (text(&report, "profile"), &report["healthy"]),
        ("sandbox", &Value::from(true))
    );
    assert_eq!(
        home.run("--config own.toml --json doctor").json()["healthy"],
        true
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_run_that_was_killed_leaves_nothing_that_git_sees_or_that_stays() {
    let home = home_with_keyring();
    home.write("wait", "");
    let line = format!(
        "--no-input init a -p shop --offline --appid {APPID} --apiv3-key-file apiv3 --apiv3-key-in keyring"
    );
    let mut killed = with_keyring(&home, &line).spawn().unwrap();
    let end = std::time::Instant::now() + PATIENCE;
    let waiting = loop {
        assert!(
            std::time::Instant::now() < end,
            "secret-tool was not called"
        );
        match fs::read_to_string(home.path("waiting")) {
            Ok(id) if id.ends_with('\n') => break id,
            _ => std::thread::sleep(std::time::Duration::from_millis(10)),
        }
    };
    killed.kill().unwrap();
    killed.wait().unwrap();
    home.shell(&format!("kill {}; rm wait waiting", waiting.trim()));
    // The private key is there, and git does not see it.
    assert!(home.path("keys/shop/apiclient_key.pem").exists());
    assert!(!home.path("merchant.toml").exists());
    let seen = home.shell("git status --porcelain -uall");
    assert!(!seen.contains("keys/"), "{seen}");
    // A folder that another profile names is not a leftover, whatever mark it has.
    home.write(
        "other.toml",
        "[profiles.x]\nprivate_key = \"keys/x/apiclient_key.pem\"\n",
    );
    home.shell(
        "mkdir -p keys/x keys/y && printf other.toml > keys/x/.unfinished && touch keys/x/k keys/y/mine",
    );
    home.shell("mkdir keys/z && touch keys/z/..unfinished.a1B2c3.part");
    let again = with_keyring(&home, &line).output().unwrap();
    Done::of(&line, again).ok();
    let mut names: Vec<_> = fs::read_dir(home.path("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["shop", "x", "y"]);
    assert!(
        !home.path("keys/shop/.unfinished").exists() && !home.path("keys/x/.unfinished").exists()
    );
    assert!(is_pair(&home, "keys/shop"));
}

#[test]
fn what_a_replaced_profile_had_is_kept_or_named() {
    let home = home();
    folder(
        &home,
        "a",
        &[
            ("key.pem", "apiclient_key.pem"),
            ("cert.pem", "apiclient_cert.pem"),
        ],
    );
    init(&home, "a -p shop").json();
    let toml = home.read("merchant.toml");
    let more = "sub_mchid = \"1900000109\" # ours\nnotify_url = \"https://pay.example.com/n\"\np12_password = { env = \"P\" }\n";
    home.write("merchant.toml", format!("{toml}{more}"));
    home.shell("chmod 600 merchant.toml");
    let report = init(&home, "a -p shop --force --notify-url none").json();
    assert_eq!(report["kept"], serde_json::json!(["sub_mchid"]));
    assert_eq!(
        report["dropped"],
        serde_json::json!(["notify_url", "p12_password"])
    );
    assert!(
        home.read("merchant.toml")
            .contains("sub_mchid = \"1900000109\" # ours")
    );
}
