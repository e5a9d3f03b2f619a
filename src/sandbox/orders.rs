//! The API of orders and certificates, once the caller is known.

use serde_json::{Value, json};

use super::caller::Call;
use super::ledger::Impossible;
use super::record::Record;
use super::refusal::{Refusal, number};
use super::route::{Route, parameter};
use super::{Mode, Sandbox, SandboxError, media, prepay};
use crate::ambient;
use crate::protocol::certificate::CertificatesBody;
use crate::protocol::id::{OutTradeNo, PrepayId, TransactionId};
use crate::protocol::order::{Prepaid, TradeType};
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::{OrderNumber, TradeState};

const NO_CERTIFICATE: &str = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196";

impl Sandbox {
    /// Answers a call; nothing where there is nothing to say (204).
    pub(super) fn answer(&self, route: &Route, call: &Call<'_>) -> Result<Option<Value>, Refusal> {
        let partner = match route {
            Route::Certificates => return self.certificates(call).map(Some),
            Route::Echo => return self.echo(call).map(Some),
            Route::Upload(media) => return media::take(call, *media).map(Some),
            Route::TradeBill => return self.trade_bill(call).map(Some),
            Route::FundFlowBill => return self.fund_flow_bill(call).map(Some),
            // A file is no value: the router sends it.
            Route::BillFile => return Ok(None),
            Route::Prepay {
                partner,
                trade_type,
            } => return self.prepay(call, *partner, *trade_type).map(Some),
            Route::Close { partner, number } => {
                return self.close(call, *partner, number).map(|()| None);
            }
            Route::CreateRefund => return self.create_refund(call).map(Some),
            Route::QueryRefund { out_refund_no } => {
                return self.query_refund(call, out_refund_no).map(Some);
            }
            Route::AbnormalRefund { refund_id } => {
                return self.apply_abnormal_refund(call, refund_id).map(Some);
            }
            Route::ByOutTradeNo { partner, .. } | Route::ById { partner, .. } => *partner,
        };
        let number = match route {
            Route::ById { number, .. } => number.parse().ok().map(OrderNumber::TransactionId),
            _ => Some(OrderNumber::OutTradeNo(out_trade_no(route.number())?)),
        };
        self.query(call, partner, number.as_ref()).map(Some)
    }

    fn certificates(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let none = || {
            Refusal::new(
                404,
                "RESOURCE_NOT_EXISTS",
                number::CERTIFICATES,
                NO_CERTIFICATE,
            )
        };
        match parameter(call.target, "algorithm_type").as_deref() {
            None | Some("RSA" | "ALL") => {}
            Some("SM2") => return Err(none()),
            Some(_) => return Err(Refusal::parameter(number::PARAMETER, "algorithm_type错误")),
        }
        if self.options.mode == Mode::PublicKey {
            return Err(none());
        }
        let listed = self.identity.platform_certificates();
        let data = listed
            .iter()
            .map(|certificate| certificate.seal(self.identity.sealing(), &ambient::letters(12)))
            .collect();
        Ok(json!(CertificatesBody { data }))
    }

    fn prepay(
        &self,
        call: &Call<'_>,
        partner: bool,
        trade_type: TradeType,
    ) -> Result<Value, Refusal> {
        let moment = ambient::millis();
        let now = Timestamp(moment / 1000);
        let facts = self.identity.facts();
        let (out_trade_no, body) = prepay::read(call.body, trade_type, partner, facts, now)?;
        let record = Record {
            out_trade_no,
            trade_type,
            body,
            prepay_id: mint_prepay_id(),
            prepaid_at: now,
            ordered_at: moment,
            state: TradeState::NotPay,
            payment: None,
            refunds: Vec::new(),
            named_key: call.named_key(),
        };
        let prepay_id = self
            .journal
            .write(|ledger| ledger.prepay(record).map_err(Fault::from))?;
        if self.options.auto_pay.is_some() {
            self.bell.notify_one();
        }
        Ok(json!(prepaid(trade_type, prepay_id)))
    }

    fn query(
        &self,
        call: &Call<'_>,
        partner: bool,
        number: Option<&OrderNumber>,
    ) -> Result<Value, Refusal> {
        let asked = |name: &str, title: &str| {
            parameter(call.target, name).ok_or_else(|| {
                Refusal::parameter(
                    number::PARAMETER,
                    format!("输入源“/query/{name}”映射到值字段“{title}”必填性规则校验失败，此字段为必填项"),
                )
                .with(json!({"field": name, "value": null, "issue": "此字段为必填项", "location": "query"}))
            })
        };
        let (mchid, sub_mchid) = if partner {
            (
                asked("sp_mchid", "服务商户号")?,
                Some(asked("sub_mchid", "子商户号")?),
            )
        } else {
            (asked("mchid", "商户号")?, None)
        };
        if mchid != self.identity.mchid().as_str() {
            return Err(Refusal::parameter(number::PARAMETER, "mchid不匹配"));
        }
        let told = self.journal.look(|ledger| {
            let order = match number {
                Some(OrderNumber::OutTradeNo(number)) => ledger.order(number),
                Some(OrderNumber::TransactionId(number)) => ledger.transaction(number),
                None => None,
            };
            let order = order.ok_or_else(unknown)?;
            belongs(order, sub_mchid.as_deref())?;
            Ok(order.transaction())
        });
        told.unwrap_or_else(|_| Err(Refusal::system()))
    }

    fn close(&self, call: &Call<'_>, partner: bool, number: &str) -> Result<(), Refusal> {
        let body = prepay::read_close(call.body, partner)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let mchid = text(if partner { "sp_mchid" } else { "mchid" });
        if mchid != Some(self.identity.mchid().as_str()) {
            return Err(prepay::other_merchant());
        }
        let number = out_trade_no(number)?;
        self.journal
            .write(|ledger| {
                let order = ledger.order(&number).ok_or(Impossible::Unknown)?;
                belongs(order, text("sub_mchid")).map_err(Fault::Refused)?;
                Ok::<_, Fault>((ledger.close(&number)?, ()))
            })
            .map_err(Refusal::from)
    }
}

fn out_trade_no(text: &str) -> Result<OutTradeNo, Refusal> {
    text.parse()
        .map_err(|_| Refusal::parameter(number::RANGE, "商户订单号格式错误"))
}

fn unknown() -> Refusal {
    Refusal::new(404, "ORDER_NOT_EXIST", number::UNKNOWN, "订单不存在")
}

/// An order is only shown under the numbers that it was placed with.
pub(super) fn belongs(order: &Record, sub_mchid: Option<&str>) -> Result<(), Refusal> {
    let own = order.text("sub_mchid");
    if own == sub_mchid {
        return Ok(());
    }
    let number = if own.is_some() && sub_mchid.is_some() {
        number::OTHER_SUB_MERCHANT
    } else {
        number::OTHER_MERCHANT
    };
    Err(Refusal {
        number,
        ..unknown()
    })
}

pub(super) fn mint_prepay_id() -> PrepayId {
    format!("wxsandbox{}", ambient::letters(27))
        .parse()
        .expect("letters and digits make a prepay_id")
}

/// Mints 微信支付订单号, which begins with a word so that it is no real one.
pub(super) fn mint_transaction_id() -> TransactionId {
    format!("SANDBOX{}", ambient::digits(21))
        .parse()
        .expect("letters and digits make a transaction_id")
}

/// Returns what the payer's client is given; the page of H5 is nowhere, by its name.
fn prepaid(trade_type: TradeType, prepay_id: PrepayId) -> Prepaid {
    match trade_type {
        TradeType::Jsapi | TradeType::App => Prepaid::PrepayId(prepay_id),
        TradeType::Native => Prepaid::CodeUrl(format!("weixin://wxpay/bizpayurl?pr={prepay_id}")),
        TradeType::H5 => Prepaid::H5Url(format!(
            "https://sandbox.invalid/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={prepay_id}&package=0"
        )),
    }
}

/// Why an operation on the ledger is refused, or could not be tried.
pub(super) enum Fault {
    Refused(Refusal),
    Storage,
}

impl From<SandboxError> for Fault {
    fn from(_: SandboxError) -> Self {
        Self::Storage
    }
}

impl From<Impossible> for Fault {
    fn from(why: Impossible) -> Self {
        Self::Refused(match why {
            Impossible::Unknown => unknown(),
            Impossible::Different => Refusal::new(
                403,
                "OUT_TRADE_NO_USED",
                number::DIFFERENT,
                "商户订单号重复，请求重入时，参数与首次请求时不一致",
            ),
            Impossible::Paid => Refusal::new(400, "ORDER_PAID", number::PAID, "订单已支付"),
            Impossible::NotPaid => {
                Refusal::new(400, "INVALID_REQUEST", number::PARAMETER, "订单未支付")
            }
            Impossible::Closed | Impossible::Expired => {
                Refusal::new(400, "ORDER_CLOSED", number::CLOSED, "该订单已失效")
            }
        })
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => refusal,
            Fault::Storage => Self::system(),
        }
    }
}
