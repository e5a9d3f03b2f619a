//! Completions: what they offer, in real shells, and what they leave alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, skipped};
use crate::terminal::Session;

/// A file that is broken, with a name that would do harm if a shell ran it, and a secret whose
/// command must not run.
const PROFILES: &str = r#"
[profiles.shop]
mchid = "1900000001"
apiv3_key = { command = "touch ran" }
[profiles."a $(touch ran)"]
nonsense =
"#;

/// Returns the candidates for the last word, without their descriptions.
fn offered(home: &Home, line: &str) -> Vec<String> {
    let words: Vec<_> = format!("wechatpay {line}")
        .split(' ')
        .map(str::to_owned)
        .collect();
    let mut command = home.command("__complete zsh");
    command.arg((words.len() - 1).to_string()).args(&words);
    let done = command.output().unwrap();
    assert!(done.stderr.is_empty(), "{line}: {done:?}");
    let text = String::from_utf8(done.stdout).unwrap();
    let values = text.lines().map(|line| line.split('\t').next().unwrap());
    values.map(str::to_owned).collect()
}

#[test]
fn completion_is_another_name_of_completions() {
    let home = Home::new();
    let script = home.run("completions bash").ok();
    assert_eq!(home.run("completion bash").ok(), script);
}

#[test]
fn values_of_this_machine_are_offered_and_nothing_is_run_or_started() {
    let home = Home::new();
    home.write("merchant.toml", PROFILES);
    assert_eq!(offered(&home, "query -p sh"), ["values", "shop"]);
    assert_eq!(offered(&home, "--profile=sh"), ["values", "shop"]);
    assert_eq!(offered(&home, "profile show sh"), ["values", "shop"]);
    // Nothing was ever stored.
    assert_eq!(
        offered(&home, "--sandbox query --out-trade-no "),
        ["values"]
    );
    assert_eq!(offered(&home, "events show 0"), ["values"]);
    assert!(!home.path(".local").exists(), "nothing is created");
    let _sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    for number in ["coffee-0001", "coffee-0002", "tea-0001"] {
        home.order(number, "--sandbox --openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    }
    let orders = offered(&home, "--sandbox query --out-trade-no cof");
    assert_eq!(orders, ["values", "coffee-0001", "coffee-0002"]);
    assert_eq!(offered(&home, "sandbox pay t"), ["values", "tea-0001"]);
    assert_eq!(offered(&home, "--sandbox close t"), ["values", "tea-0001"]);
    // They are not orders of a real merchant.
    assert_eq!(offered(&home, "-p shop close t"), ["values"]);
    let server = home.serve("");
    let notice = home.notice(&[("out_trade_no", "tea-0001")]);
    assert_eq!(notice.send(&server.address()).status, 204);
    assert_eq!(
        offered(&home, "--sandbox events show "),
        ["values", &notice.id()]
    );
    assert_eq!(
        offered(&home, "--sandbox events list --order t"),
        ["values", "tea-0001"]
    );
    assert!(!home.path("ran").exists(), "no command of a profile is run");
}

#[test]
fn words_are_completed_by_what_the_command_takes() {
    let home = Home::new();
    for (line, expected) in [
        ("que", &["values", "query"][..]),
        ("refund ", &["values", "create", "query"]),
        ("help exit", &["values", "exit-codes"]),
        ("help refund c", &["values", "create"]),
        ("query --expect SUCCESS,CL", &["values\tSUCCESS,", "CLOSED"]),
        // Its small letters have more bytes.
        ("query --expect ȺȺ,cl", &["values\tȺȺ,", "CLOSED"]),
        (
            "trigger --fault bad-",
            &["values", "bad-signature", "bad-tag"],
        ),
        ("trigger refund.s", &["values", "REFUND.SUCCESS"]),
        ("sandbox --mode=c", &["values\t--mode=", "certificate"]),
        ("sandbox fault html", &["values", "html"]),
        ("events list --state de", &["values", "delivered", "dead"]),
        ("--lang z", &["values", "zh"]),
        ("explain code SIGN", &["values", "SIGN_ERROR"]),
        ("verify-notify --request ", &["files"]),
        ("verify-notify --headers=x", &["files\t--headers="]),
        ("download-certs -o ", &["folders"]),
        ("sandbox run ", &["commands"]),
        ("create-order --description ", &["values"]),
        ("query --out-trade-no x --out-tr", &["values"]),
        ("query --out-trade-no x --transaction", &["values"]),
        ("no-such-command --", &["values", "--config"]),
    ] {
        let found = offered_lines(&home, line);
        let is_cut = line.ends_with("--");
        let found = &found[..if is_cut { 2 } else { found.len() }];
        assert_eq!(found, expected, "{line}");
    }
}

/// Returns the candidates, and before them the kind with what stands before them in the word.
fn offered_lines(home: &Home, line: &str) -> Vec<String> {
    let words: Vec<_> = format!("wechatpay {line}")
        .split(' ')
        .map(str::to_owned)
        .collect();
    let mut command = home.command("__complete zsh");
    command.arg((words.len() - 1).to_string()).args(&words);
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let mut lines = text.lines();
    let kind = lines.next().unwrap().trim_end().to_owned();
    let values = lines.map(|line| line.split('\t').next().unwrap().to_owned());
    std::iter::once(kind).chain(values).collect()
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).exists());
    if !found {
        skipped(program);
    }
    found
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("completions")
        .join(name)
}

/// Prepares a shell that finds the command by its name.
fn shell(home: &Home, program: &str, args: &str) -> Command {
    let mut command = Command::new(program);
    let own = Path::new(env!("CARGO_BIN_EXE_wechatpay")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own.to_owned()).chain(std::env::split_paths(&path));
    command.args(args.split_whitespace()).env_clear();
    command.env("PATH", std::env::join_paths(folders).unwrap());
    command.env("HOME", home.path("")).env("LANG", "C.UTF-8");
    command.current_dir(home.path(""));
    command
}

fn shop() -> Home {
    let home = Home::new();
    home.write("merchant.toml", PROFILES);
    home.write("notify 1.http", "");
    std::fs::create_dir(home.path("keys")).unwrap();
    home
}

#[test]
fn bash_and_zsh_complete_and_quote() {
    for (program, args, start, file) in [
        ("bash", "--norc --noprofile -i", "source", "wechatpay.bash"),
        (
            "zsh",
            "-f -i",
            "autoload -Uz compinit; compinit -u -D; source",
            "_wechatpay",
        ),
    ] {
        if !is_there(program) {
            continue;
        }
        let home = shop();
        let mut session = Session::new(&shell(&home, program, args));
        let script = script(file);
        session.press(&format!("{start} '{}'; echo rea''dy\n", script.display()));
        session.until("ready");
        session.press("wechatpay -p sho\t");
        session.until("-p shop");
        session.press("quer\t");
        session.until("query");
        session.press("--out-t\t");
        session.until("--out-trade-no");
        session.press("\u{15}wechatpay -p a\t");
        session.until(r"a\ \$\(touch\ ran\)");
        session.press("\u{15}wechatpay verify-notify --request noti\t");
        session.until(r"notify\ 1.http");
        session.press("\u{15}wechatpay download-certs --output=k\t");
        session.until("--output=keys");
        session.press("\u{15}wechatpay sandbox --mode=cer\t");
        session.until("--mode=certificate");
        session.press("\u{15}exit\n");
        session.end();
        assert!(!home.path("ran").exists(), "{program}");
    }
}

#[test]
fn fish_completes() {
    if !is_there("fish") {
        return;
    }
    let home = shop();
    let asked = [
        "wechatpay -p ",
        "wechatpay sandbox --mode=",
        "wechatpay verify-notify --request=noti",
        "wechatpay download-certs -o k",
    ];
    let asked = asked.map(|line| format!("complete -C '{line}'"));
    let program = format!(
        "source '{}'; {}",
        script("wechatpay.fish").display(),
        asked.join("; ")
    );
    let done = shell(&home, "fish", "--private -c")
        .arg(program)
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    for line in [
        "shop\t1900000001",
        "a $(touch ran)",
        "--mode=certificate",
        "--request=notify 1.http",
        "keys/",
    ] {
        assert!(
            text.lines().any(|found| found.starts_with(line)),
            "{line}: {text}"
        );
    }
    assert!(!home.path("ran").exists());
}

#[test]
fn elvish_completes() {
    if !is_there("elvish") {
        return;
    }
    let home = shop();
    let mut session = Session::new(&shell(&home, "elvish", ""));
    let script = script("wechatpay.elv");
    session.press(&format!(
        "eval (slurp < '{}'); echo rea''dy\n",
        script.display()
    ));
    session.until("ready");
    session.press("wechatpay -p \t");
    session.until("(1900000001)");
}

#[test]
fn a_script_is_installed_where_the_shell_finds_it() {
    let home = Home::new();
    for (shell, file, add_to) in [
        (
            "bash",
            ".local/share/bash-completion/completions/wechatpay",
            None,
        ),
        ("zsh", ".zfunc/_wechatpay", Some(".zshrc")),
        ("fish", ".config/fish/completions/wechatpay.fish", None),
        (
            "powershell",
            ".config/powershell/wechatpay.completion.ps1",
            Some(".config/powershell/Microsoft.PowerShell_profile.ps1"),
        ),
        (
            "elvish",
            ".config/elvish/lib/wechatpay.elv",
            Some(".config/elvish/rc.elv"),
        ),
    ] {
        let install = format!("--json completions --install {shell}");
        let report = home.run(&install).json();
        assert_eq!(report["action"], "written");
        assert_eq!(report["file"], home.path(file).to_str().unwrap());
        assert_eq!(
            home.read(file),
            home.run(&format!("completions {shell}")).ok()
        );
        let path = add_to.map(|name| home.path(name));
        // Where bash-completion is not there, bash has a line to add, too.
        if shell != "bash" {
            assert_eq!(report["add_to"].as_str().map(PathBuf::from), path);
        }
        if let Some(path) = path {
            assert!(!path.exists(), "no start-up file is changed");
            std::fs::write(&path, report["add_line"].as_str().unwrap()).unwrap();
        }
        let again = home.run(&install).json();
        assert_eq!(again["action"], "unchanged");
        if shell != "bash" {
            assert!(again["add_line"].is_null(), "{shell}: the line is there");
        }
    }
    home.write(".zfunc/_wechatpay", "#compdef other");
    let stderr = home.run("completions --install zsh").fails_with(3);
    assert!(stderr.contains("it is not overwritten"), "{stderr}");
    let done = home.run_with(
        "completions --install",
        ("SHELL", Path::new("/usr/bin/fish")),
    );
    assert!(done.ok().contains("fish"));
}
