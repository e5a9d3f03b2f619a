//! Colours by their meaning.

/// A colour by its meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tone {
    /// It holds.
    Good,
    /// It does not.
    Bad,
    /// It holds, for now.
    Doubtful,
    /// Less important.
    Dim,
    /// A heading.
    Bold,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Bad => "31",
            Self::Doubtful => "33",
            Self::Dim => "2",
            Self::Bold => "1",
        }
    }
}

pub(super) fn paint(color: bool, tone: Tone, text: &str) -> String {
    if color {
        format!("\u{1b}[{}m{text}\u{1b}[0m", tone.code())
    } else {
        text.to_owned()
    }
}
