//! Many processes on one data folder at once.

use std::process::{Command, Stdio};

use crate::home::{Home, IDENTITY, files, read};

fn start_all(commands: Vec<Command>) -> Vec<std::process::Output> {
    let children: Vec<_> = commands
        .into_iter()
        .map(|mut command| {
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let each = children.into_iter();
    each.map(|child| child.wait_with_output().unwrap())
        .collect()
}

#[test]
fn two_that_mint_a_merchant_at_once_get_the_same() {
    let home = Home::new();
    let show = "--sandbox --json profile show";
    let outputs = start_all((0..4).map(|_| home.command(show)).collect());
    let profiles: Vec<_> = outputs
        .iter()
        .map(|output| read(std::str::from_utf8(&output.stdout).unwrap())["fields"].take())
        .collect();
    assert!(profiles.iter().all(|fields| *fields == profiles[0]));
    let minted = files(&home.path(IDENTITY));
    home.run("--sandbox download-certs -o certs").ok();
    assert_eq!(files(&home.path(IDENTITY)), minted);
}

#[test]
#[cfg(unix)]
fn a_limit_of_the_size_of_files_is_an_error_and_not_the_end_without_a_word() {
    let home = Home::new();
    let limited = |line: &str| {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "ulimit -f 1; exec \"$0\" \"$@\""])
            .arg(env!("CARGO_BIN_EXE_wechatpay"))
            .args(line.split_whitespace())
            .env_clear()
            .env("HOME", home.path(""))
            .current_dir(home.path(""));
        let output = shell.output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{line}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let stderr = limited("sandbox merchants");
    assert!(
        stderr.contains(".pem") && stderr.contains("`ulimit -f`"),
        "{stderr}"
    );
    home.run("sandbox merchants").ok();
    limited("--sandbox create-order --openid oX --total 1 --description x");
    home.run("--sandbox serve-notify --listen 127.0.0.1:0 --store inbox.db --for 1s")
        .ok();
    // SQLite only says that something could not be written.
    for (lang, help) in [("en", "raise the limit"), ("zh", "请提高限制")] {
        for (command, file) in [
            ("--sandbox query order-0001", "sandbox.db"),
            ("events list --store inbox.db", "inbox.db"),
        ] {
            let stderr = limited(&format!("--lang {lang} {command}"));
            let is_named = stderr.contains(file) && stderr.contains("`ulimit -f`");
            assert!(is_named && stderr.contains(help), "{stderr}");
        }
    }
    assert!(home.run("sandbox export").ok().contains("\"orders\""));
}

#[test]
fn orders_placed_at_once_are_all_kept() {
    let home = Home::new();
    let order = |number: usize| {
        home.command(&format!(
            "--sandbox --json create-order --openid oX --total 1 --description x --out-trade-no order-{number}"
        ))
    };
    let outputs = start_all((0..8).map(order).collect());
    for output in &outputs {
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{stderr}");
    }
    for number in 0..8 {
        assert_eq!(
            home.state("--sandbox", &format!("order-{number}")),
            "NOTPAY"
        );
    }
}

#[test]
fn the_same_order_placed_at_once_is_one_order() {
    let home = Home::new();
    home.run("--sandbox profile show").ok();
    let order = "--sandbox --json create-order --openid oX --total 1 --description x --out-trade-no order-1";
    let outputs = start_all((0..4).map(|_| home.command(order)).collect());
    let ids: Vec<_> = outputs
        .iter()
        .map(|output| read(std::str::from_utf8(&output.stdout).unwrap())["prepay_id"].take())
        .collect();
    assert!(ids[0].is_string() && ids.iter().all(|id| *id == ids[0]));
}

#[test]
fn a_second_sandbox_on_one_folder_is_reported_where_the_first_is() {
    let home = Home::new();
    let first = home.start("sandbox --listen 127.0.0.1:0 --json");
    let second = home.run("sandbox --listen 127.0.0.1:0 --json");
    let error = second.failed(3);
    assert!(error["message"].as_str().unwrap().contains(&first.url()));
    first.signal("-TERM");
    assert_eq!(first.end().0, Some(143));
    // Its end gives the folder free.
    let third = home.start("sandbox --listen 127.0.0.1:0 --json");
    third.signal("-INT");
    assert_eq!(third.end().0, Some(130));
}
