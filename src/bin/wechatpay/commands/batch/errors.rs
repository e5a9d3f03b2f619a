//! The errors of batches, for the user.

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

use wechatpay::batch::{
    BatchError, FieldProblem, FileChange, InputDifference, Rescue, RowError, RowProblem,
    STANDARD_INPUT, SavedInput, input_copy,
};
use wechatpay::fs::FileAction;
use wechatpay::orders::OrderDraftError;
use wechatpay::protocol::field::FieldError;
use wechatpay::protocol::file_kind::FileKind;
use wechatpay::protocol::key_material::MaterialKind;
use wechatpay::refunds::{MissingField, RefundDraftError};
use wechatpay::shell;

use crate::error::{
    CliError, Kind, by_variant, failures, file_kind_help, io_cause, json_cause, keys, reason,
};
use crate::text;
use crate::ui::{Lang, Text, count};

/// Adds to the failure of an input that cannot be read where its copy is.
pub(super) fn with_input_copy(failure: CliError, results: Option<&Path>) -> CliError {
    let Some(copy) = results.map(input_copy).filter(|copy| copy.exists()) else {
        return failure;
    };
    let copy = shell::word(&copy.display().to_string());
    failure.with_help(text!("batch-input-copy-help", copy))
}

/// The failure of a value that a row, or an option for all rows, gives.
#[derive(Debug)]
struct RowFailure(CliError);

impl fmt::Display for RowFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text(Lang::En))
    }
}

impl std::error::Error for RowFailure {}

pub(super) fn of_row(failure: CliError) -> RowProblem {
    RowProblem::Command(Box::new(RowFailure(failure)))
}

failures!(error: BatchError {
    OpenInput { path, source } => Self::file(FileAction::Read, &path, source),
    ReadInput { input, source } => {
        Self::config(text!("batch-read-input", input = named(&input))).with_source(source)
    },
    CopyInput { input, source } => {
        Self::config(text!("batch-copy-input", input = named(&input))).with_source(source)
    },
    Row { input, error } => Self::config(line(&input, &error)).with_help(text!("batch-line-help")),
    Rows { input, errors, more } => {
        let mut lines = errors.iter().map(|error| line(&input, error));
        let first = lines.next().unwrap_or_else(|| Text::verbatim(&input));
        let mut failure = Self::config(first).with_help(text!("batch-lines-help"));
        failure.causes.extend(lines);
        let more = (more > 0).then(|| text!("batch-more-lines", more = count(more)));
        failure.causes.extend(more);
        failure
    },
    SortNumbers(source) => Self::config(text!("batch-sort-numbers")).with_source(source),
    NotText { input, kind } => {
        let path = if input == STANDARD_INPUT { Path::new("-") } else { Path::new(&input) };
        let help = match kind {
            MaterialKind::File(
                kind @ (FileKind::Excel
                    | FileKind::Numbers
                    | FileKind::OpenDocument
                    | FileKind::Zip
                    | FileKind::Gzip
                    | FileKind::Archive),
            ) => file_kind_help(kind, path),
            _ => text!("batch-not-text-help"),
        };
        let (input, name) = (named(&input), keys::kind(kind));
        Self::config(match kind {
            MaterialKind::File(_) => text!("batch-not-text", input, kind = name),
            _ => text!("batch-is-key", input, kind = name),
        })
        .with_help(help)
    },
    OutputIsInput => Self::usage(text!("batch-output-is-input")),
    NotRegular(path) => Self::config(text!("batch-not-regular", path)),
    File(file) => file.into(),
    NoRoom(file) => Self::from(file)
        .with_cause(text!("batch-nothing-sent"))
        .with_help(text!("batch-make-room-help")),
    TimeNotWritten(file) => Self::from(file).with_help(text!("batch-make-room-help")),
    ResultsNotWritten(file) => Self::from(file)
        .with_cause(text!("batch-results-not-written"))
        .with_help(text!("batch-results-not-written-help")),
    Locked { results } => Self::config(text!("batch-locked", results)),
    OtherCommand { results, command } => Self::config(text!("batch-other-command", results, command)),
    OtherProcess { results } => Self::config(text!("batch-other-process", results)),
    OtherOptions { results } => Self::config(text!("batch-other-options", results)),
    OtherInput { input, results, saved } => Self::config(other_input(&input, &results, saved)),
    JournalMissing { file, is_input: true, journal } => {
        Self::config(text!("batch-journal-missing-input", file, journal))
    },
    JournalMissing { file, is_input: false, journal } => {
        Self::config(text!("batch-journal-missing-results", file, journal))
    },
    JournalChanged(path) => Self::config(text!("batch-journal-changed", path)),
    JournalDamaged { path, source } => {
        Self::config(text!("batch-journal-damaged", path)).with_source(source)
    },
    NoResult { results, number } => Self::config(text!("batch-no-result", results, number)),
    EditedResult { results, number, line } => {
        Self::config(text!("batch-edited-result", results, number, line))
    },
    ResultOfOtherBatch { results, number, theirs, batch, journal } => Self::config(text!(
        "batch-result-of-other-batch", results, number, theirs, batch, journal
    )),
    FileChanged { path, change, rescue, batch } => file_changed(&path, change, &rescue, &batch),
    FilesChanged => Self::config(text!("batch-files-changed")),
    LinesLeft { .. } | Task(_) | Serialize(_) => Self::of_error(Kind::Internal, error),
});

/// Returns the name of an input.
fn named(input: &str) -> Text {
    if input == STANDARD_INPUT {
        text!("error-stdin")
    } else {
        Text::verbatim(input)
    }
}

fn line(input: &str, error: &RowError) -> Text {
    text!(
        "batch-line",
        input = named(input),
        line = error.line,
        problem = problem(&error.problem)
    )
}

fn problem(problem: &RowProblem) -> Text {
    by_variant!(problem: RowProblem {
        MisspelledField { name, nearest } => text!("batch-misspelled-field", name, nearest),
        UnknownField { name, known } => text!("batch-unknown-field", name, known = Text::list(known)),
        Separator(found) => match found {
            '\t' => text!("batch-separator-tab"),
            found => text!("batch-separator", found = found.to_string()),
        },
        DuplicateColumn(name) => text!("batch-duplicate-column", name),
        TooLong => text!("batch-line-too-long"),
        SharedNumber(name) => text!("batch-shared-number", name),
        NotJson(error) => text!("batch-line-not-json", error = json_cause(error)),
        NotObject => text!("batch-line-not-object"),
        NotUtf8 => text!("batch-line-not-utf8"),
        CellCount { expected, found } => text!("batch-cell-count", expected, found),
        Csv(error) => Text::verbatim(error.to_string()),
        Read(error) => io_cause(error),
        TooManyLines(max) => text!("batch-too-many-lines", max),
        Empty => text!("batch-empty"),
        DuplicateNumber { name, first } => text!("batch-duplicate-number", name, first),
        Exclusive(one, other) => text!("batch-exclusive-fields", one, other),
        Missing(field) => text!("batch-missing-field", field),
        MissingOneOf(one, other) => text!("batch-missing-one-of", one, other),
        Field { name, problem } => text!("batch-field", name, problem = field_problem(problem)),
        Command(error) => match error.downcast_ref::<RowFailure>() {
            Some(RowFailure(failure)) => failure
                .causes
                .iter()
                .fold(failure.message.clone(), |message, cause| {
                    text!("batch-line-cause", message, cause)
                }),
            // The English names columns, where these texts name options.
            None => Text::translated(error.to_string(), draft_problem(error.as_ref())),
        },
    })
}

/// Returns why a line gives no order or refund that can be sent.
fn draft_problem(error: &(dyn StdError + Send + Sync + 'static)) -> Text {
    if let Some(error) = error.downcast_ref() {
        return by_variant!(error: RefundDraftError {
            Field(error) => column_problem(error),
            NotJson(_) => text!("refund-not-json"),
            Missing(MissingField(field)) => text!("refund-field-missing", field),
            TotalUnknown => text!("refund-total-unknown"),
            ExceedsTotal { refund, total } => text!("refund-exceeds-total", refund, total),
        });
    }
    if let Some(error) = error.downcast_ref() {
        return by_variant!(error: OrderDraftError {
            Field(error) => column_problem(error),
            PayerMissing => text!("order-payer-missing"),
            PayerNotJsapi => text!("order-payer-not-jsapi"),
            SubOpenidOfDirectMerchant => text!("order-sub-openid-direct"),
            SubOpenidWithoutSubAppid => text!("order-sub-openid-without-app"),
            ClientIpMissing => text!("order-client-ip-missing"),
        });
    }
    error
        .downcast_ref()
        .map_or_else(|| reason(error), column_problem)
}

fn column_problem(error: &FieldError) -> Text {
    by_variant!(error: FieldError {
        Length { field, max_bytes, bytes } => {
            text!("order-text-length", option = *field, max = max_bytes, bytes)
        },
        Characters { field } => text!("order-text-characters", option = *field),
        Override(error) => reason(error),
        Serialize(_) => text!("order-body-not-written"),
    })
}

fn field_problem(problem: &FieldProblem) -> Text {
    by_variant!(problem: FieldProblem {
        Decimal => text!("batch-field-decimal"),
        NotText => text!("batch-field-not-text"),
        NotBoolean => text!("batch-field-not-boolean"),
        NotObject => text!("batch-field-not-object"),
        NotArray => text!("batch-field-not-array"),
        NotOneOf(words) => text!("batch-field-not-one-of", words = Text::list(words)),
        // The English names the value, which the line of a batch does not.
        Invalid(why) => Text::translated(why.to_string(), reason(why.as_ref())),
    })
}

fn other_input(input: &str, results: &Path, saved: Option<SavedInput>) -> Text {
    let Some(saved) = saved else {
        return text!("batch-other-input", input, results);
    };
    let difference = match saved.difference {
        InputDifference::Line(line) => text!("batch-input-line-differs", line),
        InputDifference::More(lines) => text!("batch-input-lines-added", lines),
        InputDifference::Fewer(lines) => text!("batch-input-lines-missing", lines),
    };
    let copy = shell::word(&saved.path.display().to_string());
    text!("batch-other-input-saved", input, results, difference, copy)
}

fn file_changed(path: &Path, change: FileChange, rescue: &Rescue, batch: &str) -> CliError {
    let message = match change {
        FileChange::Removed => text!("batch-file-removed", path, batch),
        FileChange::Replaced => text!("batch-file-replaced", path, batch),
        FileChange::Changed => text!("batch-file-changed", path, batch),
    };
    CliError::config(message).with_help(match rescue {
        Rescue::Unneeded => text!("batch-rescue-unneeded-help"),
        Rescue::PutBack => text!("batch-rescue-put-back-help"),
        Rescue::SavedAs(saved) => text!("batch-rescue-saved-help", saved, path),
        Rescue::Failed => text!("batch-rescue-failed-help", batch),
    })
}
