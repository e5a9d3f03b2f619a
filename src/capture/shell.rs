//! A command that sends a request, as browsers and API tools copy it, and where it begins.

use super::reading::InputForm;

/// A request as a command states it.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) form: Option<InputForm>,
    pub(super) method: Option<String>,
    pub(super) url: Option<String>,
    /// Header lines, with the offset of each.
    pub(super) headers: Vec<(String, usize)>,
    pub(super) body: Option<(Vec<u8>, usize)>,
    /// The offset of a body that is in a file of its own.
    pub(super) body_file: Option<usize>,
    /// The offset of a quote that is not closed.
    pub(super) open: Option<usize>,
    /// The offset behind the command, if that is known.
    pub(super) end: Option<usize>,
    /// Where it begins.
    pub(super) start: usize,
}

impl Command {
    /// Tells whether a text is this command alone, behind a prompt, and all of it was understood:
    /// then what it does not have is absent.
    pub(super) fn is_all_of(&self, text: &str) -> bool {
        let is_prompt = |before: &str| !before.contains('\n') && before.len() < MAX_PROMPT_BYTES;
        let is_open = self.open.is_some() || self.body_file.is_some();
        let has_file = self.headers.iter().any(|(line, _)| line.starts_with('@'));
        let is_end = |end: usize| text[end..].trim_matches([';', '&']).trim().is_empty();
        !is_open
            && !has_file
            && is_prompt(text[..self.start].trim())
            && self.end.is_some_and(is_end)
    }
}

/// A longer text before a command is more than a prompt.
const MAX_PROMPT_BYTES: usize = 80;

/// Finds a program's name where a command begins.
pub(super) fn find_program(text: &str, program: &str) -> Option<usize> {
    const MAX_MATCHES: usize = 64;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        for (at, _) in line.match_indices(program).take(MAX_MATCHES) {
            let before = line[..at].trim_end();
            let behind = &line[at + program.len()..];
            let behind = behind.strip_prefix(".exe").unwrap_or(behind);
            let is_word = behind.starts_with([' ', '\t']);
            let is_prompt = before.is_empty()
                || before.ends_with(['$', '#', '%', '>', '+', ';', '`', '&', '|'])
                || before.ends_with("：")
                || before.ends_with(':');
            if is_word && is_prompt {
                return Some(offset + at);
            }
        }
        offset += line.len();
    }
    None
}
