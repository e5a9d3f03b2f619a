//! The catalogue's texts of commands, options and values, by the place of each in the tree.

use clap::Arg;

use crate::ui::{Lang, help_text};

/// How the ids of options of several commands begin.
const SHARED: [&str; 2] = ["help-options-", "help-common-"];

/// Returns the text of an option that several commands have.
pub(super) fn shared(lang: Lang, option: &str) -> Option<String> {
    let ids = SHARED.map(|shared| format!("{shared}{option}"));
    ids.iter().find_map(|id| help_text(lang, id, None))
}

/// Returns one of the words that the pages are made of.
pub(super) fn word(lang: Lang, name: &str) -> String {
    help_text(lang, &format!("help-word-{name}"), None).unwrap_or_default()
}

/// The texts of one command.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    /// `help-refund-create`; `help` for the program itself.
    at: String,
}

impl Texts {
    /// Returns the texts of the command that these words lead to.
    pub(super) fn of<'w>(path: impl IntoIterator<Item = &'w str>) -> Self {
        let program = Self {
            at: "help".to_owned(),
        };
        path.into_iter()
            .fold(program, |above, word| above.inner(word))
    }

    fn inner(&self, name: &str) -> Self {
        Self {
            at: format!("{}-{name}", self.at),
        }
    }

    /// Returns the id of the command's own text, whose attributes are `usage`, `long`,
    /// `examples`, `exit`, `exit-N` and `page`.
    pub(super) fn id(&self) -> &str {
        match self.at.as_str() {
            "help" => "help-wechatpay",
            id => id,
        }
    }

    /// Returns the command's own text, or one of its attributes.
    pub(super) fn own(&self, lang: Lang, attribute: Option<&str>) -> Option<String> {
        help_text(lang, self.id(), attribute)
    }

    /// Returns the ids under which the text of an argument may stand, the first first: at the
    /// command (`help-query--expect`, `help-close-number`), at one above it, or among those that
    /// commands share (`help-common-wait`).
    pub(super) fn ids_of(&self, arg: &Arg) -> Vec<String> {
        let (between, name) = match arg.get_long() {
            Some(long) => ("--", long.to_owned()),
            None => ("-", arg.get_id().as_str().replace('_', "-")),
        };
        if self.at == "help" {
            return vec![format!("help-options-{name}")];
        }
        let mut ids = Vec::new();
        let mut at = self.at.as_str();
        while at != "help" {
            ids.push(format!("{at}{between}{name}"));
            at = at.rsplit_once('-').map_or("help", |(above, _)| above);
        }
        ids.push(format!("help-common-{name}"));
        ids
    }

    /// Tells whether an argument is the one that several commands have, and so has its text.
    pub(super) fn is_shared(&self, arg: &Arg) -> bool {
        let mut ids = self.ids_of(arg).into_iter();
        let id = ids.find(|id| help_text(Lang::En, id, None).is_some());
        id.is_some_and(|id| SHARED.iter().any(|shared| id.starts_with(shared)))
    }

    /// Returns an argument's text, or one of its attributes, which are `long`, `default` and one
    /// for each value.
    pub(super) fn arg(&self, lang: Lang, arg: &Arg, attribute: Option<&str>) -> Option<String> {
        let mut ids = self.ids_of(arg).into_iter();
        let id = ids.find(|id| help_text(lang, id, None).is_some())?;
        help_text(lang, &id, attribute)
    }
}

/// Returns the attribute that describes a value.
pub(super) fn value_attribute(name: &str) -> String {
    format!("value-{}", name.to_ascii_lowercase())
}

/// Returns what an exit code means.
pub(super) fn exit_code(lang: Lang, code: &str) -> Option<String> {
    help_text(lang, &format!("help-exit-{code}"), None)
}
