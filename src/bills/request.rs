//! Which bill is requested.

use crate::protocol::answer::AnswerError;
use crate::protocol::bill::{BillLink, FundFlowBill, TradeBill};
use crate::protocol::endpoint::Endpoint;

/// Either of the calls that request a bill.
#[derive(Debug)]
pub enum BillRequest {
    /// 申请交易账单.
    Trade(TradeBill),
    /// 申请资金账单.
    FundFlow(FundFlowBill),
}

impl Endpoint for BillRequest {
    type Answer = BillLink;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        match self {
            Self::Trade(bill) => bill.target(),
            Self::FundFlow(bill) => bill.target(),
        }
    }

    fn decode(&self, body: &[u8]) -> Result<BillLink, AnswerError> {
        match self {
            Self::Trade(bill) => bill.decode(body),
            Self::FundFlow(bill) => bill.decode(body),
        }
    }
}
