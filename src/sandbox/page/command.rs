//! What to type to do the same as a button of the page.

use std::fmt::Write;
use std::path::Path;

use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;
use crate::sandbox::tls::authority::CERTIFICATE_FILE;

/// Quotes a word for a shell, if it needs it.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Writes commands that reach this sandbox from any terminal.
#[derive(Clone, Copy)]
pub(crate) struct Commands<'a> {
    data: &'a Path,
    is_default_folder: bool,
    origin: &'a str,
}

impl<'a> Commands<'a> {
    pub(crate) fn new(sandbox: &'a Sandbox, viewer: &'a Viewer) -> Self {
        Self {
            data: &sandbox.data,
            is_default_folder: sandbox.options.is_default_folder,
            origin: &viewer.origin,
        }
    }

    /// Returns `wechatpay sandbox …`.
    pub(crate) fn sandbox(&self, words: &[&str]) -> String {
        let line = line("wechatpay sandbox", words);
        if self.is_default_folder {
            return line;
        }
        format!("{line} --data {}", self.folder())
    }

    /// Returns another command, which is sent to this sandbox.
    pub(crate) fn merchant(&self, words: &[&str]) -> String {
        let line = line("wechatpay", words);
        if self.is_default_folder {
            return format!("{line} --sandbox");
        }
        format!("WECHATPAY_SANDBOX_DATA={} {line} --sandbox", self.folder())
    }

    /// Returns a control call by curl; the token is read from its file, so that it is in no
    /// history of a shell.
    pub(crate) fn control(&self, path: &str) -> String {
        format!(
            "{} -X POST {} {}",
            self.curl(),
            self.token(),
            self.url(path)
        )
    }

    /// Returns a control call with a body.
    pub(crate) fn control_with(&self, path: &str, json: &str) -> String {
        let (curl, token, url) = (self.curl(), self.token(), self.url(path));
        format!("{curl} {token} -d {} {url}", quoted(json))
    }

    /// Returns what a call by curl begins with.
    pub(crate) fn curl(&self) -> String {
        if self.origin.starts_with("https:") {
            let certificate = self.data.join(CERTIFICATE_FILE);
            format!(
                "curl --cacert {}",
                quoted(&certificate.display().to_string())
            )
        } else {
            "curl".to_owned()
        }
    }

    /// Returns a URL of this sandbox.
    pub(crate) fn url(&self, target: &str) -> String {
        quoted(&format!("{}{target}", self.origin))
    }

    /// Returns the data folder, which a shell elsewhere must find, too.
    fn folder(&self) -> String {
        let folder = std::path::absolute(self.data).unwrap_or_else(|_| self.data.to_owned());
        quoted(&folder.display().to_string())
    }

    fn token(&self) -> String {
        let folder = std::path::absolute(self.data).unwrap_or_else(|_| self.data.to_owned());
        let file = quoted(&folder.join("access-token").display().to_string());
        format!(r#"-H "Authorization: Bearer $(cat {file})""#)
    }
}

fn line(command: &str, words: &[&str]) -> String {
    words.iter().fold(command.to_owned(), |mut line, word| {
        // Writing to a string does not fail.
        let _ = write!(line, " {}", quoted(word));
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(is_default_folder: bool, origin: &str) -> Commands<'_> {
        Commands {
            data: Path::new("/srv/my data"),
            is_default_folder,
            origin,
        }
    }

    #[test]
    fn a_number_with_marks_of_the_shell_is_quoted() {
        let commands = commands(true, "http://127.0.0.1:1");
        assert_eq!(
            commands.sandbox(&["pay", "order-1"]),
            "wechatpay sandbox pay order-1"
        );
        assert_eq!(
            commands.sandbox(&["pay", "a|b*c'd"]),
            r"wechatpay sandbox pay 'a|b*c'\''d'"
        );
        assert_eq!(
            commands.merchant(&["query", "a"]),
            "wechatpay query a --sandbox"
        );
    }

    #[test]
    fn a_folder_that_commands_do_not_know_is_named() {
        let commands = commands(false, "https://localhost:8443");
        assert_eq!(
            commands.sandbox(&["pay", "a"]),
            "wechatpay sandbox pay a --data '/srv/my data'"
        );
        assert_eq!(
            commands.merchant(&["query", "a"]),
            "WECHATPAY_SANDBOX_DATA='/srv/my data' wechatpay query a --sandbox"
        );
        assert_eq!(
            commands.control("/_sandbox/pay/a"),
            "curl --cacert '/srv/my data/tls/ca.pem' -X POST -H \"Authorization: Bearer $(cat \
             '/srv/my data/access-token')\" https://localhost:8443/_sandbox/pay/a"
        );
    }
}
