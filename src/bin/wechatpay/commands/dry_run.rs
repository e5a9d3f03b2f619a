//! `--dry-run` and `--curl`: what would be sent, and what was signed.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::Signed;
use wechatpay::transport::Request;

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Output, Page, Render, Tone};

/// Stands for the app secret, which the shell puts in.
pub(crate) const SECRET_PLACEHOLDER: &str = "WECHATPAY-APP-SECRET";

#[derive(Serialize)]
struct Report {
    method: &'static str,
    url: String,
    headers: Map<String, Value>,
    body: String,
    /// The exact message; absent if nothing is signed.
    message: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "dry-run";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Bold, format!("{} {}", self.method, self.url));
        for (name, value) in &self.headers {
            page.line(format!("{name}: {}", value.as_str().unwrap_or_default()));
        }
        page.line("");
        page.lines(&self.body);
        if let Some(message) = &self.message {
            page.toned(Tone::Bold, text!("dry-run-message"));
            for line in message.split_terminator('\n') {
                page.line(format!("{line}\\n"));
            }
        }
    }
}

/// Shows a signed request instead of sending it.
pub(crate) fn show(signed: &Signed, context: &Context) -> Result<ExitStatus, CliError> {
    let message = String::from_utf8_lossy(&signed.message().to_bytes()).into_owned();
    show_request(&signed.request, signed.url(), Some(message), context)
}

/// Shows an upload: the file itself is only named.
pub(crate) fn show_upload(
    signed: &Signed,
    file: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let meta = signed.signed_part.clone().unwrap_or_default();
    let mut request = signed.request.clone();
    if context.global.curl {
        // curl makes the form, and so its boundary.
        request.body.clear();
        request
            .headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("Content-Type"));
        let path = file
            .to_string_lossy()
            .replace('\\', r"\\")
            .replace('"', r#"\""#);
        let parts = [
            format!(
                "meta={};type=application/json",
                String::from_utf8_lossy(&meta)
            ),
            format!("file=@\"{path}\""),
        ]
        .map(|part| format!("-F {}", word(part.as_bytes())));
        let command = curl(&request, &signed.url());
        let command = format!("{command} \\\n  {}\n", parts.join(" \\\n  "));
        return Output::raw(command.as_bytes()).map(|()| ExitStatus::Success);
    }
    request.body = format!(
        "multipart/form-data, {} bytes: meta={}, file=@{}",
        request.body.len(),
        String::from_utf8_lossy(&meta),
        file.display()
    )
    .into_bytes();
    let message = String::from_utf8_lossy(&signed.message().to_bytes()).into_owned();
    show_request(&request, signed.url(), Some(message), context)
}

/// Shows a request that nothing signs.
pub(crate) fn show_request(
    request: &Request,
    url: String,
    message: Option<String>,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    if context.global.curl {
        let command = format!("{}\n", curl(request, &url));
        return Output::raw(command.as_bytes()).map(|()| ExitStatus::Success);
    }
    let headers = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.as_str().into()))
        .collect();
    let body = String::from_utf8_lossy(&request.body).into_owned();
    context.output.show(&Report {
        method: request.method,
        url,
        headers,
        body,
        message,
    })?;
    Ok(ExitStatus::Success)
}

fn curl(request: &Request, url: &str) -> String {
    let mut parts = vec![format!("curl -sS -X {}", request.method), url_word(url)];
    parts.extend(
        request
            .headers
            .iter()
            .map(|(name, value)| format!("-H {}", word(format!("{name}: {value}").as_bytes()))),
    );
    if !request.body.is_empty() {
        parts.push(format!("--data-raw {}", word(&request.body)));
    }
    parts.join(" \\\n  ")
}

/// The secret comes from the environment in which the command is run.
fn url_word(url: &str) -> String {
    match url.split_once(SECRET_PLACEHOLDER) {
        Some((before, after)) => {
            format!(
                "{}\"${{WECHATPAY_APP_SECRET:?}}\"{}",
                word(before.as_bytes()),
                word(after.as_bytes())
            )
        }
        None => word(url.as_bytes()),
    }
}

/// Quotes bytes as one word of a shell.
fn word(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.chars().any(|c| c.is_control() && c != '\n') => {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
        _ => {
            let escaped: String = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
            format!("$'{escaped}'")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_survives_the_shell() {
        assert_eq!(word(b"it's"), r"'it'\''s'");
        assert_eq!(word(&[0xff, b'a']), r"$'\xff\x61'");
    }
}
