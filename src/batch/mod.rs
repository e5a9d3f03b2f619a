//! One call for every line of a file: all lines are checked before the first is sent, a batch is
//! resumed where it ended, and no line ever becomes two orders or refunds.
//!
//! What is sent for a line depends only on the line, the command's options and what is on disk
//! before the first request leaves: the batch's name, from which the numbers of lines without one
//! are made, and the times that relative times count from. So a line whose result was lost is sent
//! again with the same number and the same bytes, which WeChat Pay recognises.
//!
//! A [`Command`] reads rows into [`Job`]s; [`Batch`] checks, resumes and runs them.

mod check;
mod engine;
mod error;
mod files;
mod integrity;
mod job;
mod journal;
mod orders;
mod query;
mod queue;
mod refunds;
mod results;
mod row;
mod run;
mod shutdown;
mod source;
mod throttle;
mod unsent;

pub use engine::Batch;
pub use error::{BatchError, FileChange, InputDifference, Rescue, SavedInput};
pub use job::{
    Command, Defaults, Job, JobError, JobNumber, LineFailure, LineState, ParsedRow, SentRequest,
    Stop,
};
pub use journal::input_copy;
pub use orders::{OrderFailure, OrderJob, Orders};
pub use query::Queries;
pub use refunds::{NotifyUrlOfRow, RefundDefaults, RefundFailures, RefundJob, Refunds};
pub use results::{LineResult, Summary, Tally};
pub use row::{FieldProblem, Row, RowError, RowProblem};
pub use run::{Observer, Plan, RunEnd, RunError, RunOptions, RunReport, StopSignals};
pub use source::{STANDARD_INPUT, Source};
