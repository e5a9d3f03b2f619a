//! Batches whose input, results or journal change, between runs and while one runs: never two
//! orders for a line, never a wrong "done", and a way to go on.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::process::Child;

use serde_json::{Value, json};

use crate::home::{Home, Server, read, text};
use crate::orders::{await_results, ledger, one_order_a_line, orders, results, sandbox, start};
use crate::small_disk::SmallDisk;

const BATCH: &str = "--sandbox --json create-order --batch orders.jsonl -o results.jsonl";
const LINES: usize = 40;

/// Starts a batch that sends this many lines a second.
fn running(home: &Home, rate: u32) -> Child {
    orders(home, LINES);
    let mut child = start(home, &format!("{BATCH} --rate {rate}"));
    await_results(home, &mut child, 2);
    child
}

/// Ends a batch and returns its code and what it printed, or its error.
fn ended(child: Child) -> (Option<i32>, Value) {
    let output = child.wait_with_output().unwrap();
    if output.stdout.is_empty() {
        let error = read(std::str::from_utf8(&output.stderr).unwrap())["error"].take();
        (output.status.code(), error)
    } else {
        let shown = read(std::str::from_utf8(&output.stdout).unwrap());
        (output.status.code(), shown)
    }
}

/// A batch that ended half-way.
fn half_way() -> (Home, Server) {
    let home = Home::new();
    let server = sandbox(&home);
    let mut child = running(&home, 1);
    child.kill().unwrap();
    child.wait().unwrap();
    // What was under way is done, or never will be.
    drop(server);
    let server = sandbox(&home);
    (home, server)
}

fn new_line() -> String {
    json!({"openid": "oX", "total": 999, "description": "x"}).to_string() + "\n"
}

#[test]
fn an_input_that_changes_while_its_batch_runs_is_worked_off_as_it_was_read() {
    type Edit = fn(&Home, &str);
    let edits: [Edit; 6] = [
        |home, input| home.write("orders.jsonl", new_line() + input),
        |home, input| {
            home.write("other", new_line() + input);
            std::fs::rename(home.path("other"), home.path("orders.jsonl")).unwrap();
        },
        |home, input| {
            let (_, rest) = input.split_once('\n').unwrap();
            home.write("orders.jsonl", rest);
        },
        |home, _| home.write("orders.jsonl", ""),
        |home, input| home.write("orders.jsonl", input.replace("\"total\":4", "\"total\":5")),
        |home, _| std::fs::remove_file(home.path("orders.jsonl")).unwrap(),
    ];
    for edit in edits {
        let home = Home::new();
        let _sandbox = sandbox(&home);
        let child = running(&home, 20);
        edit(&home, &home.read("orders.jsonl"));
        let (code, summary) = ended(child);
        assert_eq!(code, Some(0), "{summary}");
        for (name, count) in [("total", LINES), ("done", LINES), ("left", 0)] {
            assert_eq!(summary[name], count, "{summary}");
        }
        one_order_a_line(&home, LINES);
        // The changed input is not the batch's; the one that was read is beside the results.
        assert_eq!(home.run(BATCH).code, Some(3));
        let first = BATCH.replace("orders.jsonl", "results.jsonl.input");
        assert_eq!(home.run(&first).json()["skipped"], LINES);
        one_order_a_line(&home, LINES);
    }
}

#[test]
fn an_input_that_was_changed_between_two_runs_is_refused_with_the_line_and_a_way_to_go_on() {
    let (home, _sandbox) = half_way();
    let input = home.read("orders.jsonl");
    let (first, rest) = input.split_once('\n').unwrap();
    let (second, rest) = rest.split_once('\n').unwrap();
    let cases = [
        (new_line() + &input, "line 1 is not the same"),
        (
            format!("{first}\n{}{second}\n{rest}", new_line()),
            "line 2 is not the same",
        ),
        (
            format!("{second}\n{first}\n{rest}"),
            "line 1 is not the same",
        ),
        (format!("{first}\n{rest}"), "line 2 is not the same"),
        (
            input.replace("\"total\":7,", "\"total\":8,"),
            "line 7 is not the same",
        ),
        (
            input.clone() + &new_line() + &new_line(),
            "lines were added at its end: 2",
        ),
        (
            format!("{first}\n{second}\n"),
            "lines are missing at its end: 38",
        ),
    ];
    let made = ledger(&home);
    for (changed, what) in cases {
        home.write("orders.jsonl", &changed);
        let error = home.run(BATCH).failed(3);
        let message = text(&error, "message");
        assert!(
            message.contains("orders.jsonl is not the input"),
            "{message}"
        );
        assert!(message.contains(what), "{message}");
        let hint = text(&error, "hint");
        assert!(hint.contains("--batch results.jsonl.input"), "{hint}");
        let stdin = home.pipe(&BATCH.replace("orders.jsonl", "-"), &changed);
        assert!(text(&stdin.failed(3), "message").contains(what));
    }
    let stderr = home.run(&format!("--lang zh {}", BATCH.replace("--json ", "")));
    let stderr = stderr.fails_with(3);
    assert!(stderr.contains("末尾缺少 38 行"), "{stderr}");
    assert!(stderr.contains("首次的输入保存在"), "{stderr}");
    assert_eq!(ledger(&home), made, "nothing was sent");
    // Without the copy, it is refused all the same; the input as it was brings the copy back.
    let copy = home.read("results.jsonl.input");
    home.write("results.jsonl.input", "{}\n");
    let error = home.run(BATCH).failed(3);
    assert!(
        text(&error, "hint").contains("put the input back"),
        "{error}"
    );
    std::fs::remove_file(home.path("results.jsonl.input")).unwrap();
    home.run(BATCH).failed(3);
    let other = home.pipe(&BATCH.replace("orders.jsonl", "- --goods-tag G"), &input);
    assert!(text(&other.failed(3), "message").contains("other options"));
    home.pipe(&BATCH.replace("orders.jsonl", "-"), &input)
        .json();
    assert_eq!(home.read("results.jsonl.input"), copy);
    one_order_a_line(&home, LINES);
}

#[test]
fn results_that_were_edited_are_refused_and_lines_that_are_gone_are_sent_with_their_numbers() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 6);
    home.run(BATCH).json();
    let (made, written) = (ledger(&home), home.read("results.jsonl"));
    let of_line = |line: u64| {
        let found = written.lines().position(|text| read(text)["line"] == line);
        found.unwrap()
    };
    for (from, to) in [
        ("\"line\":3,", "\"line\":5,"),
        (
            "\"line\":3,\"state\":\"done\"",
            "\"line\":3,\"state\":\"failed\"",
        ),
        ("\"prepay_id\":\"wx", "\"prepay_id\":\"wy"),
        ("\"check\":\"", "\"check\":\"0"),
    ] {
        assert!(written.contains(from), "{written}");
        home.write("results.jsonl", written.replacen(from, to, 1));
        let error = home.run(BATCH).failed(3);
        let message = text(&error, "message");
        assert!(
            message.contains("of results.jsonl was changed"),
            "{message}"
        );
        assert!(
            text(&error, "hint").contains("take that line out"),
            "{error}"
        );
    }
    let other = written.replace(
        text(&results(&home)[&1], "batch"),
        "20260101000000abcdefghi",
    );
    home.write("results.jsonl", other);
    let error = home.run(BATCH).failed(3);
    let message = text(&error, "message");
    assert!(
        message.contains("of batch 20260101000000abcdefghi"),
        "{message}"
    );
    let lines: Vec<&str> = written.lines().collect();
    let without = |gone: usize| {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != gone);
        kept.map(|(_, line)| format!("{line}\n"))
            .collect::<String>()
    };
    let reversed: String = lines.iter().rev().map(|line| format!("{line}\n")).collect();
    let zeros = "\0".repeat(700) + "\n";
    for (changed, skipped) in [
        (without(of_line(3)), 5),
        (without(0) + lines[1] + "\n", 5),
        (reversed, 6),
        (written.trim_end().to_owned(), 6),
        (written[..written.len() - 9].to_owned(), 5),
        (zeros.clone() + &without(0), 5),
        (without(5) + &zeros[..700], 5),
        (String::new(), 0),
    ] {
        home.write("results.jsonl", &changed);
        let summary = home.run(BATCH).json();
        assert_eq!(
            (&summary["skipped"], &summary["done"]),
            (&json!(skipped), &json!(6))
        );
        assert_eq!(ledger(&home), made);
        one_order_a_line(&home, 6);
    }
    std::fs::remove_file(home.path("results.jsonl")).unwrap();
    home.run(BATCH).json();
    one_order_a_line(&home, 6);
    // Only a crash is repaired in passing, and that is said.
    home.write("results.jsonl", zeros + &without(0));
    let page = home.run(&BATCH.replace("--json ", ""));
    assert!(
        page.stderr.contains("1 damaged lines were removed"),
        "{}",
        page.stderr
    );
}

#[test]
fn a_journal_that_was_changed_is_refused_and_one_that_was_torn_is_not() {
    let (home, _sandbox) = half_way();
    let (made, journal) = (ledger(&home), home.read("results.jsonl.journal"));
    let name = text(&read(journal.lines().next().unwrap()), "batch").to_owned();
    for changed in [
        journal.replacen(&name, "20260101000000abcdefghi", 1),
        journal.replacen("\"lines\":40", "\"lines\":41", 1),
        journal[1..].to_owned(),
        "{}\n".to_owned(),
        String::new(),
    ] {
        home.write("results.jsonl.journal", &changed);
        let error = home.run(BATCH).failed(3);
        let message = format!("{} {}", text(&error, "message"), text(&error, "hint"));
        assert!(message.contains("results.jsonl.journal"), "{message}");
        // Also where no result was written yet.
        let written = home.read("results.jsonl");
        home.write("results.jsonl", "");
        home.run(BATCH).failed(3);
        home.write("results.jsonl", written);
    }
    // Nor does a batch begin again whose results and journal are both gone.
    let written = home.read("results.jsonl");
    std::fs::remove_file(home.path("results.jsonl")).unwrap();
    for lost in [Some(""), Some(&journal[..40]), None] {
        match lost {
            Some(text) => home.write("results.jsonl.journal", text),
            None => std::fs::remove_file(home.path("results.jsonl.journal")).unwrap(),
        }
        let error = home.run(BATCH).failed(3);
        let message = text(&error, "message");
        assert!(
            message.contains("results.jsonl.input is the input"),
            "{message}"
        );
        let hint = text(&error, "hint");
        assert!(hint.contains("remove results.jsonl.input"), "{hint}");
    }
    home.write("results.jsonl", written);
    assert_eq!(ledger(&home), made, "nothing was sent");
    home.write("results.jsonl.journal", journal + &"\0".repeat(9000));
    home.run(BATCH).json();
    one_order_a_line(&home, LINES);
}

#[test]
fn an_order_that_a_run_elsewhere_has_made_is_not_called_refused() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 3);
    home.run(BATCH).json();
    // As in a copy of the folder from before the moments were written.
    let journal = home.read("results.jsonl.journal");
    let header = journal.lines().next().unwrap().to_owned();
    home.write("results.jsonl.journal", header + "\n");
    home.write("results.jsonl", "");
    while home.run(BATCH).code == Some(0) {
        // The second must be another one.
        std::thread::sleep(std::time::Duration::from_millis(500));
        home.write("results.jsonl", "");
        let journal = home.read("results.jsonl.journal");
        let header = journal.lines().next().unwrap().to_owned();
        home.write("results.jsonl.journal", header + "\n");
    }
    let results = results(&home);
    let unknown = results.values().find(|line| line["state"] == "unknown");
    let hint = text(&unknown.unwrap()["error"], "hint");
    assert!(hint.contains("do not order this line again"), "{hint}");
    assert!(results.values().all(|line| line["state"] != "failed"));
    assert_eq!(ledger(&home).len(), 3);
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_lines_of_their_own() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let table = "openid,total,description\roX,1,x\roX,2,x\roX,3,x\r";
    home.write("orders.jsonl", table);
    for _ in 0..2 {
        let summary = home.run(BATCH).json();
        assert_eq!(
            (&summary["total"], &summary["done"]),
            (&json!(3), &json!(3))
        );
        one_order_a_line(&home, 3);
    }
}

#[test]
fn a_journal_of_another_batch_does_not_name_this_ones_lines() {
    let (home, _sandbox) = half_way();
    let made = ledger(&home);
    orders(&home, 3);
    let other = BATCH.replace("results.jsonl", "other.jsonl");
    home.run(&other).json();
    let journal = home.read("results.jsonl.journal");
    home.write("results.jsonl.journal", home.read("other.jsonl.journal"));
    let error = home.run(BATCH).failed(3);
    let name = |journal: &str| {
        let header = read(journal.lines().next().unwrap());
        text(&header, "batch").to_owned()
    };
    for journal in [&journal, &home.read("other.jsonl.journal")] {
        let message = text(&error, "message");
        assert!(message.contains(&name(journal)), "{message}");
    }
    // Without these lines, each would become a second order.
    let hint = text(&error, "hint");
    assert!(hint.contains("do not remove the lines"), "{hint}");
    assert!(!hint.contains("take that line out"), "{hint}");
    home.write("results.jsonl.journal", journal);
    let resumed = BATCH.replace("orders.jsonl", "results.jsonl.input");
    home.run(&resumed).json();
    assert_eq!(ledger(&home).len(), 3 + LINES);
    assert!(made.keys().all(|number| ledger(&home).contains_key(number)));
}

#[test]
fn files_that_are_changed_while_the_batch_runs_end_it_and_the_same_command_goes_on() {
    type Edit = fn(&Home);
    let edits: [(&str, Edit); 6] = [
        ("results.jsonl was removed", |home| {
            std::fs::remove_file(home.path("results.jsonl")).unwrap();
        }),
        ("results.jsonl was changed", |home| {
            home.write("results.jsonl", "");
        }),
        ("results.jsonl was changed", |home| {
            let mut options = std::fs::File::options();
            let path = home.path("results.jsonl");
            let mut file = options.append(true).open(path).unwrap();
            file.write_all(b"\n").unwrap();
        }),
        ("results.jsonl was replaced", |home| {
            home.write("other", "");
            std::fs::rename(home.path("other"), home.path("results.jsonl")).unwrap();
        }),
        ("results.jsonl.journal was removed", |home| {
            for name in ["results.jsonl.journal", "results.jsonl"] {
                std::fs::remove_file(home.path(name)).unwrap();
            }
        }),
        ("results.jsonl.journal was replaced", |home| {
            home.write("other", "x\n");
            std::fs::rename(home.path("other"), home.path("results.jsonl.journal")).unwrap();
        }),
    ];
    for (expected, edit) in edits {
        let home = Home::new();
        let _sandbox = sandbox(&home);
        let child = running(&home, 1);
        edit(&home);
        let (code, error) = ended(child);
        assert_eq!(code, Some(3), "{expected}: {error}");
        assert!(text(&error, "message").contains(expected), "{error}");
        assert!(
            ledger(&home).len() < LINES,
            "{expected}: no more lines were sent"
        );
        // The advice is followed to the letter.
        let hint = text(&error, "hint");
        if let Some((from, to)) = hint
            .strip_prefix("move ")
            .and_then(|rest| rest.split_once(','))
            .and_then(|(both, _)| both.split_once(" back to "))
        {
            std::fs::rename(home.path(from), home.path(to)).unwrap();
        }
        assert!(hint.contains("same command again"), "{hint}");
        // An empty line of another program's is not a result.
        if home.run(BATCH).code != Some(0) {
            let text = home.read("results.jsonl");
            let kept: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            home.write("results.jsonl", kept.join("\n") + "\n");
            home.run(BATCH).json();
        }
        one_order_a_line(&home, LINES);
    }
}

#[test]
fn copies_of_a_batch_send_the_same_numbers() {
    let (home, _sandbox) = half_way();
    for ending in ["", ".journal", ".input"] {
        std::fs::copy(
            home.path(&format!("results.jsonl{ending}")),
            home.path(&format!("copy.jsonl{ending}")),
        )
        .unwrap();
    }
    let copy = start(&home, &BATCH.replace("results.jsonl", "copy.jsonl"));
    let codes = [home.run(BATCH).code, ended(copy).0];
    // Times that count from the sending differ between the two: what WeChat Pay refuses then may
    // be the other's order.
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 6))),
        "{codes:?}"
    );
    let lines: HashSet<u64> = ledger(&home).into_values().collect();
    assert_eq!((lines.len(), ledger(&home).len()), (LINES, LINES));
}

/// Runs a batch whose results have no room, then one that has some, and returns the first error.
fn without_room(home: &Home, line: &str, free: impl FnOnce()) -> Value {
    let sent = |home: &Home| ledger(home).keys().cloned().collect::<HashSet<_>>();
    let error = home.run(line).failed(3);
    assert!(text(&error, "message").contains("cannot write"), "{error}");
    assert!(
        text(&error, "hint").contains("same command again"),
        "{error}"
    );
    let before = sent(home);
    let again = home.run(line).failed(3);
    assert!(
        text(&again, "message").contains("nothing was sent"),
        "{again}"
    );
    assert_eq!(sent(home), before, "no number is new");
    free();
    home.run(line).json();
    let made: BTreeMap<String, u64> = ledger(home);
    assert_eq!(made.len(), LINES);
    assert!(before.iter().all(|number| made.contains_key(number)));
    error
}

#[test]
fn a_disk_that_is_full_ends_a_batch_that_is_resumed_once_there_is_room() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, LINES);
    let Some(_mounted) = SmallDisk::mount(&home.path("small"), "size=96k") else {
        return;
    };
    let ballast = home.path("small/ballast");
    // The journal and the copy of the input fit, 64 KiB for results too, and then nothing more.
    let line = BATCH.replace("results.jsonl", "small/results.jsonl");
    let filler = std::thread::spawn({
        let (results, ballast) = (home.path("small/results.jsonl"), ballast.clone());
        move || {
            // Before the first line, the room for results is tried and released.
            while !std::fs::read(&results).is_ok_and(|written| written.contains(&b'\n')) {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            // What does not fit any more is what is wanted.
            let _ = std::fs::write(ballast, vec![1; 128 * 1024]);
        }
    });
    let slow = format!("{line} --rate 1");
    let error = without_room(&home, &slow, || {
        filler.join().unwrap();
        std::fs::remove_file(&ballast).unwrap();
    });
    assert!(text(&error, "message").contains("No space left"), "{error}");
}

#[test]
fn results_that_may_not_grow_end_a_batch_before_it_sends_anything() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, LINES);
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 40; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_wechatpay"))
        .args(BATCH.split_whitespace())
        .env_clear()
        .env("HOME", home.path(""))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .current_dir(home.path(""));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let error = read(std::str::from_utf8(&output.stderr).unwrap())["error"].take();
    assert!(
        text(&error, "message").contains("nothing was sent"),
        "{error}"
    );
    assert!(ledger(&home).is_empty());
    home.run(BATCH).json();
    one_order_a_line(&home, LINES);
}
