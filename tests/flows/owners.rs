//! Files that others control: what they say is neither run nor trusted.

#![cfg(unix)]

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown};
use std::path::Path;
use std::process::Command;

use crate::home::{Home, skipped};

const PREPAY_ID: &str = "wx201410272009395522657a690389285100";
const OTHER: u32 = 4242;

/// A home with a shop whose secrets come from commands, which leave a trace.
fn shop() -> Home {
    let home = Home::new();
    std::fs::create_dir(home.path("shop")).unwrap();
    let made = Command::new("openssl")
        .args(["genrsa", "-out", "key.pem", "2048"])
        .current_dir(home.path("shop"))
        .output()
        .unwrap();
    assert!(made.status.success());
    write_profile(&home, "{ command = \"touch RAN; cat shop/key.pem\" }");
    home
}

fn write_profile(home: &Home, private_key: &str) {
    let profile = format!(
        "[profiles.shop]\nmchid = \"1900000001\"\nappid = \"wx8888888888888888\"\nserial_no = \"AB\"\n\
         private_key = {private_key}\nplatform_certs = \"certs\"\n\
         apiv3_key = {{ command = \"touch RAN; echo 0123456789abcdef0123456789abcdef\" }}\n"
    );
    home.write("shop/merchant.toml", profile);
    set_mode(&home.path("shop/merchant.toml"), 0o600);
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Only root can give files away.
fn is_root(home: &Home) -> bool {
    let is_root = home.path(".").metadata().unwrap().uid() == 0;
    if !is_root {
        skipped("root, to give files to another user");
    }
    is_root
}

fn pay_params(home: &Home, options: &str) -> crate::home::Done {
    home.run(&format!(
        "{options} --json --config shop/merchant.toml pay-params {PREPAY_ID}"
    ))
}

#[test]
fn no_command_runs_what_another_user_s_profile_says() {
    let home = shop();
    if !is_root(&home) {
        return;
    }
    assert_eq!(pay_params(&home, "").code, Some(0));
    std::fs::remove_file(home.path("RAN")).unwrap();
    for foreign in ["shop", "shop/merchant.toml"] {
        chown(home.path(foreign), Some(OTHER), None).unwrap();
        for command in [
            &format!("pay-params {PREPAY_ID}"),
            "query --out-trade-no 1234567",
            "profile list",
            "profile show",
            "openid code",
            "download-certs",
            "create-order --openid o --total 1 --description x",
            "serve-notify --listen 127.0.0.1:0",
        ] {
            for config in ["", "--config merchant.toml"] {
                let mut run = home.command(&format!("--json {config} {command}"));
                let done = run.current_dir(home.path("shop")).output().unwrap();
                let stderr = String::from_utf8(done.stderr).unwrap();
                assert_eq!(done.status.code(), Some(3), "{command}: {stderr}");
                assert!(stderr.contains("4242"), "{command}: {stderr}");
                assert!(
                    stderr.contains("WECHATPAY_TRUST_FOLDERS="),
                    "{command}: {stderr}"
                );
            }
        }
        let report = home
            .run("--json --config shop/merchant.toml doctor")
            .reports(8);
        assert_eq!(report["checks"][0]["status"], "failed");
        assert!(!home.path("RAN").exists() && !home.path("shop/RAN").exists());
        chown(home.path(foreign), Some(0), None).unwrap();
    }
}

#[test]
fn what_others_may_write_to_is_refused_unless_the_folder_is_trusted() {
    let home = shop();
    if !is_root(&home) {
        return;
    }
    let folder = home.path("shop");
    set_mode(&folder, 0o777);
    let error = pay_params(&home, "").failed(3);
    let hint = error["hint"].as_str().unwrap();
    assert!(
        error["message"].as_str().unwrap().contains("777"),
        "{error}"
    );
    assert!(
        hint.contains("chmod go-w") && hint.contains("--trust-folder"),
        "{hint}"
    );
    assert!(!home.path("RAN").exists());
    assert_eq!(pay_params(&home, "--trust-folder shop").code, Some(0));
    let mut listed = home.command("--config shop/merchant.toml profile list");
    listed.env("WECHATPAY_TRUST_FOLDERS", &folder);
    assert!(listed.output().unwrap().status.success());
    listed.env("WECHATPAY_TRUST_FOLDERS", "");
    assert_eq!(listed.output().unwrap().status.code(), Some(3));
    // In a sticky folder as /tmp, no one can replace another's file.
    set_mode(&folder, 0o1777);
    assert_eq!(pay_params(&home, "").code, Some(0));
    set_mode(&folder, 0o755);
    set_mode(&home.path("shop/merchant.toml"), 0o622);
    pay_params(&home, "").failed(3);
    set_mode(&home.path("shop/merchant.toml"), 0o600);
    // Root's own group is writable by root alone; another's is not.
    set_mode(&folder, 0o775);
    chown(&folder, None, Some(OTHER)).unwrap();
    pay_params(&home, "").failed(3);
    chown(&folder, None, Some(0)).unwrap();
    set_mode(&folder, 0o755);
    // A link is as good as who made it.
    std::os::unix::fs::symlink(&folder, home.path("link")).unwrap();
    let linked = "--json --config link/merchant.toml profile list";
    assert_eq!(home.run(linked).code, Some(0));
    lchown(home.path("link"), Some(OTHER), None).unwrap();
    home.run(linked).failed(3);
    // Who ran sudo is trusted by root already.
    chown(&folder, Some(OTHER), None).unwrap();
    let mut sudo = home.command("--config shop/merchant.toml profile list");
    assert!(
        sudo.env("SUDO_UID", "4242")
            .output()
            .unwrap()
            .status
            .success()
    );
}

#[test]
fn keys_and_certificates_of_another_user_are_refused_and_doctor_names_them() {
    let home = shop();
    if !is_root(&home) {
        return;
    }
    write_profile(&home, "\"key.pem\"");
    set_mode(&home.path("shop/key.pem"), 0o600);
    std::fs::create_dir(home.path("shop/certs")).unwrap();
    assert_eq!(pay_params(&home, "").code, Some(0));
    for (foreign, check) in [("key.pem", "private-key"), ("certs", "platform-keys")] {
        let path = home.path("shop").join(foreign);
        chown(&path, Some(OTHER), None).unwrap();
        let done = home.run("--json --config shop/merchant.toml doctor --offline");
        let report = done.reports(8);
        let checks = report["checks"].as_array().unwrap();
        let of = |name: &str| checks.iter().find(|check| check["name"] == name).unwrap();
        assert_eq!(of("file-owners")["status"], "failed", "{report}");
        let message = of("file-owners")["message"].as_str().unwrap();
        assert!(
            message.contains(foreign) && message.contains("4242"),
            "{message}"
        );
        assert_eq!(of(check)["status"], "skipped", "{report}");
        chown(&path, Some(0), None).unwrap();
    }
    chown(home.path("shop/key.pem"), Some(OTHER), None).unwrap();
    pay_params(&home, "").failed(3);
    chown(home.path("shop/key.pem"), Some(0), None).unwrap();
    chown(home.path("shop/certs"), Some(OTHER), None).unwrap();
    let query = "--json --config shop/merchant.toml query --out-trade-no 1234567";
    home.run(query).failed(3);
    let pin = "--json --config shop/merchant.toml download-certs -o out -c shop/certs";
    home.run(pin).failed(3);
}

#[test]
fn a_user_s_own_files_are_used() {
    let home = shop();
    if !is_root(&home) {
        return;
    }
    for path in [".", "shop", "shop/merchant.toml", "shop/key.pem"] {
        chown(home.path(path), Some(OTHER), Some(OTHER)).unwrap();
    }
    let done = Command::new("setpriv")
        .args(["--reuid", "4242", "--regid", "4242", "--clear-groups"])
        .arg(env!("CARGO_BIN_EXE_wechatpay"))
        .args(["--config", "shop/merchant.toml", "pay-params", PREPAY_ID])
        .env("HOME", home.path("."))
        .current_dir(home.path("."))
        .output();
    match done {
        Ok(done) if !matches!(done.status.code(), Some(126 | 127)) => {
            let stderr = String::from_utf8(done.stderr).unwrap();
            assert!(done.status.success(), "{stderr}");
        }
        _ => skipped("setpriv, or a program that other users can run"),
    }
}
