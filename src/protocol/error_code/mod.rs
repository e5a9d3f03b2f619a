//! 错误码: what the codes of a refusal mean, what to do, and whether a retry is safe.
//!
//! `codes.json` has them all in both languages: the `code` of a response, its HTTP status, the
//! internal result number that ends its `Request-ID`, the errcode of `jscode2session`, and the texts
//! of the WeChat client. It is read when the first code is looked up.

mod advice;
mod catalogue;
mod query;

#[cfg(test)]
mod tests;

pub use advice::{Advice, AdviceText, Api, Case, Repeat};
pub(super) use catalogue::is_limit;
pub use catalogue::{
    ClientText, Errcode, ErrorCode, HttpStatus, ResultNumber, advice_of_status, by_client_text,
    by_code, by_errcode, by_message, by_number, by_status, code_of_message, codes, errcodes,
    http_statuses, is_busy, is_same, nearest, number_of, numbers, refuses_key,
};
pub use query::{CodeInfo, CodeQuery, CodeQueryError, CodeQueryKind};
