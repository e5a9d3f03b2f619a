//! 申请账单 and 下载账单: a day's trades or flows of money, as a file behind a link.

mod link;
mod request;
mod text;

pub use link::{BillDigest, BillFile, BillLink, BillPlace, FILE_PATH, LinkError};
pub use request::{AccountType, BillDate, BillType, FundFlowBill, TradeBill};
pub use text::{BillError, BillItem, BillParser, BillRecord, BillText, fen_of_yuan, yuan_of_fen};
