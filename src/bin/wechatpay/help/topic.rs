//! Pages that belong to no command: `wechatpay help exit-codes`.

use clap::Command;
use wechatpay::diagnose::{Cause, Sentence, Subject};
use wechatpay::profile::Field;

use super::page::global_options;
use super::part::{Part, Row};
use super::schema;
use super::texts::{exit_code, shared, word};
use crate::environment::OF_OPTIONS;
use crate::exit_status::Kind;
use crate::text;
use crate::ui::{Lang, Text, help_text};

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

/// Returns every topic.
pub(super) fn every() -> impl Iterator<Item = Topic> {
    NAMES.into_iter().map(Topic)
}

impl Topic {
    pub(super) fn name(self) -> &'static str {
        self.0
    }

    /// Returns its title.
    pub(super) fn about(self, lang: Lang) -> String {
        help_text(lang, &self.id(), None).unwrap_or_default()
    }

    fn id(self) -> String {
        format!("help-topic-{}", self.0)
    }

    /// Returns its parts: what there is, and how it is used.
    pub(super) fn parts(self, root: &Command, lang: Lang) -> Vec<Part> {
        let long = help_text(lang, &self.id(), Some("long"));
        let long = long.map(Part::text).into_iter();
        let before = |rows| vec![Part::rows("", rows)];
        let parts = match self.0 {
            "options" => before(global_options(root, lang)),
            "environment" => vec![
                Part::rows(&word(lang, "variables-options"), variables_of_options(lang)),
                Part::rows(&word(lang, "variables-fields"), variables_of_fields(lang)),
            ],
            "exit-codes" => before(exit_codes(lang)),
            "findings" => return long.chain(before(findings(lang))).collect(),
            "schemas" => return long.chain(before(schema::rows())).collect(),
            _ => Vec::new(),
        };
        parts.into_iter().chain(long).collect()
    }
}

/// Returns the variables that stand for options.
fn variables_of_options(lang: Lang) -> Vec<Row> {
    let rows = OF_OPTIONS.iter().map(|(field, variables)| {
        let option = field.replace('_', "-");
        let about = shared(lang, &option).unwrap_or_default();
        Row {
            name: (*variables).to_owned(),
            text: format!("--{option}{}{about}", word(lang, "colon")),
        }
    });
    rows.collect()
}

/// Returns the variables of a profile's fields.
fn variables_of_fields(lang: Lang) -> Vec<Row> {
    let rows = Field::ALL.into_iter().filter_map(|field| {
        let variables: Vec<_> = field.variables().collect();
        let text = help_text(lang, &field_id(field), None);
        (!variables.is_empty()).then(|| Row::new(variables.join(", "), text))
    });
    rows.collect()
}

pub(super) fn field_id(field: Field) -> String {
    format!("help-field-{}", field.key().replace('_', "-"))
}

/// Returns the exit codes, each with the kind of error under `--json`.
fn exit_codes(lang: Lang) -> Vec<Row> {
    let done = Row::new("0", exit_code(lang, "0"));
    let failed = Kind::ALL.into_iter().map(|kind| {
        let code = kind.code().to_string();
        Row::new(format!("{code} {}", kind.name()), exit_code(lang, &code))
    });
    std::iter::once(done).chain(failed).collect()
}

/// Returns every cause: what it means, and what to do.
fn findings(lang: Lang) -> Vec<Row> {
    let rows = Cause::ALL.iter().map(|cause| {
        let meanings = by_subject(lang, |subject| cause.meaning(subject));
        let fixes = by_subject(lang, |subject| cause.fix(subject));
        let fix = word(lang, "fix");
        let fixes = fixes.into_iter().map(|text| format!("{fix}{text}"));
        Row {
            name: cause.name(),
            text: meanings
                .into_iter()
                .chain(fixes)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    });
    rows.collect()
}

/// Returns a sentence once if it is the same wherever the signature is used, else with the
/// commands that say it.
fn by_subject(lang: Lang, sentence: impl Fn(Subject) -> Sentence) -> Vec<String> {
    const COMMANDS: [(Subject, &str); 3] = [
        (Subject::PayParams, "pay-params"),
        (Subject::Notification, "verify-notify"),
        (Subject::Request, "explain"),
    ];
    let mut texts: Vec<(String, Vec<&str>)> = Vec::new();
    for (subject, command) in COMMANDS {
        let text = Text::from(&sentence(subject)).show(lang);
        match texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, commands)) => commands.push(command),
            None => texts.push((text, vec![command])),
        }
    }
    if let [(text, _)] = texts.as_slice() {
        return vec![text.clone()];
    }
    let texts = texts.into_iter().map(|(text, commands)| {
        let commands = commands.join(lang.comma());
        text!("finding-of-commands", commands, text).show(lang)
    });
    texts.collect()
}
