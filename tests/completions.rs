//! The committed completion scripts are those that the command prints: they ask it for all that can
//! be completed, so that new options need no new script.

use std::path::Path;
use std::process::Command;

#[test]
fn committed_completions_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let scripts = [
        ("bash", "wechatpay.bash"),
        ("zsh", "_wechatpay"),
        ("fish", "wechatpay.fish"),
        ("powershell", "_wechatpay.ps1"),
        ("elvish", "wechatpay.elv"),
    ];
    for (shell, name) in scripts {
        let output = Command::new(env!("CARGO_BIN_EXE_wechatpay"))
            .args(["completions", shell])
            .env_clear()
            .output()
            .unwrap();
        assert!(output.status.success());
        let path = folder.join(name);
        let committed = std::fs::read(&path).unwrap_or_default();
        assert!(
            committed == output.stdout,
            "completions/{name} is not what `wechatpay completions {shell}` prints"
        );
    }
}
