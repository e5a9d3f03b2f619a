//! A user's home folder, the commands run in it, and the servers left running there.

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use wechatpay::protocol::event_type::EventType;
use wechatpay::sandbox::Identity;
use wechatpay::sandbox::trigger::{FieldValue, NotifyKey, Trigger};

use super::PATIENCE;
use super::wire::Notice;

/// How long a test may take before all of them are given up: one that waits for ever would say
/// nothing.
const TEST_TIMEOUT: Duration = Duration::from_secs(1800);

/// An empty home folder; commands run in it and know nothing else.
pub(crate) struct Home(
    TempDir,
    #[allow(dead_code, reason = "ends the watch")] Sender<()>,
);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap(), watch())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Prepares a command; its arguments are separated by spaces.
    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay"));
        command.args(args.split_whitespace());
        self.isolate(command)
    }

    fn isolate(&self, mut command: Command) -> Command {
        command.env_clear().env("HOME", self.0.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    /// Prepares the same command as the last arguments of another one.
    pub(crate) fn under(&self, program: &str, before: &[&str], command: &Command) -> Command {
        let mut outer = Command::new(program);
        outer
            .args(before)
            .arg(command.get_program())
            .args(command.get_args());
        self.isolate(outer)
    }

    pub(crate) fn run(&self, args: &str) -> Done {
        Done::of(args, self.command(args).output().unwrap())
    }

    /// Runs a command with a variable in its environment.
    pub(crate) fn run_with(&self, args: &str, (name, value): (&str, &Path)) -> Done {
        Done::of(args, self.command(args).env(name, value).output().unwrap())
    }

    /// Runs a command with further arguments, which may contain spaces.
    pub(crate) fn with(&self, args: &str, more: &[&str]) -> Done {
        let mut command = self.command(args);
        Done::of(
            &format!("{args} {more:?}"),
            command.args(more).output().unwrap(),
        )
    }

    /// Runs a command with something on its standard input.
    pub(crate) fn pipe(&self, args: &str, input: impl AsRef<[u8]>) -> Done {
        feed(self.command(args), args, input)
    }

    /// Runs a line of a shell, and returns what it prints.
    pub(crate) fn shell(&self, line: &str) -> String {
        let done = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{line}\n{stderr}");
        String::from_utf8(done.stdout).unwrap()
    }

    /// Starts a command that stays up, and waits for the first line that it prints.
    pub(crate) fn start(&self, args: &str) -> Server {
        Server::of(self.command(args))
    }

    /// Orders with the options in `rest`, and returns the report.
    pub(crate) fn order(&self, number: &str, rest: &str) -> Value {
        self.run(&format!(
            "--json create-order --description x --total 1 --out-trade-no {number} {rest}"
        ))
        .json()
    }

    /// Makes a genuine notification of a payment, with fields of its plaintext set.
    pub(crate) fn notice(&self, fields: &[(&str, &str)]) -> Notice {
        self.notice_of(EventType::TransactionSuccess, fields)
    }

    pub(crate) fn notice_of(&self, event: EventType, fields: &[(&str, &str)]) -> Notice {
        let data = self.path(".local/share/wechatpay/sandbox");
        let identity = Identity::open(&data).unwrap();
        let fields = fields.iter();
        let trigger = Trigger {
            identity: &identity,
            key: NotifyKey::Certificate,
            partner: false,
            combined: false,
            fields: fields
                .map(|(path, text)| FieldValue {
                    path: (*path).to_owned(),
                    value: (*text).into(),
                })
                .collect(),
        };
        let notification = trigger.notifications(event, None).unwrap().remove(0);
        let all = notification.headers.into_iter();
        Notice {
            headers: all.map(|(name, value)| (name.to_owned(), value)).collect(),
            body: notification.body,
        }
    }

    /// Starts a receiver on the sandbox's keys.
    pub(crate) fn serve(&self, options: &str) -> Server {
        self.start(&format!(
            "--sandbox --json serve-notify --listen 127.0.0.1:0 {options}"
        ))
    }

    pub(crate) fn state(&self, options: &str, number: &str) -> String {
        let done = self.run(&format!(
            "{options} query --out-trade-no {number} --get trade_state"
        ));
        done.ok().trim().to_owned()
    }
}

/// Ends the tests, with the name of this one, unless what is returned is dropped in time.
#[allow(clippy::exit, reason = "a thread cannot fail another's test")]
fn watch() -> Sender<()> {
    let (running, ended) = channel();
    let name = std::thread::current().name().map(str::to_owned);
    std::thread::spawn(move || {
        if ended.recv_timeout(TEST_TIMEOUT) == Err(RecvTimeoutError::Timeout) {
            let name = name.as_deref().unwrap_or("a test");
            let seconds = TEST_TIMEOUT.as_secs();
            // Past the harness, which would keep it for the test's end.
            let _ = writeln!(std::io::stderr(), "{name} has not ended in {seconds} s");
            std::process::exit(101);
        }
    });
    running
}

/// Runs a command with something on its standard input.
pub(crate) fn feed(mut command: Command, args: &str, input: impl AsRef<[u8]>) -> Done {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early does not read it, which is its right.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    Done::of(args, child.wait_with_output().unwrap())
}

/// A command that has ended.
pub(crate) struct Done {
    args: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Done {
    pub(crate) fn of(args: &str, output: Output) -> Self {
        Self {
            args: args.to_owned(),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn expect(&self, code: i32) {
        assert_eq!(
            self.code,
            Some(code),
            "{}\n{}\n{}",
            self.args,
            self.stdout,
            self.stderr
        );
    }

    pub(crate) fn ok(self) -> String {
        self.expect(0);
        self.stdout
    }

    /// Reads the one object of a command that did what it was asked to.
    pub(crate) fn json(self) -> Value {
        self.expect(0);
        read(&self.stdout)
    }

    /// Reads the report of a command that checked something, and ended with this code.
    pub(crate) fn reports(self, code: i32) -> Value {
        self.expect(code);
        read(&self.stdout)
    }

    /// Reads the error object of a command that failed with `--json`.
    pub(crate) fn failed(self, code: i32) -> Value {
        self.expect(code);
        assert_eq!(self.stdout, "", "{}", self.args);
        let error = read(&self.stderr)["error"].take();
        assert_eq!(error["exit_code"], code, "{}", self.args);
        error
    }

    /// Returns the error text of a command that failed without `--json`.
    pub(crate) fn fails_with(self, code: i32) -> String {
        self.expect(code);
        assert_eq!(self.stdout, "", "{}", self.args);
        self.stderr
    }
}

/// Reports that the running test was skipped, and what it needs, past the harness: that would keep
/// the line of a test that passes.
pub(crate) fn skipped(missing: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let _ = writeln!(std::io::stderr(), "skipped: {test} needs {missing}");
}

pub(crate) fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A command that stays up until it is stopped, or is dropped.
pub(crate) struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) first: Value,
}

impl Server {
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(first) = lines.next() else {
            let mut printed = String::new();
            let stderr = child.stderr.as_mut().unwrap();
            stderr.read_to_string(&mut printed).unwrap();
            panic!("it did not start: {printed}");
        };
        let first = read(&first.unwrap());
        Self {
            child,
            lines,
            first,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.first["listening"].as_str().unwrap().to_owned()
    }

    /// Returns `host:port`.
    pub(crate) fn address(&self) -> String {
        let url = self.url();
        let rest = url.split("://").nth(1).unwrap();
        rest.split('/').next().unwrap().to_owned()
    }

    /// Returns the number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line of the log (`--log-format json`) that tells an event.
    pub(crate) fn logged(&mut self, event: &str) -> Value {
        let stderr = self.child.stderr.as_mut().unwrap();
        loop {
            let (mut line, mut byte) = (Vec::new(), [0]);
            while stderr.read(&mut byte).unwrap() == 1 && byte != *b"\n" {
                line.extend(byte);
            }
            assert!(!line.is_empty(), "it ended without telling {event}");
            let line = read(std::str::from_utf8(&line).unwrap());
            if line["event"] == event {
                return line;
            }
        }
    }

    /// Waits until it has ended, without reading what it prints.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < until, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for the next line on stdout.
    pub(crate) fn next(&mut self) -> Value {
        read(&self.lines.next().expect("one line more").unwrap())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended, and returns its code, its further lines, and what it said.
    pub(crate) fn end(mut self) -> (Option<i32>, Vec<Value>, String) {
        let rest = self.lines.by_ref().map(|line| read(&line.unwrap()));
        let rest = rest.collect();
        let mut printed = String::new();
        let stderr = self.child.stderr.as_mut().unwrap();
        stderr.read_to_string(&mut printed).unwrap();
        (self.child.wait().unwrap().code(), rest, printed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder where the sandbox of a home keeps its merchant.
pub(crate) const IDENTITY: &str = ".local/share/wechatpay/sandbox/identity";

/// Returns the bytes of every file of a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

pub(crate) fn text<'a>(error: &'a Value, name: &str) -> &'a str {
    error[name].as_str().unwrap()
}

pub(crate) fn send(signal: &str, process: u32) {
    let sent = std::process::Command::new("kill")
        .args([signal, &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}
