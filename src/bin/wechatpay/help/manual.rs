//! A page in its parts, for every form of it: on a terminal, as a manual page, in the reference.

use clap::Command;

use super::page::{Help, exit_rows, global_options, word};
use super::part::{Content, Part};
use super::texts::Texts;
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
        let texts = Texts::of(words.iter().copied());
        let own = |attribute: &str| texts.own(lang, Some(attribute));
        let mut parts: Vec<_> = own("long").map(Part::text).into_iter().collect();
        let sections = help.sections(lang).into_iter();
        parts.extend(
            sections.map(|section| Part::new(section.heading, Content::Rows(section.rows))),
        );
        if words.is_empty() {
            let heading = help_text(lang, "help-topic-options", None).unwrap_or_default();
            parts.push(Part::new(
                heading,
                Content::Rows(global_options(root, lang)),
            ));
        }
        if let Some(examples) = own("examples") {
            let lines = examples.lines().map(str::to_owned).collect();
            parts.push(Part::new(word(lang, "examples"), Content::Code(lines)));
        }
        if let Some(codes) = own("exit") {
            let rows = Content::Rows(exit_rows(&codes, lang, own));
            parts.push(Part::new(word(lang, "exit-codes"), rows));
        }
        Ok(Self {
            name: [&["wechatpay"], words].concat().join("-"),
            is_topic: false,
            about: texts.own(lang, None).unwrap_or_default(),
            usage: Some(help.usage(lang)),
            parts,
            official: own("page"),
            see_also: Self::beside(root, words),
        })
    }

    /// Returns the page of a topic.
    pub(super) fn of_topic(root: &Command, topic: Topic, lang: Lang) -> Self {
        Self {
            name: format!("wechatpay-{}", topic.name()),
            is_topic: true,
            about: topic.about(lang),
            usage: None,
            parts: topic.parts(root, lang),
            official: None,
            see_also: vec!["wechatpay".to_owned()],
        }
    }

    /// Returns the names of the page above, and of those below.
    fn beside(root: &Command, words: &[&str]) -> Vec<String> {
        let mut command = Some(root);
        for word in words {
            command = command.and_then(|command| command.find_subcommand(word));
        }
        let above = words.split_last().map(|(_, above)| above);
        let name = |words: &[&str]| [&["wechatpay"], words].concat().join("-");
        let inner = command.into_iter().flat_map(Command::get_subcommands);
        let below = inner.map(|inner| name(&[words, &[inner.get_name()]].concat()));
        above.map(name).into_iter().chain(below).collect()
    }
}
