//! The help of a command: the usage and the options under their headings on a short page, and the
//! parts of a long one, with examples and exit codes.

use clap::{Arg, Command};

use super::argument::{self, named, placeholder};
use super::part::{Content, Part, Row, indent, lines, names};
use super::texts::{Texts, exit_code, word};
use crate::tree;
use crate::ui::{Lang, Page, Tone, help_text, wrap};

/// The lines of a terminal; a short page fits.
const MAX_SHORT_LINES: usize = 40;

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
struct Section {
    heading: String,
    rows: Vec<Row>,
}

impl<'c> Help<'c> {
    /// Returns the page of the command that these words lead to, or the word that is not a command.
    pub(super) fn of<'w>(
        root: &'c Command,
        words: impl IntoIterator<Item = &'w str>,
        is_long: bool,
    ) -> Result<Self, &'w str> {
        let path = tree::path(root, words)?;
        Ok(Self { path, is_long })
    }

    pub(super) fn command(&self) -> &'c Command {
        self.path.last().copied().unwrap_or(self.path[0])
    }

    fn words(&self) -> impl Iterator<Item = &'c str> {
        self.path.iter().skip(1).map(|command| command.get_name())
    }

    fn texts(&self) -> Texts {
        Texts::of(self.words())
    }

    fn own(&self, lang: Lang, attribute: &str) -> Option<String> {
        self.texts().own(lang, Some(attribute))
    }

    fn is_first_page(&self) -> bool {
        self.path.len() == 1
    }

    /// Returns what the command does, in one line.
    pub(super) fn about(&self, lang: Lang) -> String {
        self.texts().own(lang, None).unwrap_or_default()
    }

    /// Returns the line that says how the command is written.
    pub(super) fn usage(&self, lang: Lang) -> String {
        let command = self.command();
        let names = self.path.iter().map(|command| command.get_name());
        let mut parts: Vec<String> = names.map(str::to_owned).collect();
        if let Some(usage) = self.own(lang, "usage") {
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

    /// Returns where WeChat Pay describes the call.
    pub(super) fn official(&self, lang: Lang) -> Option<String> {
        self.own(lang, "page")
    }

    /// Writes the page on which all commands, or the options of one, can be seen at a glance.
    pub(super) fn write(&self, page: &mut Page) {
        let lang = page.lang;
        page.wrapped(&self.about(lang));
        if !self.is_first_page() {
            page.line("");
        }
        page.wrapped(&format!("{}{}", word(lang, "usage"), self.usage(lang)));
        let footer = self.footer(lang);
        self.write_fitted(page, &footer);
        page.line("");
        page.wrapped(&footer);
    }

    /// Writes the sections above the footer, one list of groups on the first page; of those for
    /// which a short page has no room, the last ones, only the names.
    fn write_fitted(&self, page: &mut Page, footer: &str) {
        let columns = page.columns();
        let sections = self.sections(page.lang);
        let indents = sections.iter().map(|section| indent(&section.rows));
        let common = indents.max().filter(|_| self.is_first_page());
        let written = sections.iter().map(|section| {
            let indent = common.unwrap_or_else(|| indent(&section.rows));
            lines(&section.rows, columns, indent)
        });
        let written: Vec<_> = written.collect();
        let named = sections.iter();
        let named = named.map(|section| names(&section.heading, &section.rows, columns));
        let named: Vec<_> = named.collect();
        // A heading, and an empty line.
        let more = if self.is_first_page() { 1 } else { 2 };
        let used = page.lines_written() + 2 + wrap(footer, columns).len();
        let length = |whole: usize| {
            let whole_lines = written[..whole].iter().map(|lines| lines.len() + more);
            let named_lines = named[whole..].iter().map(Vec::len);
            used + whole_lines.chain(named_lines).sum::<usize>()
        };
        let mut whole = sections.len();
        while !self.is_long && whole > 1 && length(whole) > MAX_SHORT_LINES {
            whole -= 1;
        }
        for (at, section) in sections.iter().enumerate() {
            let is_joined = at > 0 && self.is_first_page() || at > whole;
            if !is_joined {
                page.line("");
            }
            if at < whole {
                page.toned(Tone::Bold, section.heading.as_str());
                page.lines(written[at].join("\n"));
            } else {
                page.lines(named[at].join("\n"));
            }
        }
    }

    fn footer(&self, lang: Lang) -> String {
        if self.is_first_page() {
            return word(lang, "footer-first");
        }
        let footer = word(lang, "footer");
        let words = self.words().collect::<Vec<_>>().join(" ");
        format!(
            "{footer}\n{}",
            word(lang, "more").replace("COMMAND", &words)
        )
    }

    /// Returns what stands below the usage on a long page.
    pub(super) fn parts(&self, lang: Lang) -> Vec<Part> {
        let long = self.own(lang, "long").map(Part::text);
        let sections = self.sections(lang).into_iter();
        let sections = sections.map(|section| Part::rows(&section.heading, section.rows));
        let examples = self.own(lang, "examples");
        let examples =
            examples.map(|lines| Part::new(&word(lang, "examples"), Content::Code(lines)));
        let codes = self.own(lang, "exit");
        let codes =
            codes.map(|codes| Part::rows(&word(lang, "exit-codes"), self.exit_codes(&codes, lang)));
        let parts = long.into_iter().chain(sections);
        parts.chain(examples).chain(codes).collect()
    }

    /// Returns the exit codes that the command's catalogue lists, with its own words for them if it
    /// has some.
    fn exit_codes(&self, codes: &str, lang: Lang) -> Vec<Row> {
        let row = |code: &str| {
            let own = self.own(lang, &format!("exit-{code}"));
            Row::new(code, own.or_else(|| exit_code(lang, code)))
        };
        codes.split_whitespace().map(row).collect()
    }

    /// Returns the groups of commands, or the commands and options under their headings.
    fn sections(&self, lang: Lang) -> Vec<Section> {
        if self.is_first_page() {
            return self.groups(lang);
        }
        let mut sections: Vec<Section> = Vec::new();
        let commands = self.command().get_subcommands().map(|inner| {
            let name = inner.get_name();
            Row::new(name, Texts::of(self.words().chain([name])).own(lang, None))
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
                rows.push((at, argument::row(lang, &texts, arg, self.is_long)));
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
            let rows = named.chain(others).map(|command| {
                let name = command.get_name();
                Row::new(name, Texts::of([name]).own(lang, None))
            });
            Section {
                heading: help_text(lang, &format!("help-group-{group}"), None).unwrap_or_default(),
                rows: rows.collect(),
            }
        });
        groups.collect()
    }
}

/// Returns the rows of the options that every command takes.
pub(super) fn global_options(root: &Command, lang: Lang) -> Vec<Row> {
    let texts = Texts::of([]);
    let args = root.get_arguments();
    args.map(|arg| argument::row(lang, &texts, arg, false))
        .collect()
}
