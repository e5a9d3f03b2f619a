//! A page in its parts, for each form of it: on a terminal, in JSON, as a manual page.

use clap::Command;
use serde::Serialize;

use super::page::{Help, global_options};
use super::part::Part;
use super::texts::word;
use super::topic::{self, Topic};
use crate::ui::{Lang, Page, Render, Tone, help_text};

/// A page.
#[derive(Serialize)]
pub(super) struct Manual {
    /// The command, or the topic.
    name: String,
    #[serde(skip)]
    pub(super) is_topic: bool,
    pub(super) about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) usage: Option<String>,
    pub(super) parts: Vec<Part>,
    /// The address of WeChat Pay's own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) official: Option<String>,
    /// The commands under it.
    commands: Vec<String>,
}

impl Manual {
    /// Returns the page of a topic, or of the command that these words lead to.
    ///
    /// # Errors
    /// Returns the word that is neither.
    pub(super) fn named<'w>(
        root: &Command,
        words: &[&'w str],
        lang: Lang,
    ) -> Result<Self, &'w str> {
        let topic = match words {
            [word] => topic::named(word),
            _ => None,
        };
        match topic {
            Some(topic) => Ok(Self::of_topic(root, topic, lang)),
            None => Self::of(root, words, lang),
        }
    }

    /// Returns the page of the command that these words lead to, or the word that is not a command.
    pub(super) fn of<'w>(root: &Command, words: &[&'w str], lang: Lang) -> Result<Self, &'w str> {
        let help = Help::of(root, words.iter().copied(), true)?;
        let mut parts = help.parts(lang);
        if words.is_empty() {
            let heading = help_text(lang, "help-topic-options", None).unwrap_or_default();
            parts.push(Part::rows(&heading, global_options(root, lang)));
        }
        let inner = help.command().get_subcommands();
        Ok(Self {
            name: [&["wechatpay"], words].concat().join(" "),
            is_topic: false,
            about: help.about(lang),
            usage: Some(help.usage(lang)),
            parts,
            official: help.official(lang),
            commands: inner.map(|inner| inner.get_name().to_owned()).collect(),
        })
    }

    /// Returns the page of a topic.
    pub(super) fn of_topic(root: &Command, topic: Topic, lang: Lang) -> Self {
        Self {
            name: topic.name().to_owned(),
            is_topic: true,
            about: topic.about(lang),
            usage: None,
            parts: topic.parts(root, lang),
            official: None,
            commands: Vec::new(),
        }
    }

    /// Returns the name of the manual page, such as `wechatpay-refund-create`.
    pub(super) fn page_name(&self) -> String {
        let before = if self.is_topic { "wechatpay-" } else { "" };
        format!("{before}{}", self.name.replace(' ', "-"))
    }

    /// Returns the names of the manual pages above it and below it.
    pub(super) fn see_also(&self) -> Vec<String> {
        let name = self.page_name();
        let above = match self.name.rsplit_once(' ') {
            _ if self.is_topic => Some("wechatpay".to_owned()),
            Some((above, _)) => Some(above.replace(' ', "-")),
            None => None,
        };
        let below = self.commands.iter().map(|inner| format!("{name}-{inner}"));
        above.into_iter().chain(below).collect()
    }
}

impl Render for Manual {
    const SCHEMA: &'static str = "help";

    fn render(&self, page: &mut Page) {
        let lang = page.lang;
        if let Some(usage) = &self.usage {
            page.wrapped(&self.about);
            page.line("");
            page.wrapped(&format!("{}{usage}", word(lang, "usage")));
        } else {
            page.toned(Tone::Bold, self.about.as_str());
        }
        for part in &self.parts {
            part.write(page);
        }
        if let Some(url) = &self.official {
            page.line("");
            page.line(format!("{}{url}", word(lang, "official")));
        }
        page.line("");
        page.wrapped(&word(
            lang,
            if self.is_topic {
                "footer-topic"
            } else {
                "footer"
            },
        ));
    }
}
