//! Every command, option and value has its text in both languages, and no text is left over.

use std::collections::BTreeSet;
use std::fs;

use clap::{Arg, Command, CommandFactory, Parser};
use fluent_syntax::ast::Entry;
use wechatpay::profile::Field;

use super::page::{GROUPS, HEADINGS, Help};
use super::texts::{Texts, value_attribute};
use super::topic;
use crate::dispatch::Cli;
use crate::tree;
use crate::ui::{Lang, Output, help_text};

/// Values that are names of their own; those of any other option need a text each.
const NAMES: [&str; 8] = [
    "help-bill-fundflow--account",
    "help-bill-trade--type",
    "help-completions-shell",
    "help-create-order--h5-type",
    "help-refund-create--funds-account",
    "help-sandbox--mode",
    "help-trigger-event",
    "help-trigger--key",
];

/// The ids with their attributes, such as `help-query` and `help-query.long`.
fn catalogue() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en");
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        for entry in fluent_syntax::parser::parse(source.as_str()).unwrap().body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name.to_owned();
            let attributes = message.attributes.iter();
            ids.extend(attributes.map(|attribute| format!("{id}.{}", attribute.id.name)));
            ids.insert(id);
        }
    }
    ids.retain(|id| id.starts_with("help-"));
    ids
}

fn has(id: &str, attribute: Option<&str>) -> bool {
    let in_language = |lang| help_text(lang, id, attribute).is_some();
    in_language(Lang::En) && in_language(Lang::Zh)
}

/// What the tree needs and what it may use of the catalogues.
#[derive(Default)]
struct Needs {
    used: BTreeSet<String>,
    missing: Vec<String>,
}

impl Needs {
    fn id(&mut self, id: &str, attributes: &[&str], what: &str) {
        if !has(id, None) {
            self.missing.push(format!(
                "{what}: add `{id} = …` to the help-COMMAND.ftl of both languages in locales/ (a \
                 new file is listed in src/bin/wechatpay/ui/catalogue.rs)"
            ));
        }
        self.used.insert(id.to_owned());
        let named = attributes
            .iter()
            .map(|attribute| format!("{id}.{attribute}"));
        self.used.extend(named);
    }

    fn command(&mut self, command: &Command, path: &[&str]) {
        let texts = Texts::of(path.iter().copied());
        let what = format!(
            "the command `{}`",
            [&["wechatpay"], path].concat().join(" ")
        );
        self.id(
            texts.id(),
            &["usage", "long", "examples", "exit", "page"],
            &what,
        );
        let codes = texts.own(Lang::En, Some("exit")).unwrap_or_default();
        for code in codes.split_whitespace() {
            self.used.insert(format!("{}.exit-{code}", texts.id()));
            // A refusal by WeChat Pay; the sandbox refuses for itself.
            let is_of_sandbox = path.first() == Some(&"sandbox");
            if code == "5" && !is_of_sandbox && texts.own(Lang::En, Some("page")).is_none() {
                self.missing
                    .push(format!("{what}: its official page, `.page`"));
            }
        }
        for arg in command.get_arguments() {
            self.arg(&texts, arg, &what);
        }
        for inner in command.get_subcommands() {
            self.command(inner, &[path, &[inner.get_name()]].concat());
        }
    }

    fn arg(&mut self, texts: &Texts, arg: &Arg, what: &str) {
        let ids = texts.ids_of(arg);
        let id = ids.iter().find(|id| has(id, None)).unwrap_or(&ids[0]);
        self.id(
            id,
            &["long", "default"],
            &format!("{} of {what}", arg.get_id()),
        );
        let heading = arg.get_help_heading().unwrap_or_default();
        if !HEADINGS.contains(&heading) {
            self.missing.push(format!(
                "{} of {what}: the heading `{heading}` is not one of HEADINGS in help/page.rs",
                arg.get_id()
            ));
        }
        if !arg.get_action().takes_values() || NAMES.contains(&id.as_str()) {
            return;
        }
        for value in arg.get_possible_values() {
            let attribute = value_attribute(value.get_name());
            if !has(id, Some(&attribute)) {
                self.missing.push(format!(
                    "the value {} of {} of {what}: add `.{attribute}` to {id}",
                    value.get_name(),
                    arg.get_id()
                ));
            }
            self.used.insert(format!("{id}.{attribute}"));
        }
    }
}

#[test]
fn every_command_option_and_value_has_its_text_and_no_text_is_unused() {
    let mut needs = Needs::default();
    needs.command(&Cli::command(), &[]);
    for name in HEADINGS.iter().filter(|name| !name.is_empty()) {
        needs.id(&format!("help-heading-{name}"), &[], "a heading");
    }
    for (name, _) in GROUPS {
        needs.id(&format!("help-group-{name}"), &[], "a group of commands");
    }
    for name in topic::NAMES {
        needs.id(&format!("help-topic-{name}"), &["long"], "a topic");
    }
    for field in Field::ALL {
        let id = topic::field_id(field);
        needs.id(&id, &["long"], "a field of a profile");
    }
    assert!(needs.missing.is_empty(), "{}", needs.missing.join("\n"));
    let unused: Vec<_> = catalogue()
        .into_iter()
        .filter(|id| !needs.used.contains(id))
        .filter(|id| !id.starts_with("help-word-") && !id.starts_with("help-exit-"))
        .collect();
    assert!(unused.is_empty(), "unused: {unused:#?}");
}

fn every_page(visit: impl Fn(&[&str], &Command)) {
    let root = Cli::command();
    for words in tree::every(&root) {
        let path = tree::path(&root, words.iter().copied()).unwrap();
        visit(&words, path.last().unwrap());
    }
}

fn page_of(path: &[&str], lang: Lang, is_long: bool) -> String {
    let root = Cli::command();
    let help = Help::of(&root, path.iter().copied(), is_long).ok().unwrap();
    Output::written(lang, |page| help.write(page))
}

#[test]
fn a_short_page_fits_forty_lines_of_eighty_columns() {
    every_page(|path, _| {
        for lang in [Lang::En, Lang::Zh] {
            let page = page_of(path, lang, false);
            assert!(page.lines().count() <= 40, "{page}");
            for line in page.lines() {
                // A name such as --max-connections-per-ip is not cut.
                assert!(crate::ui::width(line) <= 80, "{line}");
            }
        }
    });
}

#[test]
fn every_example_can_be_parsed_and_names_options_that_exist() {
    every_page(|path, command| {
        let texts = Texts::of(path.iter().copied());
        for lang in [Lang::En, Lang::Zh] {
            let examples = texts.own(lang, Some("examples")).unwrap_or_default();
            for line in examples.lines().filter(|line| !line.starts_with('#')) {
                let words = shell_words(line);
                let parsed = Cli::try_parse_from(&words);
                assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            }
            let usage = texts.own(lang, Some("usage")).unwrap_or_default();
            for word in usage
                .split([' ', '(', ')'])
                .filter_map(|word| word.strip_prefix("--"))
                .filter(|word| !word.is_empty())
            {
                let mut args = command.get_arguments();
                assert!(
                    args.any(|arg| arg.get_long() == Some(word)),
                    "{usage}: --{word}"
                );
            }
        }
    });
}

/// Splits a line as a shell does, up to a redirection.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    let end = words
        .iter()
        .position(|word| [">", "<"].contains(&word.as_str()));
    words.truncate(end.unwrap_or(words.len()));
    words
}
