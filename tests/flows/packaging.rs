//! What is published beside the binary: the install script, the action for CI, the systemd units.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use crate::home::{Home, IDENTITY};
use crate::{PATIENCE, responses};

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// Returns where a program is.
fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap();
    let mut files = std::env::split_paths(&path).map(|folder| folder.join(program));
    files.find(|file| file.exists())
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
        let archive = format!("{name}.tar.gz");
        let release = Self { home, archive };
        release.publish("#!/bin/sh\necho wechatpay 1.2.3\n");
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

    /// Publishes another binary, with its checksum.
    fn publish(&self, script: &str) {
        let name = self.archive.strip_suffix(".tar.gz").unwrap();
        self.home
            .write(&format!("release/{name}/wechatpay"), script);
        let mut tar = Command::new("tar");
        tar.current_dir(self.home.path("release"))
            .args(["-czf", &self.archive, name]);
        assert!(tar.status().unwrap().success());
        self.list(&self.checksum());
    }

    fn install(&self) -> Output {
        self.install_with(&[])
    }

    fn install_with(&self, variables: &[(&str, &str)]) -> Output {
        let url = format!("file://{}", self.home.path("release").display());
        let mut command = Command::new("/bin/sh");
        command.arg(project("packaging/install.sh")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", self.home.path(""));
        command.env("WECHATPAY_VERSION", "1.2.3");
        command.env("WECHATPAY_DOWNLOAD_URL", url);
        command.envs(variables.iter().copied());
        command.output().unwrap()
    }

    /// Returns the responses of a server that has this release, for its list and its archive.
    fn responses(&self) -> Vec<Vec<u8>> {
        let names = ["SHA256SUMS", &self.archive];
        let files = names.map(|name| std::fs::read(self.home.path(&format!("release/{name}"))));
        let responses = files.map(|bytes| responses::http(200, &[], &bytes.unwrap()));
        responses.to_vec()
    }

    fn installed(&self) -> Option<String> {
        std::fs::read_to_string(self.home.path(".local/bin/wechatpay")).ok()
    }

    /// Returns the folder of a `PATH` with what the script uses, without what downloads and checks.
    fn tools(&self, more: &[&str]) -> PathBuf {
        let tools = self.home.path("tools");
        std::fs::create_dir_all(&tools).unwrap();
        let used = [
            "uname", "tar", "gzip", "mktemp", "mkdir", "touch", "rm", "cat", "chmod", "mv", "tail",
        ];
        for tool in used.iter().chain(more) {
            std::os::unix::fs::symlink(found(tool).unwrap(), tools.join(tool)).unwrap();
        }
        tools
    }

    /// Returns what the script left beside the binary.
    fn left(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.home.path(".local/bin"));
        let names = entries.into_iter().flatten().map(|entry| {
            let name = entry.unwrap().file_name();
            name.into_string().unwrap()
        });
        names.filter(|name| name != "wechatpay").collect()
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

    for (list, reason) in [
        ("", "not a list of checksums"),
        (
            "<!doctype html>\n<p>Log in</p>\n",
            "not a list of checksums",
        ),
    ] {
        release.home.write("release/SHA256SUMS", list);
        let missing = release.install();
        assert_eq!(missing.status.code(), Some(1));
        assert!(words(&missing).contains("is not listed in"));
        assert!(words(&missing).contains(reason), "{}", words(&missing));
    }

    std::fs::remove_file(release.home.path("release/SHA256SUMS")).unwrap();
    let unreachable = release.install();
    assert_eq!(unreachable.status.code(), Some(1));
    assert!(words(&unreachable).contains("cannot download"));
    assert_eq!(release.installed(), before);
    assert_eq!(release.left(), Vec::<String>::new());
}

#[test]
fn the_install_script_takes_its_proxy_and_version_from_the_environment() {
    if !has("curl") || !cfg!(target_os = "linux") {
        return skip("the_install_script_takes…", "curl on Linux");
    }
    let release = Release::new();
    let url = ("WECHATPAY_DOWNLOAD_URL", "http://releases.invalid/v1/");
    let (proxy, requests) = responses::server(release.responses());
    let done = release.install_with(&[url, ("http_proxy", &proxy)]);
    assert!(done.status.success(), "{}", words(&done));
    for name in ["SHA256SUMS", &release.archive] {
        let request = requests.recv_timeout(PATIENCE).unwrap();
        let line = format!("GET http://releases.invalid/v1/{name} HTTP/1.1\r\n");
        assert!(request.raw.starts_with(line.as_bytes()), "{line}");
    }

    let closed = responses::closed_address();
    let refused = release.install_with(&[url, ("http_proxy", &closed)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused).contains("cannot download http://releases.invalid/v1/SHA256SUMS"));
    assert!(words(&refused).contains("a proxy (https_proxy)"));

    // A mirror that has another version than the script was made for.
    let refused = release.install_with(&[("WECHATPAY_VERSION", "9.9.9")]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused).contains("set WECHATPAY_VERSION=1.2.3"));
}

#[test]
fn the_install_script_says_with_either_tool_why_a_download_failed() {
    if !cfg!(target_os = "linux") {
        return skip("the_install_script_says_with_either_tool…", "Linux");
    }
    let release = Release::new();
    let tools = release.tools(&["sha256sum"]);
    for tool in ["curl", "wget"] {
        let Some(found) = found(tool) else {
            skip("the_install_script_says_with_either_tool…", tool);
            continue;
        };
        let link = tools.join(tool);
        std::os::unix::fs::symlink(found, &link).unwrap();
        let path = ("PATH", tools.to_str().unwrap());
        let (url, _requests) = responses::server(vec![responses::http(404, &[], b"")]);
        let refused = release.install_with(&[path, ("WECHATPAY_DOWNLOAD_URL", &url)]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(words(&refused).contains("404"), "{}", words(&refused));
        assert_eq!(release.installed(), None);

        let (url, _requests) = responses::server(release.responses());
        let done = release.install_with(&[path, ("WECHATPAY_DOWNLOAD_URL", &url)]);
        assert!(done.status.success(), "{tool}: {}", words(&done));
        std::fs::remove_file(release.home.path(".local/bin/wechatpay")).unwrap();
        std::fs::remove_file(link).unwrap();
    }
}

#[test]
fn the_install_script_replaces_a_binary_only_by_one_that_starts() {
    if !has("curl") || !cfg!(target_os = "linux") {
        return skip("the_install_script_replaces…", "curl on Linux");
    }
    let release = Release::new();
    assert!(release.install().status.success());
    let before = release.installed();

    release.publish("#!/bin/sh\nexit 1\n");
    let broken = release.install();
    assert_eq!(broken.status.code(), Some(1));
    assert!(words(&broken).contains("does not start"));
    assert_eq!(release.installed(), before);
    assert_eq!(release.left(), Vec::<String>::new());

    let newer = "#!/bin/sh\necho wechatpay 1.2.4\n";
    release.publish(newer);
    assert!(release.install().status.success());
    assert_eq!(release.installed().as_deref(), Some(newer));
}

#[test]
fn the_install_script_says_in_both_languages_why_it_cannot_install() {
    if !has("curl") || !cfg!(target_os = "linux") {
        return skip("the_install_script_says…", "curl on Linux");
    }
    let release = Release::new();
    let tools = release.tools(&[]);
    let path = ("PATH", tools.to_str().unwrap());
    release.home.write("a file", "");
    let file = release.home.path("a file").join("bin");
    let below_a_file = ("WECHATPAY_INSTALL_DIR", file.to_str().unwrap());
    let taken = release.home.path("taken");
    std::fs::create_dir_all(taken.join("wechatpay")).unwrap();
    let taken = ("WECHATPAY_INSTALL_DIR", taken.to_str().unwrap());
    let other = ("WECHATPAY_VERSION", "9.9.9");
    for (variable, english, chinese) in [
        (path, "neither curl nor wget", "未安装 curl"),
        (below_a_file, "cannot write to", "无法写入"),
        (taken, "is a folder", "是文件夹"),
        (other, "is not listed in", "中没有 wechatpay-9.9.9"),
    ] {
        let refused = release.install_with(&[variable]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(words(&refused).contains(english), "{}", words(&refused));
        assert!(words(&refused).contains("help: "), "{}", words(&refused));
        let refused = release.install_with(&[variable, ("LANG", "zh_CN.UTF-8")]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(words(&refused).contains(chinese), "{}", words(&refused));
        assert!(words(&refused).contains("帮助："), "{}", words(&refused));
    }
    assert_eq!(release.installed(), None);
    assert_eq!(release.left(), Vec::<String>::new());

    // A folder with spaces and Chinese characters.
    let folder = release.home.path("我的 程序");
    let done = release.install_with(&[
        ("WECHATPAY_INSTALL_DIR", folder.to_str().unwrap()),
        ("WECHATPAY_LANG", "zh"),
    ]);
    assert!(done.status.success(), "{}", words(&done));
    assert!(words(&done).contains("安装到"), "{}", words(&done));
    assert!(folder.join("wechatpay").exists());
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
fn the_lines_for_gitlab_run_with_a_key_that_can_be_masked() {
    let home = Home::new();
    let binary = env!("CARGO_BIN_EXE_wechatpay");
    home.run("--sandbox download-certs -o certs").ok();
    let key = home.path(IDENTITY).join("apiclient_key.pem");
    std::fs::copy(key, home.path("apiclient_key.pem")).unwrap();
    for page in [
        "docs/certificates-in-ci.md",
        "docs/zh-CN/certificates-in-ci.md",
    ] {
        let text = std::fs::read_to_string(project(page)).unwrap();
        let (_, job) = text.split_once("# .gitlab-ci.yml").unwrap();
        let (job, after) = job.split_once("```").unwrap();
        let (_, script) = job.split_once("script:").unwrap();
        let (_, on_one_line) = after.split_once("`grep ").unwrap();
        let (on_one_line, _) = on_one_line.split_once('`').unwrap();
        // The sandbox's merchant takes the place of the variables; the key is used by itself.
        let mut lines = vec![
            format!("key=$(grep {on_one_line})"),
            "[ $(printf %s \"$key\" | wc -l) = 0 ]".to_owned(),
            "WECHATPAY_PRIVATE_KEY=$key WECHATPAY_MCHID=1900000001 WECHATPAY_SERIAL_NO=1A2B \
             WECHATPAY_APPID=wx8888888888888888 wechatpay pay-params wx1 --json"
                .to_owned(),
            "export WECHATPAY_SANDBOX=1".to_owned(),
        ];
        let commands = script
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- "));
        lines.extend(commands.map(str::to_owned));
        assert!(lines.len() > 4, "{page}");
        home.write("script", lines.join("\n"));
        let mut shell = Command::new("bash");
        shell.args(["-eo", "pipefail", "script"]);
        shell.env_clear().current_dir(home.path(""));
        let folder = Path::new(binary).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap();
        let path = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
        shell.env("PATH", std::env::join_paths(path).unwrap());
        shell.env("HOME", home.path(""));
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{page}: {}", words(&output));
    }
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
fn the_service_is_never_given_up_and_takes_its_store_from_the_environment() {
    let unit = |name| std::fs::read_to_string(project("packaging/systemd").join(name)).unwrap();
    let service = unit("wechatpay.service");
    for line in ["StartLimitIntervalSec=0", "Restart=always"] {
        assert!(service.lines().any(|known| known == line), "no {line}");
    }
    // The option would come before the variable of the environment file.
    for file in ["systemd/wechatpay.service", "Containerfile"] {
        let text = std::fs::read_to_string(project("packaging").join(file)).unwrap();
        assert!(text.contains("WECHATPAY_STORE=/var/lib/wechatpay/inbox.db"));
        assert!(!text.contains("--store"), "{file}");
        assert!(!text.contains("WECHATPAY_CONFIG"), "{file}");
    }
    // A condition that is not met fails the socket after twenty connections.
    for name in ["wechatpay.service", "wechatpay.socket"] {
        assert!(!unit(name).contains("\nCondition"), "{name}");
    }
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
        "packaging/check-crate",
        "packaging/check-debian",
        "packaging/check-systemd",
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
