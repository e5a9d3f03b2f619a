//! Commands that wait for input or for the network, and end when they are asked to.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::PATIENCE;
use crate::faulty::{Fault, Faulty};
use crate::home::{Home, read, send, text};
use crate::responses::home;
use crate::terminal::terminal;

/// Every place where `-` stands for standard input.
const READERS: [&str; 21] = [
    "openid -",
    "pay-params --check -",
    "verify-notify --request -",
    "verify-notify --headers - --body x",
    "verify-notify --timestamp 1 --nonce n --signature s --serial AB --body -",
    "explain request --method POST --url /v3/x --authorization-file -",
    "explain request --method POST --url /v3/x --authorization x --body -",
    "explain reply -",
    "create-order --body -",
    "create-order --openid x --total 1 --description x --detail -",
    "create-order --openid x --total 1 --description x --scene-info -",
    "create-order --batch - -o orders.jsonl",
    "refund create --body -",
    "refund create --batch - -o refunds.jsonl",
    "query --batch -",
    "api POST /v3/x --data -",
    "download-certs -c -",
    "download-certs --chain -",
    "sandbox import -",
    "--ca-file - query --out-trade-no order-1",
    "--ca-file - openid 0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p",
];

fn spawn(home: &Home, args: &str, stdin: impl Into<Stdio>) -> Child {
    let mut command = home.command(args);
    let command = command.stdin(stdin).stdout(Stdio::piped());
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits for the end, which must come soon, and returns its code.
fn code(child: &mut Child) -> Option<i32> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    None
}

#[test]
fn reading_from_a_terminal_is_noted_and_ends_on_either_signal_in_every_command() {
    let home = home();
    for (place, command) in READERS.into_iter().enumerate() {
        let (signal, exit, kind) = if place % 2 == 0 {
            ("-INT", 130, "interrupted")
        } else {
            ("-TERM", 143, "terminated")
        };
        let (_person, program) = terminal();
        let mut child = spawn(&home, &format!("--json {command}"), program);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let hint = lines.find(|line| line.as_ref().unwrap().contains("Ctrl-D"));
        assert!(hint.is_some(), "{command}");
        send(signal, child.id());
        assert_eq!(code(&mut child), Some(exit), "{command}");
        let last = lines.last().unwrap().unwrap();
        let error = &read(&last)["error"];
        assert_eq!(
            (text(error, "kind"), &error["exit_code"]),
            (kind, &exit.into()),
            "{command}"
        );
        assert!(error["hint"].is_string(), "{command}");
    }
    let (_person, program) = terminal();
    let mut child = spawn(&home, "--lang zh explain reply -", program);
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("正在读取标准输入"));
    send("-INT", child.id());
    assert_eq!(code(&mut child), Some(130));
    assert!(lines.next().unwrap().unwrap().contains("操作被中断"));
}

#[test]
fn standard_input_is_read_in_the_listed_places_only() {
    fn visit(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
            } else if std::fs::read_to_string(&path).unwrap().contains("stdin()") {
                found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    visit(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut found,
    );
    found.sort();
    // The one reader, the keys of the live view, whether it is a terminal, the question, lines of
    // a batch, and whether to ask.
    assert_eq!(
        found,
        [
            "args.rs",
            "context.rs",
            "keys.rs",
            "log.rs",
            "prompt.rs",
            "source.rs"
        ]
    );
}

/// Waits until a process catches SIGINT and SIGTERM, as Linux lists it in `SigCgt`.
pub(crate) fn until_signals_are_heard(id: u32) {
    const BOTH: u64 = 1 << 1 | 1 << 14;
    let until = Instant::now() + PATIENCE;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let caught = status
            .lines()
            .find_map(|line| line.strip_prefix("SigCgt:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        if caught.is_some_and(|caught| caught & BOTH == BOTH) {
            return;
        }
        assert!(Instant::now() < until, "it does not catch signals");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_pipe_whose_writer_says_nothing_ends_on_a_signal_too() {
    let home = home();
    let pipe = home.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    // Open for reading, too, it does not wait for a reader.
    let writer = std::fs::File::options().read(true).write(true).open(&pipe);
    let _writer = writer.unwrap();
    for (signal, exit) in [("-INT", 130), ("-TERM", 143)] {
        for command in [
            "verify-notify --request pipe",
            "explain reply pipe",
            "--config pipe doctor --offline",
            "create-order --batch pipe -o out.jsonl",
        ] {
            let mut child = spawn(&home, command, Stdio::null());
            until_signals_are_heard(child.id());
            send(signal, child.id());
            assert_eq!(code(&mut child), Some(exit), "{command}");
        }
    }
}

#[test]
fn whatever_a_signal_ends_says_so_as_json() {
    let home = home();
    for command in [
        "query --out-trade-no order-1",
        "close order-1",
        "refund query --out-refund-no r-1",
        "download-certs -o certs",
        "bill trade yesterday",
        "api GET /v3/x",
        "openid 0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p",
    ] {
        // Of its own: a slow machine may have the one before ask twice.
        let server = Faulty::new(vec![Fault::Silent]);
        let url = &server.url;
        let args = format!("--json --timeout 2m --base-url {url} --mp-base-url {url} {command}");
        let mut child = spawn(&home, &args, Stdio::null());
        server.next();
        send("-TERM", child.id());
        assert_eq!(code(&mut child), Some(143), "{command}");
        let output = child.wait_with_output().unwrap();
        assert!(output.stdout.is_empty(), "{command}");
        let printed = String::from_utf8(output.stderr).unwrap();
        let error = read(printed.lines().last().unwrap())["error"].take();
        assert_eq!(text(&error, "kind"), "terminated", "{command}");
        assert_eq!(error["exit_code"], 143, "{command}");
    }
}

#[test]
fn a_secret_s_command_that_hangs_ends_with_what_it_started() {
    let home = home();
    let profile = home.read("merchant.toml");
    let hanging = "private_key = { command = \"echo > begun; sleep 3600 | cat; echo x\" }";
    let lines = profile.lines().map(|line| match line {
        line if line.starts_with("private_key ") => hanging,
        line => line,
    });
    let lines: Vec<&str> = lines.collect();
    home.write("merchant.toml", lines.join("\n"));
    for (signal, expected) in [("-TERM", 143), ("-INT", 130)] {
        let plain = home.command("pay-params wx201410272009395522657a690389285100");
        // It has no terminal, as under a supervisor.
        let mut command = Command::new("setsid");
        command.arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.current_dir(plain.get_current_dir().unwrap());
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let until = Instant::now() + PATIENCE;
        while !home.path("begun").exists() {
            assert!(Instant::now() < until, "the command is not run");
            std::thread::sleep(Duration::from_millis(10));
        }
        std::fs::remove_file(home.path("begun")).unwrap();
        let began = Instant::now();
        send(signal, child.id());
        // What the command has started holds standard error open.
        let mut printed = String::new();
        let mut stderr = child.stderr.take().unwrap();
        stderr.read_to_string(&mut printed).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(expected), "{printed}");
        assert!(began.elapsed() < PATIENCE, "{printed}");
        assert!(
            printed.starts_with("error: ") && printed.contains("help: "),
            "{printed}"
        );
    }
}
