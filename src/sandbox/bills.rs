//! The API of bills: asking for one, and downloading it.

use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::caller::Call;
use super::refusal::{Refusal, number};
use super::route::parameter;
use super::{Sandbox, statement};
use crate::ambient;
use crate::protocol::bill::{AccountType, BillDate, BillLink, BillType, FILE_PATH};

/// A file as it is sent, and what kind it is.
pub(super) struct Sent {
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Sandbox {
    /// Makes a day's trade bill.
    pub(super) fn trade_bill(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let date = date(call)?;
        let kind = word(call, "bill_type")?.unwrap_or_else(BillType::default);
        let sub_mchid = parameter(call.target, "sub_mchid");
        if sub_mchid
            .as_ref()
            .is_some_and(|asked| asked != self.identity.sub_mchid().as_str())
        {
            return Err(Refusal::new(
                403,
                "NO_AUTH",
                number::NO_RELATION,
                "子商户号与服务商号无受理关系",
            ));
        }
        let made = |ledger: &_| statement::trades(ledger, date, kind, sub_mchid.as_deref());
        self.link(
            call,
            self.journal.look(made).map_err(|_| Refusal::system())?,
        )
    }

    /// Makes a day's fund-flow bill.
    pub(super) fn fund_flow_bill(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let date = date(call)?;
        let account = word(call, "account_type")?.unwrap_or_else(AccountType::default);
        let made = |ledger: &_| match account {
            AccountType::Basic => statement::flows(ledger, date),
            AccountType::Operation | AccountType::Fees => None,
        };
        self.link(
            call,
            self.journal.look(made).map_err(|_| Refusal::system())?,
        )
    }

    fn link(&self, call: &Call<'_>, made: Option<Vec<u8>>) -> Result<Value, Refusal> {
        let gzip = match parameter(call.target, "tar_type").as_deref() {
            None => "",
            Some("GZIP") => "&tartype=gzip",
            Some(_) => return Err(wrong("tar_type")),
        };
        let text = made.ok_or_else(|| {
            Refusal::new(400, "NO_STATEMENT_EXIST", number::NONE, "账单文件不存在")
        })?;
        let origin = call.origin.ok_or_else(|| wrong("Host"))?;
        let token = ambient::letters(64);
        let url = format!("{origin}{FILE_PATH}?token={token}{gzip}");
        let link = BillLink::new(&text, url);
        self.links.keep(token, Arc::from(text), ambient::now());
        Ok(json!(link))
    }

    /// Returns the file that a link leads to.
    pub(super) fn bill_file(&self, call: &Call<'_>) -> Result<Sent, Refusal> {
        let token = parameter(call.target, "token").ok_or_else(|| wrong("token"))?;
        let text = self.links.find(&token, ambient::now()).ok_or_else(|| {
            Refusal::new(
                400,
                "INVALID_REQUEST",
                number::PARAMETER,
                "下载地址已失效，请重新申请账单",
            )
        })?;
        if parameter(call.target, "tartype").as_deref() != Some("gzip") {
            return Ok(Sent {
                kind: "text/plain",
                bytes: text.to_vec(),
            });
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let packed = encoder.write_all(&text).and_then(|()| encoder.finish());
        Ok(Sent {
            kind: "application/x-gzip",
            bytes: packed.map_err(|_| Refusal::system())?,
        })
    }
}

/// Reads the day. Today's is made too: a sandbox has no yesterday to try bills with.
fn date(call: &Call<'_>) -> Result<BillDate, Refusal> {
    let today = BillDate::of(ambient::now());
    parameter(call.target, "bill_date")
        .and_then(|text| text.parse().ok())
        .filter(|date| (today.oldest()..=today).contains(date))
        .ok_or_else(|| wrong("bill_date"))
}

/// Reads a word of the wire, exactly as it is spelled there.
fn word<T: std::str::FromStr + ToString>(
    call: &Call<'_>,
    name: &'static str,
) -> Result<Option<T>, Refusal> {
    let Some(text) = parameter(call.target, name) else {
        return Ok(None);
    };
    let known = text
        .parse()
        .ok()
        .filter(|known: &T| known.to_string() == text);
    known.map(Some).ok_or_else(|| wrong(name))
}

fn wrong(name: &str) -> Refusal {
    let message = format!("参数{name}错误");
    Refusal::parameter(number::PARAMETER, message)
        .with(json!({"field": name, "location": "query", "issue": "不符合取值规则"}))
}
