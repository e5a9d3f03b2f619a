//! The single habits of serialisers: spaces, and which characters they escape.

/// Where spaces and line ends are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) struct Spacing {
    pub(super) comma: &'static str,
    pub(super) colon: &'static str,
    pub(super) indent: Option<&'static str>,
    pub(super) line_end: &'static str,
    /// Jackson: arrays on one line.
    pub(super) flat_arrays: bool,
}

pub(super) const fn flat(comma: &'static str, colon: &'static str) -> Spacing {
    Spacing {
        comma,
        colon,
        indent: None,
        line_end: "",
        flat_arrays: false,
    }
}

pub(in crate::diagnose) const fn tall(
    indent: &'static str,
    colon: &'static str,
    line_end: &'static str,
) -> Spacing {
    Spacing {
        comma: ",",
        colon,
        indent: Some(indent),
        line_end,
        flat_arrays: false,
    }
}

impl Spacing {
    /// No spaces, as WeChat Pay writes.
    pub(in crate::diagnose) const COMPACT: Self = flat(",", ":");
    /// `json.dumps`.
    pub(in crate::diagnose) const PYTHON: Self = flat(", ", ": ");
    /// Java's `DefaultPrettyPrinter`.
    pub(super) const JACKSON: Self = Self {
        flat_arrays: true,
        ..tall("  ", " : ", "\n")
    };

    /// Every spacing, commonest first.
    pub(in crate::diagnose) const ALL: [Self; 25] = [
        Self::COMPACT,
        Self::PYTHON,
        tall("  ", ": ", "\n"),
        tall("    ", ": ", "\n"),
        tall("\t", ": ", "\n"),
        Self::JACKSON,
        tall("  ", ": ", "\r\n"),
        tall("    ", ": ", "\r\n"),
        tall("\t", ": ", "\r\n"),
        tall("\t", ":", "\n"),
        tall("   ", ": ", "\n"),
        tall(" ", ": ", "\n"),
        Self {
            flat_arrays: true,
            ..tall("  ", " : ", "\r\n")
        },
        tall("", ": ", "\n"),
        tall("  ", ":", "\n"),
        tall("    ", ":", "\n"),
        flat(",", ": "),
        flat(", ", ":"),
        tall("   ", " : ", "\n"),
        // jsoncpp, cJSON
        tall("\t", " : ", "\n"),
        tall("\t", ":\t", "\n"),
        tall("        ", ": ", "\n"),
        flat(",", " : "),
        flat(", ", " : "),
        flat(",", " :"),
    ];
}

/// Which of ASCII's characters become `\u00XX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) enum Safe {
    /// None.
    No,
    /// Only U+2028 and U+2029, as PHP and Gson do at least.
    LineEnds,
    /// `<`, `>`, `&`, U+2028 and U+2029: Go, and Rails.
    Go,
    /// Those, `=` and `'`: Gson.
    Gson,
    /// `<`, `>`, `&`, `'`, `"`, `+` and the grave accent, in upper-case hex: System.JsonString.Json.
    Net,
    /// `<`, `>`, `&`, `'` and `"`, in upper-case hex: PHP's `JSON_HEX_*`.
    PhpHex,
    /// The same in lower-case hex: Newtonsoft's `EscapeHtml`.
    Newtonsoft,
    /// `<`, `>` and both parentheses, in upper-case hex: fastjson's `BrowserSecure`.
    Fastjson,
}

impl Safe {
    /// Every set but the first, commonest first.
    pub(in crate::diagnose) const OTHERS: [Self; 7] = [
        Self::Go,
        Self::Gson,
        Self::Net,
        Self::PhpHex,
        Self::LineEnds,
        Self::Newtonsoft,
        Self::Fastjson,
    ];

    pub(super) fn escapes(self, c: char) -> bool {
        let set = match self {
            Self::No => "",
            Self::LineEnds => "\u{2028}\u{2029}",
            Self::Go => "<>&\u{2028}\u{2029}",
            Self::Gson => "<>&='\u{2028}\u{2029}",
            Self::Net => "<>&'\"+`\u{7f}\u{2028}\u{2029}",
            Self::PhpHex | Self::Newtonsoft => "<>&'\"\u{2028}\u{2029}",
            Self::Fastjson => "<>()\u{2028}\u{2029}",
        };
        set.contains(c)
    }

    pub(super) fn upper(self) -> bool {
        matches!(self, Self::Net | Self::PhpHex | Self::Fastjson)
    }
}

/// How what lies beyond ASCII is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) enum Beyond {
    /// As it is.
    Raw,
    /// `\u4e2d`.
    Lower,
    /// `\u4E2D`.
    Upper,
}

/// Which slashes are written `\/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) enum Slashes {
    /// None.
    Plain,
    /// Every one: PHP, Swift, Android.
    Escaped,
    /// Those behind `<`: `org.json`.
    InTags,
}

impl Slashes {
    /// Whether a slash behind this character is escaped.
    pub(super) fn escapes_behind(self, before: Option<char>) -> bool {
        match self {
            Self::Plain => false,
            Self::Escaped => true,
            Self::InTags => before == Some('<'),
        }
    }
}
