//! Bills: which payments and refunds are of a day, and the columns of each.

use crate::protocol::bill::{BillDate, BillText, BillType, yuan_of_fen};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::order::{Order, Payment};
use crate::sandbox::ledger::refund::Refund;

/// A payment or a refund, which are what moves money here.
struct Event<'a> {
    order: &'a Order,
    payment: &'a Payment,
    refund: Option<&'a Refund>,
}

/// The columns of a trade bill; others leave some of them out.
const ALL: [&str; 27] = [
    "交易时间",
    "公众账号ID",
    "商户号",
    "特约商户号",
    "设备号",
    "微信订单号",
    "商户订单号",
    "用户标识",
    "交易类型",
    "交易状态",
    "付款银行",
    "货币种类",
    "应结订单金额",
    "代金券金额",
    "微信退款单号",
    "商户退款单号",
    "退款金额",
    "充值券退款金额",
    "退款类型",
    "退款状态",
    "商品名称",
    "商户数据包",
    "手续费",
    "费率",
    "订单金额",
    "申请退款金额",
    "费率备注",
];

/// What a bill of refunds has before the numbers of the refund.
const REFUND_TIMES: [&str; 2] = ["退款申请时间", "退款成功时间"];

const TRADE_SUMS: [&str; 7] = [
    "总交易单数",
    "应结订单总金额",
    "退款总金额",
    "充值券退款总金额",
    "手续费总金额",
    "订单总金额",
    "申请退款总金额",
];

const FLOW: [&str; 11] = [
    "记账时间",
    "微信支付业务单号",
    "资金流水单号",
    "业务名称",
    "业务类型",
    "收支类型",
    "收支金额(元)",
    "账户结余(元)",
    "资金变更提交申请人",
    "备注",
    "业务凭证号",
];

const FLOW_SUMS: [&str; 5] = [
    "资金流水总笔数",
    "收入笔数",
    "收入金额",
    "支出笔数",
    "支出金额",
];

/// What a payment or a refund moves.
pub(crate) struct Movement {
    pub(crate) day: BillDate,
    /// How many fen of the merchant's own; what is paid to a sub-merchant is not.
    pub(crate) own: i64,
}

/// Returns what an order has moved.
pub(crate) fn movements(order: &Order) -> Vec<Movement> {
    let movement = |event: Event<'_>| Movement {
        day: BillDate::of(event.at()),
        own: if order.is_partner() {
            0
        } else {
            event.paid() - event.refunded()
        },
    };
    events(std::slice::from_ref(order))
        .into_iter()
        .map(movement)
        .collect()
}

/// Renders the trade bill of a day, of the orders that moved something on it; `None` if nothing
/// was traded.
pub(crate) fn trades(
    orders: &[Order],
    date: BillDate,
    kind: BillType,
    sub_mchid: Option<&str>,
) -> Option<Vec<u8>> {
    let is_asked = |event: &Event<'_>| {
        let of_kind = match kind {
            BillType::All => true,
            BillType::Success => event.refund.is_none(),
            BillType::Refund => event.refund.is_some(),
            // Nobody pays with prepaid coupons here.
            BillType::RechargeRefund => false,
        };
        let own = event.order.text("sub_mchid");
        of_kind && sub_mchid.is_none_or(|named| own == Some(named))
    };
    let mut events = events(orders);
    events.retain(|event| BillDate::of(event.at()) == date && is_asked(event));
    if events.is_empty() {
        return None;
    }
    let columns = columns(kind);
    let mut text = BillText::new(&columns);
    let (mut paid, mut refunded) = (0, 0);
    for event in &events {
        paid += event.paid();
        refunded += event.refunded();
        text.row(columns.iter().map(|column| event.trade(column, kind)));
    }
    let sums = [
        count(events.len()),
        yuan_of_fen(paid),
        yuan_of_fen(refunded),
        yuan_of_fen(0),
        yuan_of_fen(0),
        yuan_of_fen(paid),
        yuan_of_fen(refunded),
    ];
    Some(text.finish(&TRADE_SUMS, &sums))
}

fn columns(kind: BillType) -> Vec<&'static str> {
    let of_refund = |column: &str| column.contains("退款");
    let mut columns = ALL.to_vec();
    match kind {
        BillType::All => {}
        BillType::Success => columns.retain(|column| !of_refund(column)),
        BillType::Refund | BillType::RechargeRefund => {
            let first = columns.iter().position(|column| of_refund(column));
            let first = first.unwrap_or_default();
            columns.splice(first..first, REFUND_TIMES);
        }
    }
    columns
}

/// Renders the fund-flow bill of a day, of the account that payments go to, which begins with
/// `balance`; `None` if nothing flowed. What is paid to a sub-merchant is not the partner's.
pub(crate) fn flows(orders: &[Order], date: BillDate, mut balance: i64) -> Option<Vec<u8>> {
    let mut events = events(orders);
    events.retain(|event| BillDate::of(event.at()) == date && !event.order.is_partner());
    let mut text = BillText::new(&FLOW);
    let (mut came, mut went) = ((0, 0), (0, 0));
    for event in &events {
        let (paid, refunded) = (event.paid(), event.refunded());
        balance += paid - refunded;
        let side = if event.refund.is_some() {
            &mut went
        } else {
            &mut came
        };
        *side = (side.0 + 1, side.1 + paid + refunded);
        text.row(event.flow(balance));
    }
    if came.0 + went.0 == 0 {
        return None;
    }
    let sums = [
        count(came.0 + went.0),
        count(came.0),
        yuan_of_fen(came.1),
        count(went.0),
        yuan_of_fen(went.1),
    ];
    Some(text.finish(&FLOW_SUMS, &sums))
}

/// Bills write counts with a place.
fn count(number: usize) -> String {
    format!("{number}.0")
}

/// Returns everything that moved money, in the order in which it did.
fn events(orders: &[Order]) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    for order in orders {
        let Some(payment) = &order.payment else {
            continue;
        };
        let event = |refund| Event {
            order,
            payment,
            refund,
        };
        events.push(event(None));
        let done = |refund: &&Refund| refund.status == RefundStatus::Success;
        let refunds = order.refunds.iter().filter(done);
        events.extend(refunds.map(|refund| event(Some(refund))));
    }
    // A refund of the same second comes after its payment.
    events.sort_by_key(Event::at);
    events
}

impl Event<'_> {
    fn at(&self) -> Timestamp {
        self.refund.map_or(self.payment.at, |refund| {
            refund.ended_at.unwrap_or(refund.at)
        })
    }

    fn paid(&self) -> i64 {
        self.refund.map_or_else(|| self.order.total(), |_| 0)
    }

    fn refunded(&self) -> i64 {
        self.refund
            .map_or(0, |refund| refund.amount(self.order.total()))
    }

    /// Returns what a trade bill shows in a column.
    fn trade(&self, column: &str, kind: BillType) -> String {
        let text = |paths: &[&str]| {
            let value = paths.iter().find_map(|path| self.order.text(path));
            value.unwrap_or_default().to_owned()
        };
        let refund = |tell: fn(&Refund) -> String, none: &str| {
            self.refund.map_or_else(|| none.to_owned(), tell)
        };
        let is_refund = self.refund.is_some();
        match column {
            // A bill of refunds alone has the refund's times beside the payment's.
            "交易时间" if kind == BillType::Refund => time(self.payment.at),
            "交易时间" | "退款申请时间" | "退款成功时间" => time(self.at()),
            "公众账号ID" => text(&["appid", "sp_appid"]),
            "商户号" => text(&["mchid", "sp_mchid"]),
            "特约商户号" if !self.order.is_partner() => "0".to_owned(),
            "特约商户号" => text(&["sub_mchid"]),
            "设备号" => text(&["scene_info.device_id"]),
            "微信订单号" => self.payment.transaction_id.to_string(),
            "商户订单号" => self.order.out_trade_no.to_string(),
            "用户标识" => self.order.payer_openid(),
            "交易类型" => self.order.trade_type.wire().to_owned(),
            "交易状态" if is_refund => "REFUND".to_owned(),
            "交易状态" => "SUCCESS".to_owned(),
            "付款银行" => "OTHERS".to_owned(),
            "货币种类" => "CNY".to_owned(),
            "应结订单金额" | "订单金额" => yuan_of_fen(self.paid()),
            "微信退款单号" => refund(|refund| refund.refund_id.to_string(), "0"),
            "商户退款单号" => refund(|refund| refund.out_refund_no.to_string(), "0"),
            "退款金额" | "申请退款金额" => yuan_of_fen(self.refunded()),
            "代金券金额" | "充值券退款金额" => yuan_of_fen(0),
            "退款类型" => refund(|_| "ORIGINAL".to_owned(), ""),
            "退款状态" => refund(|_| "SUCCESS".to_owned(), ""),
            "商品名称" => text(&["description"]),
            "商户数据包" => text(&["attach"]),
            "手续费" => "0.00000".to_owned(),
            "费率" => "0.00%".to_owned(),
            _ => String::new(),
        }
    }

    /// Returns what a fund-flow bill shows, in the order of its columns.
    fn flow(&self, balance: i64) -> [String; 11] {
        let (id, number, word, side) = match self.refund {
            Some(refund) => (
                refund.refund_id.to_string(),
                refund.out_refund_no.to_string(),
                "退款",
                "支出",
            ),
            None => (
                self.payment.transaction_id.to_string(),
                self.order.out_trade_no.to_string(),
                "交易",
                "收入",
            ),
        };
        [
            time(self.at()),
            id.clone(),
            format!("FLOW{id}"),
            word.to_owned(),
            word.to_owned(),
            side.to_owned(),
            yuan_of_fen(self.paid() + self.refunded()),
            yuan_of_fen(balance),
            "system".to_owned(),
            self.order
                .text("description")
                .unwrap_or_default()
                .to_owned(),
            number,
        ]
    }
}

/// Writes a moment as bills do, in China's time.
fn time(moment: Timestamp) -> String {
    let text = moment.to_rfc3339();
    text.get(..19).unwrap_or(&text).replace('T', " ")
}

#[cfg(test)]
#[path = "bill_render_tests.rs"]
mod tests;
