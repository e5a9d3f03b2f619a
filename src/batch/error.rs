//! Why a batch cannot be started, resumed or finished.

use std::io;
use std::path::PathBuf;

use super::row::RowError;
use crate::fs::FileError;
use crate::protocol::key_material::MaterialKind;

/// Why a batch cannot be started, resumed or finished.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The input cannot be opened.
    #[error("cannot read {}", .path.display())]
    OpenInput {
        /// The input.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The input cannot be read to its end.
    #[error("cannot read {input}")]
    ReadInput {
        /// What the input is called.
        input: String,
        /// What the system says.
        source: io::Error,
    },
    /// The input cannot be copied to a temporary file.
    #[error("cannot copy {input} to a temporary file")]
    CopyInput {
        /// What the input is called.
        input: String,
        /// What the system says.
        source: io::Error,
    },
    /// A line that cannot be used.
    #[error("{input} {error}")]
    Row {
        /// What the input is called.
        input: String,
        /// What is wrong with the line.
        #[source]
        error: RowError,
    },
    /// Lines that the check refused; nothing was sent.
    #[error("{input} has invalid lines")]
    Rows {
        /// What the input is called.
        input: String,
        /// The first of them, at least one.
        errors: Vec<RowError>,
        /// How many more there are at least.
        more: usize,
    },
    /// The temporary file in which numbers are compared cannot be used.
    #[error("the lines' numbers cannot be sorted on disk")]
    SortNumbers(#[source] io::Error),
    /// The results would replace the input.
    #[error("the results file is the input")]
    OutputIsInput,
    /// The input is a key, a certificate or a file that is not text.
    #[error("{input} is {}, not CSV or JSON Lines", .kind.name())]
    NotText {
        /// The name of the input.
        input: String,
        /// What it is.
        kind: MaterialKind,
    },
    /// A device or a folder has the name of a file of the batch.
    #[error("{} is not a regular file", .0.display())]
    NotRegular(PathBuf),
    /// A file of the batch cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no room for results; nothing was sent.
    #[error("there is no room for results")]
    NoRoom(#[source] FileError),
    /// The time that a line was first sent at cannot be written, so the line was not sent.
    #[error("the time of a line cannot be written")]
    TimeNotWritten(#[source] FileError),
    /// Lines were sent whose results cannot be written.
    #[error("results cannot be written")]
    ResultsNotWritten(#[source] FileError),
    /// Another process runs the batch.
    #[error("{} is locked by another running batch", .results.display())]
    Locked {
        /// The results.
        results: PathBuf,
    },
    /// Another command started the batch.
    #[error("{} is of {command}", .results.display())]
    OtherCommand {
        /// The results.
        results: PathBuf,
        /// The command, by its name in the journal.
        command: String,
    },
    /// Another process started the batch a moment earlier.
    #[error("{} is of another process, which started at the same time", .results.display())]
    OtherProcess {
        /// The results.
        results: PathBuf,
    },
    /// The input is the same, and other requests would be sent for it.
    #[error("{} is of the same input with other options or another profile", .results.display())]
    OtherOptions {
        /// The results.
        results: PathBuf,
    },
    /// The input is not the one that the batch was started with.
    #[error("{input} is not the input that {} was started with", .results.display())]
    OtherInput {
        /// What the input is called.
        input: String,
        /// The results.
        results: PathBuf,
        /// The first input, if its copy is unchanged.
        saved: Option<SavedInput>,
    },
    /// There are results or a copy of the input, and no journal that tells what was sent.
    #[error("{} belongs to a batch whose {} is missing or empty", .file.display(), .journal.display())]
    JournalMissing {
        /// The file that belongs to the batch.
        file: PathBuf,
        /// Whether it is the copy of the input, and not the results.
        is_input: bool,
        /// The journal.
        journal: PathBuf,
    },
    /// The journal is not one, or its first line was edited.
    #[error("{} is not the journal of a batch, or was changed", .0.display())]
    JournalChanged(PathBuf),
    /// A line of the journal cannot be read.
    #[error("{} is damaged", .path.display())]
    JournalDamaged {
        /// The journal.
        path: PathBuf,
        /// What is wrong with the line.
        source: serde_json::Error,
    },
    /// A line of the results is not a result of the batch.
    #[error("{}:{number} does not belong to this batch", .results.display())]
    NoResult {
        /// The results.
        results: PathBuf,
        /// The number of the line in them.
        number: u64,
    },
    /// A line of the results was edited.
    #[error("line {number} of {} was changed", .results.display())]
    EditedResult {
        /// The results.
        results: PathBuf,
        /// The number of the line in them.
        number: u64,
        /// The line of the input whose result it was.
        line: u64,
    },
    /// The results and the journal are those of two batches.
    #[error("line {number} of {} is of batch {theirs}, and its journal is of batch {batch}", .results.display())]
    ResultOfOtherBatch {
        /// The results.
        results: PathBuf,
        /// The number of the line in them.
        number: u64,
        /// The batch of that line.
        theirs: String,
        /// The batch of the journal.
        batch: String,
        /// The journal.
        journal: PathBuf,
    },
    /// Another program removed, replaced or changed a file while the batch was running.
    #[error("{} was changed while the batch was running", .path.display())]
    FileChanged {
        /// The file.
        path: PathBuf,
        /// What happened to it.
        change: FileChange,
        /// What could be done about it.
        rescue: Rescue,
        /// The name of the batch.
        batch: String,
    },
    /// The same, and the files were put back before it could be found out what happened.
    #[error("the results or the journal were changed while the batch was running")]
    FilesChanged,
    /// Lines were left over although nothing stopped the batch: a bug.
    #[error("{left} of {total} lines were not sent")]
    LinesLeft {
        /// How many.
        left: u64,
        /// Of how many.
        total: u64,
    },
    /// The task of a line ended without a result: a bug.
    #[error("the task of a line failed")]
    Task(#[from] tokio::task::JoinError),
    /// A result or the journal cannot be written as JSON: a bug.
    #[error("a line cannot be written as JSON")]
    Serialize(#[source] serde_json::Error),
}

/// The copy of the input that a batch was started with.
#[derive(Debug)]
#[non_exhaustive]
pub struct SavedInput {
    /// Where it is.
    pub path: PathBuf,
    /// Where the new input differs from it.
    pub difference: InputDifference,
}

/// Where two inputs differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputDifference {
    /// At this line, the first that is not the same.
    Line(u64),
    /// The new one has this many more lines at its end.
    More(u64),
    /// The new one ends this many lines earlier.
    Fewer(u64),
}

/// What happened to a file while the batch was running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// It has no name any more.
    Removed,
    /// Another file has its name.
    Replaced,
    /// Something was written into it or cut off.
    Changed,
}

/// What could be done about a file that is not in its place any more.
#[derive(Debug)]
pub enum Rescue {
    /// It is still there.
    Unneeded,
    /// It was written again.
    PutBack,
    /// It was written under this name, since its own was taken.
    SavedAs(PathBuf),
    /// It could not be written again.
    Failed,
}
