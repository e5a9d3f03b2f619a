//! The orders of a sandbox, as its owner lists them.

use serde::Serialize;

use crate::protocol::amount::FenSum;
use crate::protocol::id::{OutTradeNo, TransactionId};
use crate::protocol::order::TradeType;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::listing::{self, Listing};

/// Which orders are listed, the newest first.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct OrderFilter {
    /// How many at most.
    pub limit: usize,
    /// Only those in this state.
    pub state: Option<TradeState>,
    /// Only those whose `out_trade_no` begins like this, or that have or were refunded under this
    /// number.
    pub number: Option<String>,
}

/// An order as a list shows it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct OrderSummary {
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// WeChat Pay's number, if the order was paid.
    pub transaction_id: Option<TransactionId>,
    /// How it is paid.
    pub trade_type: TradeType,
    /// 交易状态.
    pub trade_state: TradeState,
    /// 订单金额, in fen.
    #[serde(serialize_with = "in_fen")]
    pub total: FenSum,
    /// What was refunded or is being refunded, in fen.
    #[serde(serialize_with = "in_fen")]
    pub refunded: FenSum,
    /// 商品描述.
    pub description: String,
    /// When it was placed.
    #[serde(serialize_with = "in_rfc3339")]
    pub created_at: Timestamp,
    /// The merchant, or the service provider.
    pub mchid: String,
    /// Where its notifications go.
    pub notify_url: String,
    /// Whether its last notification was acknowledged; `None` if there is none.
    pub notified: Option<bool>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields like this"
)]
fn in_fen<S: serde::Serializer>(sum: &FenSum, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(sum.get())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields like this"
)]
fn in_rfc3339<S: serde::Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339())
}

impl OrderSummary {
    fn new(order: Order, notified: Option<bool>) -> Self {
        let fen = |amount: i64| FenSum::from(u64::try_from(amount).unwrap_or_default());
        Self {
            total: fen(order.total()),
            refunded: fen(order.total() - order.remaining()),
            description: order.text("description").unwrap_or_default().to_owned(),
            created_at: Timestamp(order.ordered_at.div_euclid(1000)),
            mchid: order.mchid().to_owned(),
            notify_url: order.notify_url().to_owned(),
            notified,
            transaction_id: order.payment.map(|payment| payment.transaction_id),
            out_trade_no: order.out_trade_no,
            trade_type: order.trade_type,
            trade_state: order.state,
        }
    }
}

impl Sandbox {
    /// Lists orders, the newest first.
    ///
    /// # Errors
    /// Returns an error if the ledger cannot be read.
    pub fn list_orders(&self, filter: &OrderFilter) -> Result<Vec<OrderSummary>, SandboxError> {
        let listing = Listing {
            search: filter.number.clone(),
            state: filter.state.clone(),
            before: None,
            limit: filter.limit,
        };
        self.database.read(|tx| {
            let listed = listing::orders(tx, &listing)?.into_iter().map(|listed| {
                let deliveries = listing::deliveries(tx, &listed.order)?;
                let notified = deliveries.last().map(|last| last.acknowledged);
                Ok(OrderSummary::new(listed.order, notified))
            });
            listed.collect()
        })
    }
}
