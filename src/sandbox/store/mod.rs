//! What a data folder holds beside the identity, and the bills that wait to be downloaded.

pub(crate) mod access;
pub(crate) mod attempts;
pub(crate) mod combinations;
pub(crate) mod database;
pub(crate) mod download_tokens;
pub(crate) mod files;
pub(crate) mod journal;
pub(crate) mod ledger;
pub(crate) mod legacy;
pub(crate) mod listing;
mod open_files;
pub(crate) mod placing;
pub(crate) mod recent;
pub(crate) mod records;
pub(crate) mod requests;
pub(crate) mod running;
mod schema;
pub(crate) mod stored;
pub(crate) mod tickets;
pub(crate) mod transaction;
