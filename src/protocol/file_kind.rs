//! Kinds of files that are not text, by the bytes that they begin with.

/// A kind of file that people pass where a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook of Excel or WPS, `.xlsx` or `.xls`.
    Excel,
    /// A spreadsheet of Apple Numbers.
    Numbers,
    /// A spreadsheet of `LibreOffice`, `.ods`.
    OpenDocument,
    /// Another ZIP archive.
    Zip,
    /// A file that gzip compressed.
    Gzip,
    /// A 7z or RAR archive.
    Archive,
    /// A PDF document.
    Pdf,
    /// A PNG or JPEG image.
    Image,
    /// A database of `SQLite`.
    Sqlite,
}

/// How far into a ZIP archive the names of its files are looked for.
const MAX_SEARCH_BYTES: usize = 64 * 1024;

/// What the names of the files in a ZIP archive tell.
const INSIDE_ZIP: &[(&[u8], FileKind)] = &[
    (b"opendocument.spreadsheet", FileKind::OpenDocument),
    (b"xl/", FileKind::Excel),
    (b".iwa", FileKind::Numbers),
];

const BEGINNINGS: &[(&[u8], FileKind)] = &[
    // The compound files of Office before 2007.
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::Excel),
    (b"PK\x03\x04", FileKind::Zip),
    (b"PK\x05\x06", FileKind::Zip),
    (b"\x1f\x8b\x08", FileKind::Gzip),
    (b"7z\xbc\xaf\x27\x1c", FileKind::Archive),
    (b"Rar!\x1a\x07", FileKind::Archive),
    (b"%PDF-", FileKind::Pdf),
    (b"\x89PNG\r\n\x1a\n", FileKind::Image),
    (b"\xff\xd8\xff", FileKind::Image),
    (b"SQLite format 3\0", FileKind::Sqlite),
];

impl FileKind {
    /// Returns the kind of a file by its content, or the beginning of it; `None` if it may be text.
    #[must_use]
    pub fn of(content: &[u8]) -> Option<Self> {
        let mut known = BEGINNINGS.iter();
        let (_, kind) = known.find(|(beginning, _)| content.starts_with(beginning))?;
        if *kind != Self::Zip {
            return Some(*kind);
        }
        let head = &content[..content.len().min(MAX_SEARCH_BYTES)];
        let has = |name: &[u8]| head.windows(name.len()).any(|bytes| bytes == name);
        let inside = INSIDE_ZIP.iter().find(|(name, _)| has(name));
        Some(inside.map_or(Self::Zip, |(_, kind)| *kind))
    }

    /// Returns what a person would call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Excel => "an Excel workbook",
            Self::Numbers => "a Numbers spreadsheet",
            Self::OpenDocument => "an OpenDocument spreadsheet",
            Self::Zip => "a ZIP archive",
            Self::Gzip => "a gzip file",
            Self::Archive => "a 7z or RAR archive",
            Self::Pdf => "a PDF document",
            Self::Image => "a PNG or JPEG image",
            Self::Sqlite => "an SQLite database",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_beginning() {
        for (content, kind) in [
            (
                &b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml"[..],
                Some(FileKind::Excel),
            ),
            (b"PK\x03\x04..Index/Document.iwa", Some(FileKind::Numbers)),
            (b"PK\x03\x04..apiclient_key.pem", Some(FileKind::Zip)),
            (b"\x1f\x8b\x08\0", Some(FileKind::Gzip)),
            (b"%PDF-1.7", Some(FileKind::Pdf)),
            (b"SQLite format 3\0", Some(FileKind::Sqlite)),
            (b"PK,total\n", None),
            (b"{}", None),
            (b"", None),
            ("\u{feff}out_trade_no".as_bytes(), None),
        ] {
            assert_eq!(FileKind::of(content), kind, "{}", content.escape_ascii());
        }
    }
}
