//! Runs the commands of a page as its reader does: in an empty folder of an empty home.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use tempfile::TempDir;

use crate::pages::{self, Block, Page, Step};

/// Between what two commands print.
const MARK: char = '\u{1}';

/// Where a page says that the reader is at home.
const HOME: &str = "/home/you";

/// Somebody with an empty home, who has the program.
pub(crate) struct Reader {
    home: TempDir,
    chinese: bool,
}

impl Reader {
    pub(crate) fn new(chinese: bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("shop")).unwrap();
        std::fs::create_dir_all(home.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(
            env!("CARGO_BIN_EXE_wechatpay"),
            home.path().join("bin/wechatpay"),
        )
        .unwrap();
        Self { home, chinese }
    }

    /// Gives a page's reader the files that stand in it.
    fn of(page: &Page) -> Self {
        let reader = Self::new(page.is_chinese());
        for block in &page.blocks {
            if let Some(name) = block.file() {
                let path = reader.home.path().join("shop").join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, block.lines.join("\n") + "\n").unwrap();
            }
        }
        reader
    }

    pub(crate) fn run(&self, program: &str, args: &[&str]) -> Output {
        let path = std::env::var("PATH").unwrap();
        // Where they share the ports of this machine, one runs at a time.
        let _alone = (!*IS_ISOLATED).then(|| ALONE.lock().unwrap_or_else(PoisonError::into_inner));
        let mut command = isolated(program);
        let language = if self.chinese { "zh_CN" } else { "en_US" };
        command
            .args(args)
            .env_clear()
            .env(
                "PATH",
                format!("{}:{path}", self.home.path().join("bin").display()),
            )
            .env("HOME", self.home.path())
            .env("LANG", format!("{language}.UTF-8"))
            .env("COLUMNS", "100")
            .current_dir(self.home.path().join("shop"))
            .stdin(Stdio::null());
        command.output().unwrap()
    }

    fn shown(&self, text: &str) -> String {
        text.replace(&self.home.path().to_string_lossy().into_owned(), HOME)
    }
}

/// Whether a program can have ports for itself.
static IS_ISOLATED: LazyLock<bool> = LazyLock::new(|| {
    Command::new("unshare")
        .args(["-n", "ip", "link", "set", "lo", "up"])
        .output()
        .is_ok_and(|output| output.status.success())
});

static ALONE: Mutex<()> = Mutex::new(());

/// Prepares a program that has the ports of this machine for itself, if that is possible.
fn isolated(program: &str) -> Command {
    if !*IS_ISOLATED {
        return Command::new(program);
    }
    let mut command = Command::new("unshare");
    let script = "ip link set lo up && exec \"$@\"";
    command.args(["-n", "sh", "-c", script, "sh", program]);
    command
}

/// Writes the blocks of a page as one script that marks the end and the status of each command.
fn script(blocks: &[&Block]) -> String {
    let mut script = String::from(
        "exec 2>&1\npids=\ntrap 'for pid in $pids; do kill $pid; wait $pid; done 2>/dev/null' EXIT\n",
    );
    for (index, block) in blocks.iter().enumerate() {
        if block.is("server") {
            let command = block.steps().remove(0).command;
            let log = format!("../server-{index}");
            writeln!(
                script,
                "{command} >{log} 2>&1 &\npids=\"$! $pids\"\ntries=0\n\
                 while ! grep -qs 127.0.0.1 {log} && [ $tries -lt 1200 ]; do sleep 0.1; tries=$((tries+1)); done"
            )
            .unwrap();
            continue;
        }
        for step in block.steps() {
            let command = step.command;
            let set = if block.language() == "console" {
                ""
            } else {
                "set -e\n"
            };
            writeln!(
                script,
                "{set}{command}\nstatus=$?; set +e; printf '\\001%s\\001' $status; (exit $status)"
            )
            .unwrap();
        }
    }
    script.push_str("exit 0\n");
    script
}

/// Returns what is compared: without spaces and frames, and without values that are new each time.
fn essence(line: &str) -> String {
    let in_word = |c: char| c.is_ascii_alphanumeric() || "+/=_-.:".contains(c);
    let mut found = String::new();
    let mut word = String::new();
    for c in line.chars().chain([' ']) {
        if in_word(c) {
            word.push(c);
            continue;
        }
        if word.len() >= 20 || word.contains(|c: char| c.is_ascii_digit()) {
            word.clear();
            word.push('#');
        }
        found.push_str(&word);
        word.clear();
        if !c.is_whitespace() && !('\u{2500}'..='\u{257f}').contains(&c) {
            found.push(c);
        }
    }
    found
}

fn matches(page: &[String], printed: &[String]) -> bool {
    match page.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line == "…" => {
            (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..]))
        }
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| line == first && matches(rest, others)),
    }
}

fn essences(lines: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
    lines
        .map(|line| essence(line.as_ref()))
        .filter(|line| !line.is_empty())
        .collect()
}

/// What is to be written into a page: the lines from a number on, and what replaces them.
type Changes = BTreeMap<usize, (usize, Vec<String>)>;

fn compare(
    page: &Page,
    step: &Step,
    printed: &str,
    changes: &mut Changes,
    wrong: &mut Vec<String>,
) {
    if matches(&essences(step.printed.iter()), &essences(printed.lines())) {
        return;
    }
    wrong.push(format!(
        "{}:{}: `{}` prints\n{printed}",
        page.name(),
        step.start,
        step.command
    ));
    let lines = printed.trim_end().lines();
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    changes.insert(
        step.start,
        (step.printed.len(), shortened(&step.printed, lines)),
    );
}

/// Leaves out of new lines as much as the page leaves out between its first and last ones.
fn shortened(page: &[String], lines: Vec<String>) -> Vec<String> {
    let is_left_out = |line: &String| line == "…";
    let Some(first) = page.iter().position(is_left_out) else {
        return lines;
    };
    let last = page.iter().rev().position(is_left_out).unwrap_or_default();
    if first + last >= lines.len() {
        return lines;
    }
    let (head, tail) = (&lines[..first], &lines[lines.len() - last..]);
    [head, &["…".to_owned()], tail].concat()
}

/// What is wrong with a page: commands that fail, and what they print.
#[derive(Default)]
struct Wrong {
    failed: Vec<String>,
    differs: Vec<String>,
}

/// Runs a part of a page.
fn session(page: &Page, reader: &Reader, account: bool, changes: &mut Changes) -> Wrong {
    let blocks: Vec<&Block> = page
        .blocks
        .iter()
        .filter(|block| ["sh", "console"].contains(&block.language()))
        .filter(|block| !block.is("manual") && block.is("account") == account)
        .collect();
    if blocks.is_empty() {
        return Wrong::default();
    }
    let file = reader.home.path().join("page.sh");
    std::fs::write(&file, script(&blocks)).unwrap();
    let file = file.to_string_lossy().into_owned();
    let output = if account {
        reader.run("wechatpay", &["-q", "sandbox", "run", "--", "sh", &file])
    } else {
        reader.run("sh", &[&file])
    };
    let text = reader.shown(&String::from_utf8(output.stdout).unwrap());
    let mut parts = text.split(MARK);
    let mut wrong = Wrong::default();
    for (index, block) in blocks.iter().enumerate() {
        if block.is("server") {
            let log = std::fs::read_to_string(reader.home.path().join(format!("server-{index}")));
            if block.language() == "console" {
                let log = reader.shown(&log.unwrap_or_default());
                compare(page, &block.steps()[0], &log, changes, &mut wrong.differs);
            }
            continue;
        }
        let steps = block.steps();
        for (number, step) in steps.iter().enumerate() {
            let (Some(printed), Some(status)) = (parts.next(), parts.next()) else {
                wrong.failed.push(format!(
                    "{}:{}: `{}` ended the page: {text} {}",
                    page.name(),
                    step.start,
                    step.command,
                    String::from_utf8_lossy(&output.stderr)
                ));
                return wrong;
            };
            let next = steps.get(number + 1);
            let is_shown = next.is_some_and(|next| next.command == "echo $?");
            if status != "0" && !is_shown {
                wrong.failed.push(format!(
                    "{}:{}: `{}` exits with {status}: {printed}",
                    page.name(),
                    step.start,
                    step.command
                ));
            }
            if block.language() == "console" {
                let exact = step.command == "echo $?" && step.printed != [printed.trim()];
                if exact {
                    wrong.differs.push(format!(
                        "{}:{}: the status is {printed}",
                        page.name(),
                        step.start
                    ));
                    changes.insert(
                        step.start,
                        (step.printed.len(), vec![printed.trim().to_owned()]),
                    );
                    continue;
                }
                compare(page, step, printed, changes, &mut wrong.differs);
            }
        }
    }
    wrong
}

/// How often a page is tried again: on a busy machine, the search for a mistake gives up early.
const RETRIES: usize = 3;

/// Runs a page in an empty home, as often as asked; what it prints the first time is compared.
fn follow(page: &Page, times: usize) -> Vec<String> {
    let mut attempts = (0..RETRIES).map(|_| attempt(page, times));
    let last = attempts.find(|(wrong, _)| wrong.is_empty());
    let (wrong, changes) = last.unwrap_or_else(|| attempt(page, times));
    if std::env::var_os("BLESS").is_some() && !changes.is_empty() {
        let mut lines = page.lines.clone();
        for (start, (length, printed)) in changes.into_iter().rev() {
            lines.splice(start..start + length, printed);
        }
        std::fs::write(&page.path, lines.join("\n") + "\n").unwrap();
    }
    wrong
}

fn attempt(page: &Page, times: usize) -> (Vec<String>, Changes) {
    let reader = Reader::of(page);
    let mut changes = Changes::new();
    let mut wrong = Vec::new();
    for account in [false, true] {
        let found = session(page, &reader, account, &mut changes);
        wrong.extend(found.failed);
        wrong.extend(found.differs);
    }
    // Again, what is there already may be reported; it must not fail.
    for _ in 1..times {
        for account in [false, true] {
            let again = session(page, &reader, account, &mut Changes::new());
            wrong.extend(again.failed);
        }
    }
    (wrong, changes)
}

fn follow_all(chinese: bool) {
    // One page while it is written: `PAGE=bills`.
    let only = std::env::var("PAGE").unwrap_or_default();
    let wrong: Vec<String> = pages::all(chinese)
        .iter()
        .filter(|page| page.name().contains(&only))
        .flat_map(|page| follow(page, if page.name() == "README.md" { 2 } else { 1 }))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_runs_in_an_empty_folder_and_those_of_the_readme_twice() {
    follow_all(false);
}

#[test]
fn every_chinese_example_runs_and_prints_chinese() {
    follow_all(true);
}

/// Returns the `wechatpay` commands in a text, each from the program's name on.
fn commands(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let mut found = Vec::new();
    for line in text.lines() {
        let starts = line.match_indices("wechatpay ").map(|(at, _)| at);
        for at in starts {
            let before = line[..at].chars().next_back();
            let after = line[at + "wechatpay ".len()..].trim_start();
            let own = before.is_none_or(|c| " /`$(|'\"".contains(c));
            if own
                && (after.starts_with("--") || after.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                found.push(line[at..].to_owned());
            }
        }
    }
    found
}

/// Puts a value in the place of each variable and each command's output.
fn without_variables(command: &str) -> String {
    let mut plain = String::new();
    let mut rest = command;
    while let Some((before, after)) = rest.split_once('$') {
        plain.push_str(before);
        plain.push_str("value-0001");
        let end = if let Some(inner) = after.strip_prefix('(') {
            inner.find(')').map_or(after.len(), |end| end + 2)
        } else {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            end.unwrap_or(after.len())
        };
        rest = &after[end..];
    }
    plain + rest
}

fn in_prose(page: &Page) -> Vec<String> {
    let spans = page.prose().flat_map(|(_, line)| {
        let parts = line.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect::<Vec<_>>()
    });
    spans.flat_map(|span| commands(&span)).collect()
}

fn in_blocks(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter().filter(|block| {
        let is_run = ["sh", "console"].contains(&block.language()) && !block.is("manual");
        !is_run && block.language() != "text"
    });
    blocks
        .flat_map(|block| commands(&block.lines.join("\n")))
        .collect()
}

#[test]
fn every_command_that_is_named_exists_with_its_options() {
    let mut script = String::from(
        r#"wechatpay() {
  local known=() word
  for word in "$@"; do [[ $word == -- ]] && break; known+=("$word"); done
  command wechatpay "${known[@]}" --help >/dev/null 2>../why ||
    grep -q "invalid value '[^a-z0-9]*'" ../why || { echo "$page: wechatpay $*"; cat ../why; }
}
"#,
    );
    let mut seen = std::collections::BTreeSet::new();
    for page in pages::all(false).iter().chain(&pages::all(true)) {
        writeln!(script, "page={}", page.name()).unwrap();
        for command in in_prose(page).into_iter().chain(in_blocks(page)) {
            let command = without_variables(&command);
            // What the shell would do with the rest of the line is not of interest.
            let end = command.find(['|', '>', '<', ';', '&', '`', '…', ')', '#', '[']);
            let command = &command[..end.unwrap_or(command.len())];
            let quotes = |quote: char| command.matches(quote).count() % 2;
            let command = match (quotes('\''), quotes('"')) {
                (0, 0) => command.to_owned(),
                _ => command.replace(['\'', '"'], ""),
            };
            if seen.insert(command.clone()) {
                writeln!(script, "{command}").unwrap();
            }
        }
    }
    let reader = Reader::new(false);
    let file = reader.home.path().join("commands.sh");
    std::fs::write(&file, script).unwrap();
    let output = reader.run("bash", &[&file.to_string_lossy()]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.is_empty() && errors.is_empty(), "{text}{errors}");
    assert!(seen.len() > 40, "only {} commands", seen.len());
}
