//! One page: the usage, the options under their headings, and on the long one examples and exit
//! codes.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};

use super::texts::{Texts, exit_code, value_attribute};
use crate::environment;
use crate::ui::{Lang, Page, Tone, help_text, width, wrap};

/// The lines of a terminal; a short page fits.
const MAX_SHORT_LINES: usize = 40;

/// The columns of the longest option that has its text beside it.
const MAX_NAME_COLUMNS: usize = 29;

/// The groups of commands on the first page, each under `help-group-NAME`; a command of none is
/// in the last.
pub(super) const GROUPS: [(&str, &[&str]); 6] = [
    ("start", &["demo", "init", "doctor"]),
    (
        "payments",
        &[
            "create-order",
            "pay-params",
            "query",
            "close",
            "refund",
            "bill",
            "openid",
        ],
    ),
    (
        "notifications",
        &["serve-notify", "listen", "events", "trigger"],
    ),
    ("debugging", &["explain", "verify-notify", "api"]),
    ("sandbox", &["sandbox"]),
    ("setup", &["profile", "download-certs"]),
];

/// The headings of options in their order, each with the text `help-heading-NAME`; an empty name
/// stands for options without a heading.
pub(super) const HEADINGS: [&str; 21] = [
    "payer",
    "amount",
    "answers",
    "secrets",
    "",
    "wait",
    "filter",
    "forward",
    "stop",
    "signature",
    "checks",
    "pages",
    "load",
    "server",
    "trust",
    "signing",
    "partner",
    "batch",
    "body",
    "checkout",
    "java",
];

/// A command's page.
pub(super) struct Help<'c> {
    /// The commands that lead to it, the program first.
    path: Vec<&'c Command>,
    is_long: bool,
}

/// Rows under a heading.
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) rows: Vec<Row>,
}

/// A name, and what it is.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) text: String,
}

impl<'c> Help<'c> {
    /// Returns the page of the command that these words lead to, or the word that is not a command.
    pub(super) fn of<'w>(
        root: &'c Command,
        words: impl IntoIterator<Item = &'w str>,
        is_long: bool,
    ) -> Result<Self, &'w str> {
        let mut path = vec![root];
        let mut command = root;
        for word in words {
            command = command.find_subcommand(word).ok_or(word)?;
            path.push(command);
        }
        Ok(Self { path, is_long })
    }

    fn command(&self) -> &'c Command {
        self.path.last().copied().unwrap_or(self.path[0])
    }

    fn words(&self) -> impl Iterator<Item = &'c str> {
        self.path.iter().skip(1).map(|command| command.get_name())
    }

    fn texts(&self) -> Texts {
        Texts::of(self.words())
    }

    fn is_first_page(&self) -> bool {
        self.path.len() == 1
    }

    /// Returns the line that says how the command is written.
    pub(super) fn usage(&self, lang: Lang) -> String {
        let command = self.command();
        let names = self.path.iter().map(|command| command.get_name());
        let mut parts: Vec<String> = names.map(str::to_owned).collect();
        if let Some(usage) = self.texts().own(lang, Some("usage")) {
            parts.push(usage);
            return parts.join(" ");
        }
        if command.is_subcommand_required_set() {
            parts.push(word(lang, "command"));
        }
        let is_shown = |arg: &&Arg| !arg.is_hide_set() && !arg.is_global_set();
        for arg in command.get_positionals().filter(is_shown) {
            let placeholder = placeholder(arg);
            parts.push(if arg.is_required_set() {
                placeholder
            } else {
                format!("[{placeholder}]")
            });
        }
        let (required, others): (Vec<_>, Vec<_>) = command
            .get_opts()
            .filter(is_shown)
            .partition(|arg| arg.is_required_set());
        parts.extend(required.into_iter().map(|arg| named(arg, false)));
        if !others.is_empty() {
            parts.push(word(lang, "options"));
        }
        parts.join(" ")
    }

    /// Writes the page.
    pub(super) fn write(&self, page: &mut Page) {
        let (lang, texts) = (page.lang, self.texts());
        page.wrapped(&texts.own(lang, None).unwrap_or_default());
        if !self.is_first_page() {
            page.line("");
        }
        page.wrapped(&format!("{}{}", word(lang, "usage"), self.usage(lang)));
        if let Some(long) = texts.own(lang, Some("long")).filter(|_| self.is_long) {
            page.line("");
            page.wrapped(&long);
        }
        let footer = self.footer(lang);
        let used = page.lines_written() + 1 + wrap(&footer, page.columns()).len();
        let mut was_compact = false;
        let mut is_later = false;
        for (section, lines) in self.fitted(lang, page.columns(), used) {
            let is_compact = lines.is_none();
            // The groups of the first page are one list.
            let is_joined = is_later && self.is_first_page();
            if !(is_joined || is_compact && was_compact) {
                page.line("");
            }
            is_later = true;
            was_compact = is_compact;
            if let Some(lines) = &lines {
                page.toned(Tone::Bold, section.heading.as_str());
                page.lines(lines.join("\n"));
            } else {
                page.lines(section.names(page.columns()).join("\n"));
            }
        }
        if self.is_long {
            write_ending(page, &texts);
        }
        page.line("");
        page.wrapped(&footer);
    }

    /// Returns the sections with their lines; of those for which a short page has no room, the
    /// last ones, only the names are shown.
    fn fitted(
        &self,
        lang: Lang,
        columns: usize,
        used: usize,
    ) -> Vec<(Section, Option<Vec<String>>)> {
        let sections = self.sections(lang);
        // The groups of commands are one list.
        let indents = sections.iter().map(Section::indent);
        let common = indents.max().filter(|_| self.is_first_page());
        let mut fitted: Vec<_> = sections
            .into_iter()
            .map(|section| {
                let indent = common.unwrap_or_else(|| section.indent());
                let lines = section.lines(columns, indent);
                (section, Some(lines))
            })
            .collect();
        let count = |fitted: &[(Section, Option<Vec<String>>)]| {
            let lines = fitted.iter().map(|(section, lines)| match lines {
                Some(lines) if self.is_first_page() => lines.len() + 1,
                Some(lines) => lines.len() + 2,
                None => section.names(columns).len(),
            });
            used + lines.sum::<usize>() + 1
        };
        let mut at = fitted.len();
        while !self.is_long && at > 1 && count(&fitted) > MAX_SHORT_LINES {
            at -= 1;
            fitted[at].1 = None;
        }
        fitted
    }

    fn footer(&self, lang: Lang) -> String {
        if self.is_first_page() {
            return word(lang, "footer-first");
        }
        let footer = word(lang, "footer");
        if self.is_long {
            return footer;
        }
        let words = self.words().collect::<Vec<_>>().join(" ");
        format!(
            "{footer}\n{}",
            word(lang, "more").replace("COMMAND", &words)
        )
    }

    /// Returns the groups of commands, or the commands and options under their headings.
    pub(super) fn sections(&self, lang: Lang) -> Vec<Section> {
        if self.is_first_page() {
            return self.groups(lang);
        }
        let mut sections: Vec<Section> = Vec::new();
        let commands = self.command().get_subcommands().map(|inner| Row {
            name: inner.get_name().to_owned(),
            text: Texts::of(self.words().chain([inner.get_name()]))
                .own(lang, None)
                .unwrap_or_default(),
        });
        let rows: Vec<_> = commands.collect();
        if !rows.is_empty() {
            let heading = word(lang, "commands");
            sections.push(Section { heading, rows });
        }
        let mut rows: Vec<(usize, Row)> = Vec::new();
        // What a command above passes on, such as the sandbox's folder, comes after its own.
        for (depth, command) in self.path.iter().enumerate().skip(1).rev() {
            let is_own = depth + 1 == self.path.len();
            let texts = Texts::of(self.words().take(depth));
            let is_shown = |arg: &&Arg| !arg.is_hide_set() && (is_own || arg.is_global_set());
            for arg in command.get_arguments().filter(is_shown) {
                let heading = arg.get_help_heading().unwrap_or_default();
                let at = HEADINGS.iter().position(|known| *known == heading);
                let at = if arg.is_positional() {
                    0
                } else {
                    at.unwrap_or(HEADINGS.len()) + 1
                };
                rows.push((at, self.row(lang, &texts, arg)));
            }
        }
        rows.sort_by_key(|(at, _)| *at);
        for chunk in rows.chunk_by(|(one, _), (other, _)| one == other) {
            let heading = match chunk[0].0 {
                0 => word(lang, "arguments"),
                at => match HEADINGS.get(at - 1) {
                    Some(&"") | None => word(lang, "own-options"),
                    Some(name) => {
                        help_text(lang, &format!("help-heading-{name}"), None).unwrap_or_default()
                    }
                },
            };
            let rows = chunk.iter().map(|(_, row)| row.clone()).collect();
            sections.push(Section { heading, rows });
        }
        sections
    }

    fn groups(&self, lang: Lang) -> Vec<Section> {
        let root = self.command();
        let is_grouped = |name| GROUPS.iter().any(|(_, names)| names.contains(&name));
        let groups = GROUPS.iter().enumerate().map(|(at, (group, names))| {
            let is_last = at + 1 == GROUPS.len();
            let named = names.iter().filter_map(|name| root.find_subcommand(name));
            let others = root
                .get_subcommands()
                .filter(|command| is_last && !is_grouped(command.get_name()));
            let rows = named.chain(others).map(|command| Row {
                name: command.get_name().to_owned(),
                text: Texts::of([command.get_name()])
                    .own(lang, None)
                    .unwrap_or_default(),
            });
            Section {
                heading: help_text(lang, &format!("help-group-{group}"), None).unwrap_or_default(),
                rows: rows.collect(),
            }
        });
        groups.collect()
    }

    fn row(&self, lang: Lang, texts: &Texts, arg: &Arg) -> Row {
        let mut text = described(lang, texts, arg);
        if self.is_long {
            let long = texts.arg(lang, arg, Some("long"));
            let values = values(arg).into_iter().filter_map(|value| {
                let name = value.get_name();
                let text = texts.arg(lang, arg, Some(&value_attribute(name)))?;
                Some(format!("{name}{}{text}", word(lang, "colon")))
            });
            for line in long.into_iter().chain(values) {
                text = format!("{text}\n{line}");
            }
        }
        let name = indented_name(arg);
        Row { name, text }
    }
}

/// Writes the examples, the exit codes, and where WeChat Pay describes the call.
fn write_ending(page: &mut Page, texts: &Texts) {
    let lang = page.lang;
    let own = |attribute: &str| texts.own(lang, Some(attribute));
    if let Some(examples) = own("examples") {
        page.line("");
        page.toned(Tone::Bold, word(lang, "examples"));
        for line in examples.lines() {
            page.line(format!("  {line}").trim_end());
        }
    }
    if let Some(codes) = own("exit") {
        page.line("");
        page.toned(Tone::Bold, word(lang, "exit-codes"));
        write_rows(page, exit_rows(&codes, lang, own));
    }
    if let Some(url) = own("page") {
        page.line("");
        page.line(format!("{}{url}", word(lang, "official")));
    }
}

/// Returns the exit codes that a command's catalogue lists, with its own words for them if it has
/// some.
pub(super) fn exit_rows(codes: &str, lang: Lang, own: impl Fn(&str) -> Option<String>) -> Vec<Row> {
    let row = |code: &str| Row {
        name: code.to_owned(),
        text: own(&format!("exit-{code}"))
            .or_else(|| exit_code(lang, code))
            .unwrap_or_default(),
    };
    codes.split_whitespace().map(row).collect()
}

/// Returns the rows of the options that every command takes.
pub(super) fn global_options(root: &Command, lang: Lang) -> Vec<Row> {
    let texts = Texts::of([]);
    let rows = root.get_arguments().map(|arg| Row {
        name: indented_name(arg),
        text: described(lang, &texts, arg),
    });
    rows.collect()
}

/// Writes rows of two columns.
pub(super) fn write_rows(page: &mut Page, rows: Vec<Row>) {
    let heading = String::new();
    let section = Section { heading, rows };
    let lines = section.lines(page.columns(), section.indent());
    page.lines(lines.join("\n"));
}

impl Section {
    /// Returns the column of the texts.
    fn indent(&self) -> usize {
        let names = self.rows.iter().map(|row| width(&row.name));
        let beside = names.filter(|name| *name <= MAX_NAME_COLUMNS).max();
        beside.unwrap_or(4) + 4
    }

    /// Returns the names with their texts beside them.
    fn lines(&self, columns: usize, indent: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for row in &self.rows {
            let mut texts = wrap(&row.text, columns.saturating_sub(indent).max(20)).into_iter();
            let mut line = format!("  {}", row.name);
            if width(&line) + 2 <= indent {
                let room = indent - width(&line);
                line = format!("{line}{:room$}{}", "", texts.next().unwrap_or_default());
            }
            lines.push(line.trim_end().to_owned());
            lines.extend(texts.map(|text| format!("{:indent$}{text}", "")));
        }
        lines
    }

    /// Returns the names alone, after the heading.
    fn names(&self, columns: usize) -> Vec<String> {
        let names = self.rows.iter().map(|row| {
            let name = row
                .name
                .find("--")
                .map_or(row.name.as_str(), |at| &row.name[at..]);
            name.split([' ', '[']).next().unwrap_or(name)
        });
        let names = names.collect::<Vec<_>>().join(" ");
        let mut lines = wrap(
            &format!("{} {names}", self.heading),
            columns.saturating_sub(2),
        );
        for line in lines.iter_mut().skip(1) {
            line.insert_str(0, "  ");
        }
        lines
    }
}

/// Returns one of the words that the pages are made of.
pub(super) fn word(lang: Lang, name: &str) -> String {
    help_text(lang, &format!("help-word-{name}"), None).unwrap_or_default()
}

/// Returns an argument's text with its values, its default and its variable.
fn described(lang: Lang, texts: &Texts, arg: &Arg) -> String {
    let mut text = texts.arg(lang, arg, None).unwrap_or_default();
    let mut add = |name, value: &str| {
        text = format!("{text} [{}{value}]", word(lang, name));
    };
    let values = values(arg);
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    // Where the placeholder lists them they are there already.
    if !names.is_empty() && value_name(arg) != names.join("|") {
        add("values", &names.join(", "));
    }
    let default = arg.get_default_values().iter();
    let default: Vec<_> = default.map(|value| value.to_string_lossy()).collect();
    if let Some(default) = texts.arg(lang, arg, Some("default")) {
        add("default", &default);
    } else if !default.is_empty() && arg.get_action().takes_values() {
        add("default", &default.join(", "));
    }
    let variables = environment::of_option(arg.get_id().as_str());
    // An option that a command has for itself, such as a sandbox's own --proxy, has none.
    if let Some(variables) = variables.filter(|_| texts.is_shared(arg)) {
        add("env", variables);
    }
    text
}

fn values(arg: &Arg) -> Vec<PossibleValue> {
    if !arg.get_action().takes_values() {
        return Vec::new();
    }
    let values = arg.get_possible_values().into_iter();
    values.filter(|value| !value.is_hide_set()).collect()
}

/// Returns an argument as it is written, long names one below the other.
fn indented_name(arg: &Arg) -> String {
    let is_long_alone = arg.get_short().is_none() && arg.get_long().is_some();
    let before = if is_long_alone { "    " } else { "" };
    format!("{before}{}", named(arg, true))
}

fn named(arg: &Arg, with_short: bool) -> String {
    let Some(long) = arg.get_long() else {
        return placeholder(arg);
    };
    let short = arg.get_short().filter(|_| with_short);
    let short = short.map_or_else(String::new, |short| format!("-{short}, "));
    if !arg.get_action().takes_values() {
        return format!("{short}--{long}");
    }
    // A value that may be left out is joined, or the next word would be taken for it.
    let is_optional = arg.get_num_args().is_some_and(|n| n.min_values() == 0);
    if is_optional {
        return format!("{short}--{long}[=<{}>]", value_name(arg));
    }
    format!("{short}--{long} {}", placeholder(arg))
}

fn placeholder(arg: &Arg) -> String {
    let is_list = matches!(arg.get_action(), ArgAction::Append) && arg.is_positional();
    let dots = if is_list { "…" } else { "" };
    format!("<{}>{dots}", value_name(arg))
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.first().map_or_else(
        || arg.get_id().as_str().to_ascii_uppercase(),
        ToString::to_string,
    )
}
