//! What is published beside the binary: the install script, the action for CI, the systemd units.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use crate::home::Home;

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

fn skip(test: &str, needs: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {test} needs {needs}");
}

fn words(output: &Output) -> String {
    let bytes = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(bytes).unwrap()
}

/// A published release whose archive holds a script in the binary's place.
struct Release {
    home: Home,
    archive: String,
}

impl Release {
    fn new() -> Self {
        let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
        let name = format!("wechatpay-1.2.3-{target}");
        let home = Home::new();
        std::fs::create_dir_all(home.path(&format!("release/{name}"))).unwrap();
        let binary = format!("release/{name}/wechatpay");
        home.write(&binary, "#!/bin/sh\necho wechatpay 1.2.3\n");
        let archive = format!("{name}.tar.gz");
        let mut tar = Command::new("tar");
        tar.current_dir(home.path("release"))
            .args(["-czf", &archive, &name]);
        assert!(tar.status().unwrap().success());
        let release = Self { home, archive };
        release.list(&release.checksum());
        release
    }

    fn checksum(&self) -> String {
        let path = self.home.path(&format!("release/{}", self.archive));
        let digest = Sha256::digest(std::fs::read(path).unwrap());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn list(&self, checksum: &str) {
        let other = format!("{}  wechatpay-1.2.3-other.tar.gz\n", "0".repeat(64));
        let line = format!("{other}{checksum}  {}\n", self.archive);
        self.home.write("release/SHA256SUMS", line);
    }

    fn install(&self) -> Output {
        let url = format!("file://{}", self.home.path("release").display());
        let mut command = Command::new("sh");
        command.arg(project("packaging/install.sh")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", self.home.path(""));
        command.env("WECHATPAY_VERSION", "1.2.3");
        command.env("WECHATPAY_DOWNLOAD_URL", url);
        command.output().unwrap()
    }

    fn installed(&self) -> Option<String> {
        std::fs::read_to_string(self.home.path(".local/bin/wechatpay")).ok()
    }
}

#[test]
fn the_install_script_installs_what_the_checksum_is_of_and_nothing_else() {
    if !has("curl") || !cfg!(target_os = "linux") {
        return skip("the_install_script_installs…", "curl on Linux");
    }
    let release = Release::new();
    let done = release.install();
    assert!(done.status.success(), "{}", words(&done));
    assert!(words(&done).contains("installed wechatpay 1.2.3"));
    assert!(words(&done).contains("add it to your PATH"));
    let before = release.installed();
    assert!(before.is_some());

    release.list(&"0".repeat(64));
    let changed = release.install();
    assert_eq!(changed.status.code(), Some(1));
    assert!(words(&changed).contains("nothing was installed"));
    assert_eq!(release.installed(), before);

    release.home.write("release/SHA256SUMS", "");
    let missing = release.install();
    assert_eq!(missing.status.code(), Some(1));
    assert!(words(&missing).contains("is not listed in"));

    std::fs::remove_file(release.home.path("release/SHA256SUMS")).unwrap();
    let unreachable = release.install();
    assert_eq!(unreachable.status.code(), Some(1));
    assert!(words(&unreachable).contains("cannot download"));
    assert_eq!(release.installed(), before);
}

#[test]
fn the_install_script_does_nothing_if_it_arrives_in_part() {
    let whole = std::fs::read_to_string(project("packaging/install.sh")).unwrap();
    let lines: Vec<_> = whole.lines().collect();
    let release = Release::new();
    for end in [10, 20, 40, lines.len() - 1] {
        release.home.write("part.sh", lines[..end].join("\n"));
        let mut command = Command::new("sh");
        command.arg(release.home.path("part.sh"));
        command.env("HOME", release.home.path(""));
        let _ = command.output().unwrap();
        assert_eq!(release.installed(), None, "{end} lines");
    }
}

#[test]
fn the_action_downloads_checks_and_says_what_changed() {
    let home = Home::new();
    let run = |mode: &str, days: &str, command: &str| {
        let mut run = Command::new("bash");
        run.arg(project(".github/actions/platform-certificates/run.sh"));
        run.env_clear().current_dir(home.path(""));
        run.env("PATH", std::env::var_os("PATH").unwrap());
        run.env("HOME", home.path("")).env("WECHATPAY_SANDBOX", "1");
        run.env("MODE", mode)
            .env("FOLDER", "certs")
            .env("MIN_DAYS", days);
        run.env("COMMAND", command);
        home.write("outputs", "");
        run.env("GITHUB_OUTPUT", home.path("outputs"));
        let output = run.output().unwrap();
        (output.status.code(), words(&output), home.read("outputs"))
    };
    let binary = env!("CARGO_BIN_EXE_wechatpay");
    let (code, words, outputs) = run("download", "30", binary);
    assert_eq!(code, Some(0), "{words}");
    assert!(outputs.contains("changed=true\n"), "{outputs}");
    assert!(
        outputs.starts_with("certificates={\"schema\":"),
        "{outputs}"
    );
    assert_eq!(std::fs::read_dir(home.path("certs")).unwrap().count(), 1);

    let (code, words, outputs) = run("download", "30", binary);
    assert_eq!(code, Some(0), "{words}");
    assert!(outputs.contains("changed=false\n"), "{outputs}");

    let (code, words, outputs) = run("check", "30", binary);
    assert_eq!(code, Some(0), "{words}");
    assert!(outputs.contains("changed=false\n"), "{outputs}");

    let (code, words, outputs) = run("check", "36500", binary);
    assert_eq!(code, Some(8), "{words}");
    assert!(outputs.contains("changed=true\n"), "{outputs}");
    assert!(words.contains("::warning::"), "{words}");

    let (code, words, _) = run("install", "30", binary);
    assert_eq!(code, Some(2), "{words}");
    let (code, words, _) = run("download", "30", "no-such-command");
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("::error::"), "{words}");
}

#[test]
fn the_systemd_units_are_valid() {
    if !has("systemd-analyze") {
        return skip("the_systemd_units_are_valid", "systemd-analyze");
    }
    let home = Home::new();
    let units = home.path("usr/lib/systemd/system");
    std::fs::create_dir_all(&units).unwrap();
    std::fs::create_dir_all(home.path("usr/bin")).unwrap();
    std::fs::copy("/bin/true", home.path("usr/bin/wechatpay")).unwrap();
    for name in ["wechatpay.service", "wechatpay.socket"] {
        let from = project("packaging/systemd").join(name);
        std::fs::copy(from, units.join(name)).unwrap();
    }
    let mut command = Command::new("systemd-analyze");
    command
        .args(["verify", "--man=no", "--root"])
        .arg(home.path(""));
    command.arg("wechatpay.service");
    let words = words(&command.output().unwrap());
    let about_ours: Vec<_> = words
        .lines()
        .filter(|line| line.contains("wechatpay."))
        // The rest of the system is not in this root.
        .filter(|line| !line.contains("sysinit.target") && !line.contains("/bin/sh"))
        .collect();
    assert!(about_ours.is_empty(), "{words}");
}

#[test]
fn shell_scripts_that_are_published_are_clean() {
    if !has("shellcheck") {
        return skip("shell_scripts_that_are_published_are_clean", "shellcheck");
    }
    let scripts = [
        "packaging/build",
        "packaging/check",
        "packaging/check-container",
        "packaging/check-debian",
        "packaging/check-windows",
        "packaging/install.sh",
        "packaging/release",
        "packaging/debian/postinst",
        "packaging/debian/postrm",
        "packaging/debian/prerm",
        ".github/actions/platform-certificates/run.sh",
    ];
    let mut command = Command::new("shellcheck");
    command.args(["--severity", "warning"]);
    command.args(scripts.map(project));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
}
