//! Pages that belong to no command: `wechatpay help exit-codes`.

use clap::Command;
use wechatpay::diagnose::Cause;

use super::page::{Row, global_options, word, write_rows};
use super::texts::exit_code;
use crate::environment::OF_OPTIONS;
use crate::ui::{Page, Tone, help_text};

/// The topics, each with the text `help-topic-NAME`.
pub(crate) const NAMES: [&str; 6] = [
    "options",
    "environment",
    "exit-codes",
    "formatting",
    "findings",
    "schemas",
];

/// A topic.
#[derive(Debug, Clone, Copy)]
pub(super) struct Topic(&'static str);

/// Returns the topic of this name.
pub(super) fn named(name: &str) -> Option<Topic> {
    NAMES.into_iter().find(|known| *known == name).map(Topic)
}

impl Topic {
    /// Writes its page.
    pub(super) fn write(self, root: &Command, page: &mut Page) {
        let lang = page.lang;
        let Self(name) = self;
        let id = format!("help-topic-{name}");
        page.toned(Tone::Bold, help_text(lang, &id, None).unwrap_or_default());
        match name {
            "options" => {
                page.line("");
                write_rows(page, global_options(root, lang));
            }
            "environment" => {
                page.line("");
                let rows = OF_OPTIONS.iter().map(|(option, variables)| Row {
                    name: (*variables).to_owned(),
                    text: format!("--{}", option.replace('_', "-")),
                });
                write_rows(page, rows.collect());
            }
            "exit-codes" => {
                page.line("");
                let codes = (0..=9).map(|code| code.to_string());
                let codes = codes.chain(["130".to_owned(), "143".to_owned()]);
                let rows = codes.map(|code| Row {
                    text: exit_code(lang, &code).unwrap_or_default(),
                    name: code,
                });
                write_rows(page, rows.collect());
            }
            _ => {}
        }
        if let Some(text) = help_text(lang, &id, Some("long")) {
            page.line("");
            page.wrapped(&text);
        }
        if name == "findings" {
            let causes = Cause::ALL.iter().map(|cause| cause.name());
            page.wrapped(&causes.collect::<Vec<_>>().join(" "));
        }
        page.line("");
        page.wrapped(&word(lang, "footer-topic"));
    }
}
