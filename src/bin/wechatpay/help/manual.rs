//! A page in its parts, for its forms beside that on a terminal: as a manual page, in the reference.

use clap::Command;

use super::page::{Help, global_options};
use super::part::Part;
use super::topic::Topic;
use crate::ui::{Lang, help_text};

/// A page.
pub(super) struct Manual {
    /// The name of its manual page, such as `wechatpay-refund-create`.
    pub(super) name: String,
    pub(super) is_topic: bool,
    pub(super) about: String,
    pub(super) usage: Option<String>,
    pub(super) parts: Vec<Part>,
    /// The address of WeChat Pay's own page.
    pub(super) official: Option<String>,
    /// The names of other pages.
    pub(super) see_also: Vec<String>,
}

impl Manual {
    /// Returns the page of the command that these words lead to, or the word that is not a command.
    pub(super) fn of<'w>(root: &Command, words: &[&'w str], lang: Lang) -> Result<Self, &'w str> {
        let help = Help::of(root, words.iter().copied(), true)?;
        let mut parts = help.parts(lang);
        if words.is_empty() {
            let heading = help_text(lang, "help-topic-options", None).unwrap_or_default();
            parts.push(Part::rows(heading, global_options(root, lang)));
        }
        let above = words.split_last().map(|(_, above)| name(above));
        let inner = help.command().get_subcommands();
        let below = inner.map(|inner| name(&[words, &[inner.get_name()]].concat()));
        Ok(Self {
            name: name(words),
            is_topic: false,
            about: help.about(lang),
            usage: Some(help.usage(lang)),
            parts,
            official: help.official(lang),
            see_also: above.into_iter().chain(below).collect(),
        })
    }

    /// Returns the page of a topic.
    pub(super) fn of_topic(root: &Command, topic: Topic, lang: Lang) -> Self {
        Self {
            name: name(&[topic.name()]),
            is_topic: true,
            about: topic.about(lang),
            usage: None,
            parts: topic.parts(root, lang),
            official: None,
            see_also: vec![name(&[])],
        }
    }
}

fn name(words: &[&str]) -> String {
    [&["wechatpay"], words].concat().join("-")
}
