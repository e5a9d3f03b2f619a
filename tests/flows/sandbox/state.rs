//! What the sandbox has answered, it still knows: after `kill -9`, on a full disk, when its files
//! are damaged.

use std::process::Command;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::home::{Home, IDENTITY, Server, text};
use crate::orders::{self, BATCH};
use crate::service::eventually;
use crate::small_disk::SmallDisk;
use crate::target::Target;
use crate::wire;

const QUERY: &str = "--sandbox --json query --out-trade-no";

#[test]
fn the_profile_of_a_relative_data_folder_works_in_any_folder() {
    let home = Home::new();
    let _sandbox =
        home.start("sandbox --data relative --listen 127.0.0.1:0 --json --write-profile shop.toml");
    let elsewhere = home.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let mut command = home.command("--config ../shop.toml --json download-certs");
    let done = command.current_dir(&elsewhere).output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let profile = home.read("shop.toml");
    let absolute = format!("\"{}/", home.path("relative").display());
    let relative: Vec<_> = profile
        .lines()
        .filter(|line| line.contains("relative/") && !line.contains(&absolute))
        .collect();
    assert!(relative.is_empty(), "{relative:#?}");
}

#[test]
fn a_killed_sandbox_has_lost_nothing_that_it_answered() {
    let home = Home::new();
    let sandbox = orders::sandbox(&home);
    orders::orders(&home, 400);
    let mut batch = orders::start(&home, BATCH);
    orders::await_results(&home, &mut batch, 40);
    sandbox.signal("-9");
    drop(sandbox);
    batch.kill().unwrap();
    batch.wait().unwrap();
    let stored = orders::ledger(&home);
    let results = home.read("results.jsonl");
    let mut count = 0;
    // The last line may be half a line.
    for result in results
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        if result["state"] == "done" {
            let number = text(&result, "out_trade_no");
            assert!(stored.contains_key(number), "{number} is lost");
            count += 1;
        }
    }
    assert!(count >= 30, "{count} of {results}");
}

#[test]
fn a_notification_that_was_scheduled_before_the_clock_was_set_back_is_posted() {
    let home = Home::new();
    let runtime = Runtime::new().unwrap();
    let mut is_first = true;
    let app = Target::start(&runtime, move |_| {
        if std::mem::take(&mut is_first) {
            500
        } else {
            200
        }
    });
    let order = format!("--sandbox --trade-type native --notify-url {}", app.url());
    home.order("clock-1", &order);
    home.run("sandbox pay --attempts 1 clock-1");
    assert_eq!(app.seen().len(), 1);
    let path = home.path(".local/share/wechatpay/sandbox/sandbox.db");
    let ledger = rusqlite::Connection::open(path).unwrap();
    let later = "UPDATE delivery SET next_at = next_at + 3600000,
        document = json_set(document, '$.next_at', next_at + 3600000)";
    assert_eq!(ledger.execute(later, []), Ok(1));
    drop(ledger);
    let _sandbox = orders::sandbox(&home);
    eventually("it is posted", || (app.taken().len() == 1).then_some(()));
}

#[test]
fn a_full_disk_is_wechats_system_error_and_loses_nothing() {
    let home = Home::new();
    let folder = home.path("disk");
    let Some(_mounted) = SmallDisk::mount(&folder, "size=3m") else {
        return;
    };
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --data disk/data");
    let with = |args: &str| {
        let data = folder.join("data");
        home.run_with(args, ("WECHATPAY_SANDBOX_DATA", &data))
    };
    let order = |number: &str| {
        with(&format!(
            "--sandbox --json --retries 0 create-order --openid oX --total 1 --description x --out-trade-no {number}"
        ))
    };
    // Waits until all requests so far are in the log, or cannot be.
    let logged = || with("--json sandbox requests");
    order("order-1").ok();
    logged().ok();
    // Until not one more page fits.
    let mut filler = std::fs::File::create(folder.join("filler")).unwrap();
    while std::io::Write::write(&mut filler, &[0; 4096]).is_ok_and(|count| count > 0) {}
    let mut refused = None;
    for number in 2..40 {
        let done = order(&format!("order-{number}"));
        if done.code != Some(0) {
            refused = Some((number, done.stderr));
            break;
        }
    }
    let (number, body) = refused.expect("a full disk");
    assert!(body.contains("SYSTEM_ERROR"), "{body}");
    logged();
    drop(filler);
    std::fs::remove_file(folder.join("filler")).unwrap();
    order(&format!("order-{number}")).ok();
    for number in 1..=number {
        let found = with(&format!("{QUERY} order-{number}")).json();
        assert_eq!(found["trade_state"], "NOTPAY");
    }
    // The log says why, as long as it lasts, and when it is whole again.
    sandbox.signal("-INT");
    let (_, lines, _) = sandbox.end();
    let of = |schema: &str| {
        let schema = format!("wechatpay/{schema}/v1");
        lines.iter().filter(move |line| line["schema"] == *schema)
    };
    let failed: Vec<&str> = of("sandbox-request")
        .filter_map(|line| line["failure"].as_str())
        .collect();
    assert!(
        !failed.is_empty() && failed.iter().all(|why| why.contains("full")),
        "{lines:?}"
    );
    let log: Vec<&Value> = of("sandbox-log-failed").collect();
    assert!(!log.is_empty(), "{lines:?}");
    assert!(log.iter().all(|line| text(line, "reason").contains("full")));
    assert_eq!(of("sandbox-log-restored").count(), log.len(), "{lines:?}");
}

#[test]
fn a_browser_opens_the_page_of_a_sandbox_that_starts_or_runs() {
    let home = Home::new();
    let opened = home.path("opened");
    let script = format!("#!/bin/sh\necho \"$1\" >> '{}'\n", opened.display());
    for name in ["xdg-open", "browser"] {
        let file = home.path(&format!("bin/{name}"));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        home.write("script", &script);
        // What this process has open for writing, a program that another test starts has open, too,
        // until it begins, and cannot be run.
        let mut install = Command::new("install");
        install.args(["-m", "755"]).arg(home.path("script"));
        assert!(install.arg(&file).status().unwrap().success());
    }
    let path = format!("{}:{}", home.path("bin").display(), env!("PATH"));
    let command = |line: &str| {
        let mut command = home.command(line);
        command.env("PATH", &path).env("BROWSER", "browser");
        command
    };
    let visits = |count: usize| {
        eventually("a browser is started", || {
            let text = std::fs::read_to_string(&opened).unwrap_or_default();
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            (text.ends_with('\n') && lines.len() >= count).then_some(lines)
        })
    };
    let sandbox = Server::of(command(
        "--lang zh sandbox --listen 127.0.0.1:0 --json --open",
    ));
    let first = visits(1).remove(0);
    assert!(
        first.starts_with(&format!("{}/?token=", sandbox.url())),
        "{first}"
    );
    let token = text(&sandbox.first, "token");
    assert!(!first.contains(token), "{first}");
    // A language that was chosen is the page's; else the browser's own.
    assert!(first.ends_with("&lang=zh"), "{first}");
    let again = command("sandbox --open").output().unwrap();
    assert!(again.status.success(), "{again:?}");
    let second = visits(2).remove(1);
    assert!(first != second && !second.contains("lang="), "{second}");
    // Both open the page once.
    for url in [&first, &second] {
        let target = url.trim_start_matches(&sandbox.url()).to_owned();
        let get = || wire::send(&sandbox.address(), &wire::request("GET", &target, &[], b""));
        assert_eq!((get().status, get().status), (303, 403));
    }
}

#[test]
fn a_damaged_sandbox_is_named_and_reset_keeps_what_was_damaged() {
    let home = Home::new();
    home.run("--sandbox query --out-trade-no order-1");
    let data = ".local/share/wechatpay/sandbox";
    // The command has closed it: SQLite would repair the file from a log that is still there.
    assert!(!home.path(&format!("{data}/sandbox.db-wal")).exists());
    home.write(&format!("{data}/sandbox.db"), "x".repeat(9000));
    let error = home.run("sandbox export --json").failed(3);
    assert!(text(&error, "message").contains("sandbox.db"), "{error}");
    let done = home.run("sandbox reset --yes");
    assert!(
        done.stderr.contains("sandbox.db.damaged"),
        "{}",
        done.stderr
    );
    done.ok();
    assert_eq!(home.read(&format!("{data}/sandbox.db.damaged")).len(), 9000);
    home.run("--sandbox create-order --openid oX --total 1 --description x --out-trade-no order-1")
        .ok();

    // A server does not begin with pages that only some of its calls would need.
    let path = home.path(&format!("{data}/sandbox.db"));
    let mut pages = std::fs::read(&path).unwrap();
    pages[8192..].fill(b'x');
    std::fs::write(&path, &pages).unwrap();
    let stderr = home.run("sandbox --listen 127.0.0.1:0").fails_with(3);
    assert!(stderr.contains("sandbox reset"), "{stderr}");
    home.run("sandbox reset --yes").ok();
    let kept = std::fs::read(home.path(&format!("{data}/sandbox.db.damaged.2"))).unwrap();
    assert!(kept == pages);

    // Of what remains of an identity, nothing is replaced.
    let identity = home.path(&format!("{data}/identity"));
    std::fs::remove_file(identity.join("identity.json")).unwrap();
    let stderr = home
        .run("sandbox --listen 127.0.0.1:0 --lang zh")
        .fails_with(3);
    assert!(
        stderr.contains("identity.json") && stderr.contains("该文件不存在"),
        "{stderr}"
    );
    assert!(identity.join("apiclient_key.pem").exists());
}

#[test]
fn a_running_sandbox_says_once_what_to_do_about_a_log_that_was_overwritten() {
    let home = Home::new();
    let out = home.path("sandbox.err");
    let stderr = std::fs::File::create(&out).unwrap();
    let mut sandbox = home
        .command("sandbox --json --listen 127.0.0.1:0")
        .stderr(stderr)
        .stdout(std::fs::File::create(home.path("sandbox.out")).unwrap())
        .spawn()
        .unwrap();
    eventually("it listens", || {
        home.read("sandbox.out").contains("listening").then_some(())
    });
    home.run("--sandbox create-order --openid oX --total 1 --description x --out-trade-no order-1")
        .ok();
    let log = ".local/share/wechatpay/sandbox/sandbox.db-wal";
    home.write(log, "x".repeat(9000));
    for _ in 0..2 {
        home.run("--sandbox query order-1 --retries 0")
            .fails_with(6);
    }
    for line in ["sandbox pay order-1", "sandbox export"] {
        let stderr = home.run(line).fails_with(3);
        assert!(
            stderr.contains("sandbox.db-wal") && stderr.contains("`wechatpay sandbox reset`"),
            "{line}: {stderr}"
        );
    }
    let stderr = eventually("it says what to do", || {
        let stderr = home.read("sandbox.err");
        let requests = home.read("sandbox.out").matches("SYSTEM_ERROR").count();
        (requests >= 2 && stderr.contains("sandbox reset")).then_some(stderr)
    });
    assert_eq!(stderr.matches("sandbox reset").count(), 1, "{stderr}");
    sandbox.kill().unwrap();
    sandbox.wait().unwrap();
}

#[test]
fn a_clock_outside_of_a_certificates_validity_is_named_and_stops_nothing() {
    let home = Home::new();
    home.run("sandbox merchants").ok();
    let identity = home.path(IDENTITY);
    let key = std::fs::read_to_string(identity.join("platform_key.pem")).unwrap();
    let mut certificate = CertificateParams::default();
    certificate.not_before = date_time_ymd(2020, 1, 1);
    certificate.not_after = date_time_ymd(2025, 1, 1);
    let certificate = certificate.self_signed(&KeyPair::from_pem(&key).unwrap());
    let path = identity.join("platform_cert.pem");
    std::fs::write(&path, certificate.unwrap().pem()).unwrap();
    let sandbox = home.start("sandbox --json --listen 127.0.0.1:0");
    home.run("sandbox rotate").ok();
    home.run("--sandbox download-certs").ok();
    sandbox.signal("-INT");
    let (_, _, stderr) = sandbox.end();
    assert!(
        stderr.contains("valid from 2020-01-01T08:00:00+08:00"),
        "{stderr}"
    );
    assert!(stderr.contains("`wechatpay sandbox rotate`"), "{stderr}");
}
