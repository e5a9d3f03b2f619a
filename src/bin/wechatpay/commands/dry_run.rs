//! `--dry-run` and `--curl`: what would be sent, and what was signed.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::{Signed, curl_command, quoted_word};
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
    show_request(
        &signed.request,
        signed.url(),
        Some(message(signed)),
        context,
    )
}

fn message(signed: &Signed) -> String {
    String::from_utf8_lossy(&signed.message().to_bytes()).into_owned()
}

/// Shows an upload: the file itself is only named.
pub(crate) fn show_upload(
    signed: &Signed,
    file: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let meta = signed.signed_part.clone().unwrap_or_default();
    let meta = String::from_utf8_lossy(&meta);
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
            format!("meta={meta};type=application/json"),
            format!("file=@\"{path}\""),
        ]
        .map(|part| format!("-F {}", quoted_word(part.as_bytes())));
        return show_curl(&request, &signed.url(), &parts);
    }
    request.body = format!(
        "multipart/form-data, {} bytes: meta={meta}, file=@{}",
        request.body.len(),
        file.display()
    )
    .into_bytes();
    show_request(&request, signed.url(), Some(message(signed)), context)
}

/// Shows a request that nothing signs.
pub(crate) fn show_request(
    request: &Request,
    url: String,
    message: Option<String>,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    if context.global.curl {
        return show_curl(request, &url, &[]);
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
    })
}

fn show_curl(request: &Request, url: &str, arguments: &[String]) -> Result<ExitStatus, CliError> {
    let word = |text: &str| quoted_word(text.as_bytes());
    let url = match url.split_once(SECRET_PLACEHOLDER) {
        Some((before, after)) => format!(
            "{}\"${{WECHATPAY_APP_SECRET:?}}\"{}",
            word(before),
            word(after)
        ),
        None => word(url),
    };
    let command = curl_command(request, &url, arguments) + "\n";
    Output::raw(command.as_bytes()).map(|()| ExitStatus::Success)
}
