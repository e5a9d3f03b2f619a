//! The sandbox in a browser: orders live, a cashier to pay on, and what happens behind it.
//!
//! Rendered on the server. A script of its own, without which everything works too, keeps what is
//! shown up to date.
//!
//! - `session`: who may see it, and the cookies; `viewer`: for whom it is written
//! - `text`, `format`, `command`: words, values and what to type instead
//! - `layout`: the frame of every page; `orders`, `order`, `cashier`, `faults`: the pages;
//!   `time_line`, `notice`, `qr`: parts of them
//! - `routes`: their paths; `form`: what they are sent
//! - `actions`: what the buttons do; `payers`: what payers did that changed no order
//! - `data`: what the pages read and change; `live`: when to read it again
//! - `assets`: the style sheet, the script and the icon

mod actions;
mod assets;
mod cashier;
mod command;
mod data;
mod faults;
mod form;
mod format;
mod layout;
mod live;
mod notice;
mod order;
mod orders;
pub(crate) mod payers;
mod qr;
mod routes;
mod session;
mod text;
mod time_line;
mod viewer;

pub(crate) use cashier::h5_url;
pub(crate) use routes::{missing_page, routes};
