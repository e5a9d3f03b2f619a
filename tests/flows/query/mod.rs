//! `query` and `close`: an order by its numbers, and waiting for it.

mod merchants;
mod numbers;
mod waiting;
