//! Files that are not text where one is read: what they are, and how to get the text.

use std::path::Path;

use wechatpay::protocol::file_kind::FileKind;
use wechatpay::shell;

use super::cli_error::CliError;
use crate::text;
use crate::ui::Text;

/// Returns what a file is.
pub(crate) fn file_kind(kind: FileKind) -> Text {
    match kind {
        FileKind::Excel => text!("error-kind-excel"),
        FileKind::Numbers => text!("error-kind-numbers"),
        FileKind::OpenDocument => text!("error-kind-opendocument"),
        FileKind::Zip => text!("error-kind-zip"),
        FileKind::Gzip => text!("error-kind-gzip"),
        FileKind::Archive => text!("error-kind-archive"),
        FileKind::Pdf => text!("error-kind-pdf"),
        FileKind::Image => text!("error-kind-image"),
        FileKind::Sqlite => text!("error-kind-sqlite"),
    }
}

/// Returns how to get a text from a file of a kind.
pub(crate) fn file_kind_help(kind: FileKind, path: &Path) -> Text {
    match kind {
        FileKind::Excel | FileKind::OpenDocument => text!("error-kind-help-table"),
        FileKind::Numbers => text!("error-kind-help-numbers"),
        FileKind::Zip | FileKind::Archive => text!("error-kind-help-archive"),
        FileKind::Gzip if path == Path::new("-") => text!("error-kind-help-gzip-stdin"),
        FileKind::Gzip => {
            let file = shell::word(&path.display().to_string());
            text!("error-kind-help-gzip", file)
        }
        FileKind::Pdf | FileKind::Image => text!("error-kind-help-text"),
        FileKind::Sqlite => text!("error-kind-help-sqlite"),
    }
}

/// Returns the failure of a file that is read as text.
pub(crate) fn not_text(path: &Path, kind: FileKind) -> CliError {
    let (name, called) = (named(path), file_kind(kind));
    CliError::config(text!("error-kind-not-text", name, kind = called))
        .with_help(file_kind_help(kind, path))
}

/// Returns the name of a file, of which `-` is standard input.
pub(crate) fn named(path: &Path) -> Text {
    if path == Path::new("-") {
        text!("error-stdin")
    } else {
        Text::verbatim(path.display().to_string())
    }
}
