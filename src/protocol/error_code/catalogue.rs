//! `codes.json`, and finding a code in it.

use std::sync::OnceLock;

use serde::Deserialize;

use super::advice::{Advice, Api, Case};
use super::known_text::{KnownText, compact, has_part};

/// 错误码, the `code` of a response that refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorCode {
    /// As the current documentation spells it.
    pub code: &'static str,
    /// The HTTP statuses that it is sent with; empty if that is not documented.
    pub http_status: Vec<u16>,
    /// What it means and what to do.
    pub advice: Advice,
    /// The APIs on which it means something else, or something more exact.
    pub cases: Vec<Case>,
    /// Parts of the messages that it comes with, which people paste without it.
    pub messages: Vec<&'static str>,
    busy: Option<Busy>,
}

/// HTTP 状态码, as WeChat Pay uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpStatus {
    /// The status.
    pub status: u16,
    /// What it means and what to do.
    pub advice: Advice,
    /// The APIs on which it means something else.
    pub cases: Vec<Case>,
}

/// An internal result number, more specific than the code; 0 is success.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
#[non_exhaustive]
pub struct ResultNumber {
    /// The number.
    pub number: u64,
    /// The codes of the same meaning.
    pub codes: Vec<&'static str>,
    /// What it means and what to do.
    pub advice: Advice,
}

/// An errcode of the exchange of a login code (`jscode2session`), which is not API v3.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Errcode {
    /// The errcode; 0 is success, which a response seldom contains.
    pub errcode: i64,
    /// The beginning of `errmsg`.
    pub errmsg: &'static str,
    /// What it means and what to do.
    pub advice: Advice,
}

/// Why a code means that the request was not wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Busy {
    /// WeChat Pay, or the bank, failed.
    Failing,
    /// There were too many requests.
    Limiting,
}

/// Advice on codes that are not listed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub(super) struct Unlisted {
    pub(super) code: Advice,
    pub(super) result_number: Advice,
    pub(super) errcode: Advice,
    succeeded: Advice,
    redirected: Advice,
    refused: Advice,
    failed: Advice,
}

impl Unlisted {
    /// Returns what the class of a status tells.
    pub(super) fn status(&self, status: u16) -> &Advice {
        match status {
            ..=299 => &self.succeeded,
            300..=399 => &self.redirected,
            400..=499 => &self.refused,
            500.. => &self.failed,
        }
    }
}

/// An entry, with its own advice or with that of the code `same_as`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: Option<&'static str>,
    status: Option<u16>,
    #[serde(default)]
    http_status: Vec<u16>,
    busy: Option<Busy>,
    advice: Option<Advice>,
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    messages: Vec<&'static str>,
    same_as: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct File {
    codes: Vec<Entry>,
    http_statuses: Vec<Entry>,
    result_numbers: Vec<ResultNumber>,
    errcodes: Vec<Errcode>,
    texts: Vec<KnownText>,
    unlisted: Unlisted,
}

struct Catalogue {
    codes: Vec<ErrorCode>,
    http_statuses: Vec<HttpStatus>,
    result_numbers: Vec<ResultNumber>,
    errcodes: Vec<Errcode>,
    texts: Vec<KnownText>,
    unlisted: Unlisted,
}

impl Catalogue {
    /// Reads the file; nothing if an entry has neither an advice nor a code to take it from.
    fn read(text: &'static str) -> Result<Option<Self>, serde_json::Error> {
        let file: File = serde_json::from_str(text)?;
        let mut codes: Vec<ErrorCode> = Vec::with_capacity(file.codes.len());
        let resolve = |entry: &mut Entry, codes: &[ErrorCode]| match (entry.advice, entry.same_as) {
            (Some(advice), None) => Some((advice, std::mem::take(&mut entry.cases))),
            (None, Some(code)) => {
                let same = codes.iter().find(|known| known.code == code)?;
                Some((same.advice, same.cases.clone()))
            }
            (Some(_), Some(_)) | (None, None) => None,
        };
        for mut entry in file.codes {
            let Some(((advice, cases), code)) = resolve(&mut entry, &codes).zip(entry.code) else {
                return Ok(None);
            };
            codes.push(ErrorCode {
                code,
                http_status: entry.http_status,
                advice,
                cases,
                messages: entry.messages,
                busy: entry.busy,
            });
        }
        let statuses = file.http_statuses.into_iter().map(|mut entry| {
            let (advice, cases) = resolve(&mut entry, &codes)?;
            let status = entry.status?;
            Some(HttpStatus {
                status,
                advice,
                cases,
            })
        });
        let Some(http_statuses) = statuses.collect() else {
            return Ok(None);
        };
        Ok(Some(Self {
            codes,
            http_statuses,
            result_numbers: file.result_numbers,
            errcodes: file.errcodes,
            texts: file.texts,
            unlisted: file.unlisted,
        }))
    }

    /// Returns the catalogue, which is read once.
    fn get() -> &'static Self {
        static READ: OnceLock<Catalogue> = OnceLock::new();
        READ.get_or_init(|| {
            let read = Self::read(include_str!("codes.json")).expect("codes.json has this form");
            read.expect("every entry of codes.json has an advice")
        })
    }
}

/// Returns the texts that say more than a code, the most specific first.
#[must_use]
pub fn texts() -> &'static [KnownText] {
    &Catalogue::get().texts
}

pub(super) fn unlisted() -> &'static Unlisted {
    &Catalogue::get().unlisted
}

/// Returns every code that is known.
#[must_use]
pub fn codes() -> &'static [ErrorCode] {
    &Catalogue::get().codes
}

/// Returns the statuses of the documentation.
#[must_use]
pub fn http_statuses() -> &'static [HttpStatus] {
    &Catalogue::get().http_statuses
}

/// Returns every result number that is known; WeChat Pay has many more.
#[must_use]
pub fn numbers() -> &'static [ResultNumber] {
    &Catalogue::get().result_numbers
}

/// Returns the errcodes of a refused exchange.
pub fn errcodes() -> impl Iterator<Item = &'static Errcode> {
    let all = Catalogue::get().errcodes.iter();
    all.filter(|known| known.errcode != 0)
}

/// Returns what a code means, in whatever spelling.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static ErrorCode> {
    let wanted = canonical(code);
    codes().iter().find(|known| canonical(known.code) == wanted)
}

/// Returns the known code that a misspelt one is most like, if one is alike.
#[must_use]
pub fn nearest(code: &str) -> Option<&'static str> {
    const MIN_LIKENESS: f64 = 0.8;
    let written = code.to_ascii_uppercase();
    codes()
        .iter()
        .map(|known| (strsim::jaro_winkler(&written, known.code), known.code))
        .filter(|(likeness, _)| *likeness > MIN_LIKENESS)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, code)| code)
}

/// Returns what a status means, if it is known.
#[must_use]
pub fn by_status(status: u16) -> Option<&'static HttpStatus> {
    http_statuses().iter().find(|known| known.status == status)
}

/// Returns what to make of a status, known or not.
#[must_use]
pub fn advice_of_status(status: u16) -> &'static Advice {
    by_status(status).map_or_else(|| unlisted().status(status), |known| &known.advice)
}

/// Returns what a result number means, if it is known.
#[must_use]
pub fn by_number(number: u64) -> Option<&'static ResultNumber> {
    numbers().iter().find(|known| known.number == number)
}

/// Returns what an errcode means, if it is known.
#[must_use]
pub fn by_errcode(errcode: i64) -> Option<&'static Errcode> {
    let all = &Catalogue::get().errcodes;
    all.iter().find(|known| known.errcode == errcode)
}

/// Returns the errcode that a text begins with or names as its `errmsg`.
#[must_use]
pub fn by_errmsg(text: &str) -> Option<&'static Errcode> {
    let lower = text.trim().to_ascii_lowercase();
    errcodes().find(|known| {
        lower.starts_with(known.errmsg)
            || (lower.contains("errmsg") && lower.contains(known.errmsg))
    })
}

/// Returns the code that a message of WeChat Pay comes with, or whose meaning it is.
#[must_use]
pub fn code_of_message(text: &str) -> Option<&'static str> {
    let text = compact(text);
    let has = |part: &&str| has_part(&text, part);
    let comes_with = |code: &&ErrorCode| {
        let of_cases = code.cases.iter().flat_map(|case| &case.messages);
        code.messages.iter().chain(of_cases).any(has)
    };
    let is_meaning = |code: &&ErrorCode| {
        let meaning = code.advice.zh.meaning;
        let clause = meaning.split('；').next().unwrap_or(meaning);
        has_part(&text, &format!("^{clause}$"))
    };
    let mut all = codes().iter();
    let found = all
        .find(is_meaning)
        .or_else(|| codes().iter().find(comes_with));
    found.map(|code| code.code)
}

/// Returns the API that a code with this message is of, if the code means something else on
/// another API.
#[must_use]
pub fn api_of_message(code: &str, message: &str) -> Option<Api> {
    let message = compact(message);
    let has = |part: &&str| has_part(&message, part);
    let mut cases = by_code(code)?.cases.iter();
    let found = cases.find(|case| case.messages.iter().any(has));
    found.map(|case| case.api)
}

/// Returns the result number that ends a `Request-ID`.
#[must_use]
pub fn number_of(request_id: &str) -> Option<u64> {
    let (id, number) = request_id.trim().rsplit_once('-')?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !id.is_empty()).then(|| number.parse().ok())?
}

/// Whether two spellings are of one code: older pages spell some without underscores or
/// with a final S.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

/// Whether a code means that WeChat Pay was failing or limiting.
#[must_use]
pub fn is_busy(code: &str) -> bool {
    by_code(code).is_some_and(|known| known.busy.is_some())
}

/// Whether a code means that there were too many requests.
pub(in crate::protocol) fn is_limit(code: &str) -> bool {
    by_code(code).is_some_and(|known| known.busy == Some(Busy::Limiting))
}

fn canonical(code: &str) -> String {
    let bare: String = code
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    bare.strip_suffix('S').map(str::to_owned).unwrap_or(bare)
}
