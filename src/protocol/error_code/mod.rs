//! 错误码: what the codes of a refusal mean, what to do, and whether a retry is safe.
//!
//! `codes.json` has them all in both languages: the `code` of a response, its HTTP status, the
//! internal result number that ends its `Request-ID`, the errcode of `jscode2session`, and
//! texts of the WeChat client, of WeChat Pay and of SDKs. It is read when the first code is looked up.

mod advice;
mod catalogue;
mod known_text;
mod messages;
mod query;

#[cfg(test)]
mod tests;

pub use advice::{Advice, AdviceText, Api, Case, Repeat};
pub(super) use catalogue::is_limit;
pub use catalogue::{
    Errcode, ErrorCode, HttpStatus, ResultNumber, advice_of_status, api_of_message, by_code,
    by_errcode, by_errmsg, by_number, by_status, code_of_message, codes, errcodes, http_statuses,
    is_busy, is_same, nearest, number_of, numbers, texts,
};
pub use known_text::{KnownText, TextOrigin};
pub use messages::{
    by_code_and_text, by_message, by_text, by_text_beside, by_unclear_text, refuses_key,
    tells_refused_signature,
};
pub use query::{CodeInfo, CodeQuery, CodeQueryError, CodeQueryKind};
