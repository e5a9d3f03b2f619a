//! The keyring of the system, through its own program: `secret-tool` of libsecret on Linux,
//! `security` on macOS. A secret goes in on standard input and comes out on standard output, never
//! through an argument, which other users can see.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use zeroize::Zeroizing;

use super::secret_command::{self, CommandFailed};
use crate::shell;

/// The service that every entry is stored under; its account is the name in the profile.
const SERVICE: &str = "wechatpay";

/// The exit code of `security` if there is no entry.
const MACOS_NOT_FOUND: i32 = 44;

/// `security` reads commands in lines of 4096 bytes.
const MACOS_MAX_SECRET_BYTES: usize = 3500;

/// Why a keyring gives or takes no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No keyring of this system is known.
    #[error("no keyring of this system is supported")]
    Unsupported,
    /// The program that talks to the keyring is not installed.
    #[error("{0} is not installed")]
    NoProgram(&'static str),
    /// The program cannot be started.
    #[error("{program} cannot be started")]
    NotStarted {
        /// The program.
        program: &'static str,
        /// The system's reason.
        kind: io::ErrorKind,
    },
    /// The program did not end in time, and was ended.
    #[error("{program} did not end within {} s", timeout.as_secs())]
    TimedOut {
        /// The program.
        program: &'static str,
        /// The time that it had.
        timeout: Duration,
    },
    /// There is no entry of that name.
    #[error("the keyring has no such entry")]
    NoEntry,
    /// It is locked, does not run, or the person refused; with what the program printed.
    #[error("the keyring refused{}", message.as_ref().map_or_else(String::new, |message| format!(": {message}")))]
    Refused {
        /// The last line that the program wrote.
        message: Option<String>,
    },
    /// What was stored does not come out again as it was.
    #[error("the keyring does not give back what was stored")]
    NotKept,
}

/// Returns the command line that stores an entry by hand, which asks for the secret.
#[must_use]
pub fn store_command(name: &str) -> Option<String> {
    match System::here()? {
        System::SecretService => Some(format!(
            "secret-tool store --label={SERVICE} service {SERVICE} account {}",
            shell::word(name)
        )),
        System::Keychain => Some(format!(
            "security add-generic-password -U -s {SERVICE} -a {} -w",
            shell::word(name)
        )),
    }
}

/// Reads an entry. `withheld` are the variables that hold other secrets.
///
/// # Errors
/// Returns an error if there is none, or the keyring does not give it.
pub fn lookup(
    name: &str,
    withheld: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
    let system = System::here().ok_or(KeyringError::Unsupported)?;
    let mut command = match system {
        System::SecretService => system.command(["lookup", "service", SERVICE, "account", name]),
        System::Keychain => {
            system.command(["find-generic-password", "-s", SERVICE, "-a", name, "-w"])
        }
    };
    for variable in withheld {
        command.env_remove(variable);
    }
    let mut found = system.run(command, None)?;
    if system == System::Keychain && found.ends_with(b"\n") {
        found.pop();
    }
    Ok(found)
}

/// Stores an entry, in the place of one of the same name.
///
/// # Errors
/// Returns an error if the keyring does not take it, or gives back something else.
pub fn store(name: &str, secret: &[u8]) -> Result<(), KeyringError> {
    let system = System::here().ok_or(KeyringError::Unsupported)?;
    match system {
        System::SecretService => {
            let label = format!("--label={SERVICE} {name}");
            let command = system.command(["store", &label, "service", SERVICE, "account", name]);
            system.run(command, Some(secret))?;
        }
        System::Keychain => {
            let line = keychain_line(name, &in_one_line(secret)).ok_or(KeyringError::NotKept)?;
            system.run(system.command(["-i"]), Some(&line))?;
        }
    }
    match lookup(name, [""; 0]) {
        Ok(entry) if holds(&entry, secret) => Ok(()),
        Ok(_) | Err(KeyringError::NoEntry) => Err(KeyringError::NotKept),
        Err(error) => Err(error),
    }
}

/// Tells whether an entry is what storing a secret makes of it.
#[must_use]
pub fn holds(entry: &[u8], secret: &[u8]) -> bool {
    match System::here() {
        Some(System::Keychain) => entry == in_one_line(secret).as_slice(),
        Some(System::SecretService) | None => entry == secret,
    }
}

/// Removes an entry.
///
/// # Errors
/// Returns an error if there is none, or the keyring does not remove it.
pub fn remove(name: &str) -> Result<(), KeyringError> {
    let system = System::here().ok_or(KeyringError::Unsupported)?;
    let command = match system {
        System::SecretService => system.command(["clear", "service", SERVICE, "account", name]),
        System::Keychain => system.command(["delete-generic-password", "-s", SERVICE, "-a", name]),
    };
    system.run(command, None).map(drop)
}

/// Returns a PEM text in one line, with `\n` for its line breaks, as a key file may be, too: the
/// keychain shows a text of several lines in hexadecimal.
fn in_one_line(secret: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut line = Zeroizing::new(Vec::with_capacity(2 * secret.len()));
    for byte in secret {
        match byte {
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => {}
            other => line.push(*other),
        }
    }
    line
}

/// Returns the line that lets `security -i` store a secret, which is one line of visible characters.
fn keychain_line(name: &str, secret: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_plain = |text: &[u8]| text.iter().all(|b| matches!(b, b' '..=b'~'));
    if !is_plain(secret) || secret.len() > MACOS_MAX_SECRET_BYTES || name.contains(['\n', '\r']) {
        return None;
    }
    let quoted = |text: &[u8]| {
        let mut quoted = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
        quoted.push(b'"');
        for byte in text {
            if matches!(byte, b'"' | b'\\') {
                quoted.push(b'\\');
            }
            quoted.push(*byte);
        }
        quoted.push(b'"');
        quoted
    };
    let mut line = Zeroizing::new(Vec::with_capacity(2 * secret.len() + name.len() + 200));
    line.extend_from_slice(b"add-generic-password -U -s ");
    line.extend_from_slice(SERVICE.as_bytes());
    line.extend_from_slice(b" -a ");
    line.extend_from_slice(&quoted(name.as_bytes()));
    line.extend_from_slice(b" -w ");
    line.extend_from_slice(&quoted(secret));
    line.push(b'\n');
    Some(line)
}

/// A kind of keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    /// The Secret Service of GNOME, KDE and others.
    SecretService,
    /// The keychain of macOS.
    Keychain,
}

impl System {
    fn here() -> Option<Self> {
        if cfg!(target_os = "macos") {
            Some(Self::Keychain)
        } else if cfg!(unix) {
            Some(Self::SecretService)
        } else {
            None
        }
    }

    fn program(self) -> &'static str {
        match self {
            Self::SecretService => "secret-tool",
            Self::Keychain => "security",
        }
    }

    fn command<const N: usize>(self, arguments: [&str; N]) -> Command {
        let mut command = Command::new(self.program());
        command.args(arguments);
        command
    }

    fn run(
        self,
        mut command: Command,
        input: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let program = self.program();
        let output = secret_command::output(&mut command, input)
            .map_err(|error| not_run(program, &error))?;
        let stdout = Zeroizing::new(output.stdout);
        if output.status.success() {
            return Ok(stdout);
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        let message = stderr.lines().map(str::trim).rfind(|line| !line.is_empty());
        let is_absent = match self {
            Self::SecretService => message.is_none() && output.status.code() == Some(1),
            Self::Keychain => output.status.code() == Some(MACOS_NOT_FOUND),
        };
        if is_absent {
            return Err(KeyringError::NoEntry);
        }
        let prefix = format!("{program}: ");
        let message =
            message.map(|message| message.strip_prefix(&prefix).unwrap_or(message).to_owned());
        Err(KeyringError::Refused { message })
    }
}

fn not_run(program: &'static str, error: &io::Error) -> KeyringError {
    let failed = error.get_ref().and_then(|inner| inner.downcast_ref());
    match (failed, error.kind()) {
        (Some(CommandFailed::TimedOut(timeout)), _) => {
            let timeout = *timeout;
            KeyringError::TimedOut { program, timeout }
        }
        (_, io::ErrorKind::NotFound) => KeyringError::NoProgram(program),
        (_, kind) => KeyringError::NotStarted { program, kind },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keychain_is_told_one_quoted_line_on_standard_input() {
        let line = keychain_line("shop/apiv3_key", br#"a"b\c d"#).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&line),
            "add-generic-password -U -s wechatpay -a \"shop/apiv3_key\" -w \"a\\\"b\\\\c d\"\n"
        );
        assert_eq!(in_one_line(b"two\r\nlines\n").as_slice(), br"two\nlines\n");
        assert!(keychain_line("shop/key", b"two\nlines").is_none());
        assert!(keychain_line("a\nb", b"secret").is_none());
    }
}
