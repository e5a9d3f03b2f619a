//! The errors of batches, for the user.

use std::fmt;
use std::path::Path;

use wechatpay::batch::{
    BatchError, FieldProblem, FileChange, InputDifference, Rescue, RowError, RowProblem,
    SavedInput, input_copy,
};
use wechatpay::fs::FileAction;

use crate::error::{CliError, Kind, reason};
use crate::ui::{Lang, Text, count};
use crate::{args, text};

/// Adds to the failure of an input that cannot be read where its copy is.
pub(super) fn with_input_copy(failure: CliError, results: Option<&Path>) -> CliError {
    let Some(copy) = results.map(input_copy).filter(|copy| copy.exists()) else {
        return failure;
    };
    let copy = args::shell_word(&copy.display().to_string());
    failure.with_help(text!("batch-input-copy-help", copy))
}

/// The failure of a value that a row, or an option for all rows, gives.
#[derive(Debug)]
struct RowFailure(CliError);

impl fmt::Display for RowFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text())
    }
}

impl std::error::Error for RowFailure {}

pub(super) fn of_row(failure: CliError) -> RowProblem {
    RowProblem::Command(Box::new(RowFailure(failure)))
}

impl From<BatchError> for CliError {
    #[expect(clippy::too_many_lines, reason = "one arm for each error")]
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::OpenInput { path, source } => Self::file(FileAction::Read, &path, source),
            BatchError::ReadInput { input, source } => {
                Self::config(text!("batch-read-input", input)).with_source(source)
            }
            BatchError::CopyInput { input, source } => {
                Self::config(text!("batch-copy-input", input)).with_source(source)
            }
            BatchError::Row { input, error } => Self::config(line(&input, &error)),
            BatchError::Rows {
                input,
                errors,
                more,
            } => {
                let mut lines = errors.iter().map(|error| line(&input, error));
                let first = lines.next().unwrap_or_else(|| Text::verbatim(&input));
                let mut failure = Self::config(first).with_help(text!("batch-lines-help"));
                for cause in lines {
                    failure.add_cause(cause);
                }
                if more > 0 {
                    failure.add_cause(text!("batch-more-lines", more = count(more)));
                }
                failure
            }
            BatchError::SortNumbers(source) => {
                Self::config(text!("batch-sort-numbers")).with_source(source)
            }
            BatchError::OutputIsInput => Self::usage(text!("batch-output-is-input")),
            BatchError::NotRegular(path) => {
                Self::config(text!("batch-not-regular", path = path.display()))
            }
            BatchError::File(file) => file.into(),
            BatchError::NoRoom(file) => Self::from(file)
                .with_cause(text!("batch-nothing-sent"))
                .with_help(text!("batch-make-room-help")),
            BatchError::TimeNotWritten(file) => {
                Self::from(file).with_help(text!("batch-make-room-help"))
            }
            BatchError::ResultsNotWritten(file) => Self::from(file)
                .with_cause(text!("batch-results-not-written"))
                .with_help(text!("batch-results-not-written-help")),
            BatchError::Locked { results } => {
                Self::config(text!("batch-locked", results = results.display()))
            }
            BatchError::OtherCommand { results, command } => Self::config(text!(
                "batch-other-command",
                results = results.display(),
                command
            )),
            BatchError::OtherProcess { results } => {
                Self::config(text!("batch-other-process", results = results.display()))
            }
            BatchError::OtherOptions { results } => {
                Self::config(text!("batch-other-options", results = results.display()))
            }
            BatchError::OtherInput {
                input,
                results,
                saved,
            } => Self::config(other_input(&input, &results, saved)),
            BatchError::JournalMissing {
                file,
                is_input,
                journal,
            } => {
                let (file, journal) = (file.display(), journal.display());
                Self::config(if is_input {
                    text!("batch-journal-missing-input", file, journal)
                } else {
                    text!("batch-journal-missing-results", file, journal)
                })
            }
            BatchError::JournalChanged(path) => {
                Self::config(text!("batch-journal-changed", path = path.display()))
            }
            BatchError::JournalDamaged { path, source } => {
                Self::config(text!("batch-journal-damaged", path = path.display()))
                    .with_source(source)
            }
            BatchError::NoResult { results, number } => Self::config(text!(
                "batch-no-result",
                results = results.display(),
                number
            )),
            BatchError::EditedResult {
                results,
                number,
                line,
            } => Self::config(text!(
                "batch-edited-result",
                results = results.display(),
                number,
                line
            )),
            BatchError::ResultOfOtherBatch {
                results,
                number,
                theirs,
                batch,
                journal,
            } => Self::config(text!(
                "batch-result-of-other-batch",
                results = results.display(),
                number,
                theirs,
                batch,
                journal = journal.display()
            )),
            BatchError::FileChanged {
                path,
                change,
                rescue,
                batch,
            } => file_changed(&path, change, &rescue, &batch),
            BatchError::FilesChanged => Self::config(text!("batch-files-changed")),
            error @ (BatchError::LinesLeft { .. }
            | BatchError::Task(_)
            | BatchError::Serialize(_)) => Self::of_error(Kind::Internal, error),
        }
    }
}

fn line(input: &str, error: &RowError) -> Text {
    text!(
        "batch-line",
        input,
        line = error.line,
        problem = problem(&error.problem)
    )
}

fn problem(problem: &RowProblem) -> Text {
    match problem {
        RowProblem::MisspelledField { name, nearest } => {
            text!("batch-misspelled-field", name, nearest)
        }
        RowProblem::UnknownField { name, known } => {
            text!("batch-unknown-field", name, known = known.join(", "))
        }
        RowProblem::DuplicateColumn(name) => text!("batch-duplicate-column", name),
        RowProblem::TooLong => text!("batch-line-too-long"),
        RowProblem::NotJson(error) => text!("batch-line-not-json", error),
        RowProblem::NotObject => text!("batch-line-not-object"),
        RowProblem::NotUtf8 => text!("batch-line-not-utf8"),
        RowProblem::CellCount { expected, found } => text!("batch-cell-count", expected, found),
        RowProblem::Csv(error) => Text::verbatim(error.to_string()),
        RowProblem::Read(error) => Text::verbatim(error.to_string()),
        RowProblem::TooManyLines(max) => text!("batch-too-many-lines", max),
        RowProblem::Empty => text!("batch-empty"),
        RowProblem::DuplicateNumber { name, first } => {
            text!("batch-duplicate-number", name, first)
        }
        RowProblem::Exclusive(one, other) => text!("batch-exclusive-fields", one, other),
        RowProblem::Missing(field) => text!("batch-missing-field", field),
        RowProblem::MissingOneOf(one, other) => text!("batch-missing-one-of", one, other),
        RowProblem::Field { name, problem } => {
            text!("batch-field", name, problem = field_problem(problem))
        }
        RowProblem::Command(error) => match error.downcast_ref::<RowFailure>() {
            Some(RowFailure(failure)) => failure
                .causes
                .iter()
                .fold(failure.message.clone(), |message, cause| {
                    text!("batch-line-cause", message, cause)
                }),
            None => Text::pair(error.to_string(), reason(error.as_ref()).show(Lang::Zh)),
        },
    }
}

fn field_problem(problem: &FieldProblem) -> Text {
    match problem {
        FieldProblem::Decimal => text!("batch-field-decimal"),
        FieldProblem::NotText => text!("batch-field-not-text"),
        FieldProblem::NotBoolean => text!("batch-field-not-boolean"),
        FieldProblem::NotObject => text!("batch-field-not-object"),
        FieldProblem::NotArray => text!("batch-field-not-array"),
        FieldProblem::NotOneOf(words) => text!("batch-field-not-one-of", words = words.join(", ")),
        // The English names the value, which the line of a batch does not.
        FieldProblem::Invalid(why) => {
            Text::pair(why.to_string(), reason(why.as_ref()).show(Lang::Zh))
        }
    }
}

fn other_input(input: &str, results: &Path, saved: Option<SavedInput>) -> Text {
    let results = results.display();
    let Some(saved) = saved else {
        return text!("batch-other-input", input, results);
    };
    let difference = match saved.difference {
        InputDifference::Line(line) => text!("batch-input-line-differs", line),
        InputDifference::More(lines) => text!("batch-input-lines-added", lines),
        InputDifference::Fewer(lines) => text!("batch-input-lines-missing", lines),
    };
    let copy = args::shell_word(&saved.path.display().to_string());
    text!("batch-other-input-saved", input, results, difference, copy)
}

fn file_changed(path: &Path, change: FileChange, rescue: &Rescue, batch: &str) -> CliError {
    let path = path.display();
    let message = match change {
        FileChange::Removed => text!("batch-file-removed", path = &path, batch),
        FileChange::Replaced => text!("batch-file-replaced", path = &path, batch),
        FileChange::Changed => text!("batch-file-changed", path = &path, batch),
    };
    CliError::config(message).with_help(match rescue {
        Rescue::Unneeded => text!("batch-rescue-unneeded-help"),
        Rescue::PutBack => text!("batch-rescue-put-back-help"),
        Rescue::SavedAs(saved) => {
            text!("batch-rescue-saved-help", saved = saved.display(), path)
        }
        Rescue::Failed => text!("batch-rescue-failed-help", batch),
    })
}
