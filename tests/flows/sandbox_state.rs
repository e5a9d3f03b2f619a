//! What the sandbox has answered, it still knows: after `kill -9`, on a full disk, when its files
//! are damaged.

use serde_json::Value;

use crate::home::{Home, text};
use crate::orders::{self, BATCH};
use crate::small_disk::SmallDisk;

const QUERY: &str = "--sandbox --json query --out-trade-no";

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
fn a_full_disk_is_wechats_system_error_and_loses_nothing() {
    let home = Home::new();
    let folder = home.path("disk");
    let Some(_mounted) = SmallDisk::mount(&folder, "size=2m") else {
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
    order("order-1").ok();
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
    let (number, said) = refused.expect("a full disk");
    assert!(said.contains("SYSTEM_ERROR"), "{said}");
    drop(filler);
    std::fs::remove_file(folder.join("filler")).unwrap();
    order(&format!("order-{number}")).ok();
    for number in 1..=number {
        let found = with(&format!("{QUERY} order-{number}")).json();
        assert_eq!(found["trade_state"], "NOTPAY");
    }
    drop(sandbox);
}

#[test]
fn a_damaged_sandbox_is_named_and_reset_keeps_what_was_damaged() {
    let home = Home::new();
    home.run("--sandbox query --out-trade-no order-1");
    let data = ".local/share/wechatpay/sandbox";
    // SQLite would repair the file from a log that is still there.
    for log in ["sandbox.db-wal", "sandbox.db-shm"] {
        let _ = std::fs::remove_file(home.path(&format!("{data}/{log}")));
    }
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
}
