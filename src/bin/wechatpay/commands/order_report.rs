//! What `create-order` has to show.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use wechatpay::protocol::order::Prepaid;
use wechatpay::protocol::pay_params::PayParams;
use wechatpay::protocol::transaction::{TradeState, Transaction};

use crate::ui::{Page, Render, Tone};

/// What the payer is let pay with, and how waiting for that ended.
#[derive(Serialize)]
pub(super) struct Report {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) out_trade_no: Option<String>,
    #[serde(flatten)]
    pub(super) prepaid: Prepaid,
    pub(super) expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pay_params: Option<PayParams>,
    /// How waiting ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trade_state: Option<TradeState>,
    /// The order as it was when waiting ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<Map<String, Value>>,
    pub(super) request_id: Option<String>,
    /// The code to scan, drawn with block characters, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) qr: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "create-order";

    fn render(&self, page: &mut Page) {
        let mut rows = vec![(
            "out_trade_no",
            self.out_trade_no.clone().unwrap_or_default(),
        )];
        rows.push(match &self.prepaid {
            Prepaid::PrepayId(id) => ("prepay_id", id.to_string()),
            Prepaid::CodeUrl(url) => ("code_url", url.clone()),
            Prepaid::H5Url(url) => ("h5_url", url.clone()),
        });
        rows.push(("expires_at", self.expires_at.clone()));
        rows.extend(self.request_id.clone().map(|id| ("request_id", id)));
        page.fields(rows);
        if let Some(params) = self
            .pay_params
            .as_ref()
            .and_then(|params| serde_json::to_string_pretty(params).ok())
        {
            page.line(page.pick(
                "pay_params, for the payer's client:",
                "pay_params（交给客户端调起支付）：",
            ));
            page.lines(params);
        }
        if let Some(qr) = &self.qr {
            page.lines(qr);
        }
    }
}

/// How waiting ended, for who has read the rest of the report.
pub(super) struct Ended(pub(super) Transaction);

impl Serialize for Ended {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.object.serialize(serializer)
    }
}

impl Render for Ended {
    const SCHEMA: &'static str = "create-order-wait";

    fn render(&self, page: &mut Page) {
        let tone = if self.0.trade_state == TradeState::Success {
            Tone::Good
        } else {
            Tone::Bad
        };
        page.toned(tone, format!("trade_state {}", self.0.trade_state));
    }
}
