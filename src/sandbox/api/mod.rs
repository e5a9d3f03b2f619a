//! The calls of WeChat Pay's API, each with its handler.
//!
//! - `signed_call`, `auth`: a handler's parameter that holds a call whose caller was checked
//! - `fault`, `response`, `signing`: refusals, responses and their signatures
//! - `rules`, `order_rules`, `refund_rules`: the fields that bodies have
//! - `orders`, `combined`, `refunds`, `bills`, `certificates`, `media`, `images`, `echo`, `login`,
//!   `transfers`, `sharing`, `complaints`, `stub`: the handlers

pub(crate) mod auth;
pub(crate) mod bills;
pub(crate) mod certificates;
pub(crate) mod combined;
pub(crate) mod complaints;
pub(crate) mod echo;
pub(crate) mod fault;
pub(crate) mod images;
pub(crate) mod login;
pub(crate) mod media;
pub(crate) mod order_rules;
pub(crate) mod orders;
pub(crate) mod origin;
pub(crate) mod path;
pub(crate) mod refund_rules;
pub(crate) mod refunds;
pub(crate) mod response;
pub(crate) mod rules;
pub(crate) mod sealed_name;
pub(crate) mod sharing;
pub(crate) mod signed_call;
pub(crate) mod signing;
pub(crate) mod stub;
pub(crate) mod transfers;
pub(crate) mod upload;
