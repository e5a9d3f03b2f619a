//! How the failure of a command is shown.

use std::io::{self, IsTerminal};

use wechatpay::protocol::json::to_escaped_string as clean_json;

use super::clean::{clean_line, indented};
use super::log::Level;
use super::output::{LogFormat, Output, tell_err, write_err};
use super::terminal::fitted;
use super::text::Text;
use super::tone::{Tone, paint};
use super::wrap::width;
use crate::error::CliError;
use crate::text;

impl Output {
    /// Tells why a command failed, on stderr.
    pub(crate) fn fail(&self, failure: &CliError) {
        if self.json {
            let mut object = failure.to_json(self.lang);
            if let Some(hint) = object["error"]["hint"].as_str() {
                object["error"]["hint"] = self.as_typed(hint).into();
            }
            write_err(&clean_json(&object));
            return;
        }
        if self.log_format == LogFormat::Json {
            // The process ends with this line, so it does not wait in a queue.
            let direct = Self {
                log_queue: None,
                ..self.clone()
            };
            direct.log(
                Level::Error,
                failure.message(self.lang),
                failure.to_json(self.lang),
            );
            return;
        }
        tell_err(&self.failure_lines(failure).join("\n"));
    }

    /// Returns the lines of a failure, each label with its text, which fit the terminal if stderr is
    /// one.
    fn failure_lines(&self, failure: &CliError) -> Vec<String> {
        let color = self.colored(io::stderr().is_terminal());
        let line = |tone, label: Text, text: &str| {
            let label = label.show(self.lang);
            let text = fitted(text, width(&label));
            format!("{}{text}", paint(color, tone, &label))
        };
        let cause = |text: &str| line(Tone::Dim, text!("ui-cause-label"), text);
        let message = clean_line(&failure.message(self.lang));
        let mut lines = vec![line(Tone::Bad, text!("ui-error-label"), &message)];
        let causes = failure.causes(self.lang);
        lines.extend(causes.map(|text| cause(&indented(&text))));
        let id = failure.request_id.as_ref();
        lines.extend(id.map(|id| cause(&format!("Request-ID {}", clean_line(id)))));
        lines.extend(
            failure
                .request_id_meaning(self.lang)
                .map(|meaning| cause(&text!("ui-request-id-means", meaning).show(self.lang))),
        );
        let help = indented(&self.as_typed(&failure.advice(self.lang)));
        lines.push(line(Tone::Bold, text!("ui-help-label"), &help));
        lines
    }

    /// Adds the options that select the merchant to the commands that a text says to run, so that
    /// they work as they are printed.
    pub(crate) fn as_typed(&self, text: &str) -> String {
        /// The commands that need a merchant.
        const SELECTING: [&str; 14] = [
            "api",
            "bill",
            "close",
            "create-order",
            "doctor",
            "download-certs",
            "events",
            "openid",
            "pay-params",
            "profile",
            "query",
            "refund",
            "serve-notify",
            "verify-notify",
        ];
        if self.selection.is_empty() {
            return text.to_owned();
        }
        let typed = |(at, part): (usize, &str)| {
            let rest = part.strip_prefix("wechatpay ").filter(|_| at % 2 == 1);
            let command = rest.and_then(|rest| rest.split(' ').next());
            match rest.filter(|_| command.is_some_and(|word| SELECTING.contains(&word))) {
                Some(rest) => format!("wechatpay {} {rest}", self.selection.join(" ")),
                None => part.to_owned(),
            }
        };
        let parts: Vec<String> = text.split('`').enumerate().map(typed).collect();
        parts.join("`")
    }
}
