//! `create-order`: one order for each line of a file.

mod batch;
mod batch_faults;
mod batch_files;
