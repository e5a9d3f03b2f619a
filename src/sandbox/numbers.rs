//! Generated numbers, most of which begin with a word so that they cannot be taken for real ones.

use crate::ambient;
use crate::protocol::id::{OutRefundNo, PrepayId, RefundId, TransactionId};

pub(crate) fn prepay_id() -> PrepayId {
    format!("wxsandbox{}", ambient::letters(27))
        .parse()
        .expect("letters and digits make a prepay_id")
}

/// Generates 微信支付订单号.
pub(crate) fn transaction_id() -> TransactionId {
    format!("SANDBOX{}", ambient::digits(21))
        .parse()
        .expect("letters and digits make a transaction_id")
}

/// Generates 微信支付退款单号.
pub(crate) fn refund_id() -> RefundId {
    format!("SANDBOX{}", ambient::digits(21))
        .parse()
        .expect("letters and digits make a refund_id")
}

/// Generates the number of a refund from the merchant's console.
pub(crate) fn out_refund_no() -> OutRefundNo {
    format!("SANDBOXREFUND{}", ambient::digits(15))
        .parse()
        .expect("letters and digits make an out_refund_no")
}

/// Generates the id of a notification: 36 characters, as WeChat Pay's have.
pub(crate) fn notification_id() -> String {
    let hex = hex(&ambient::bytes::<16>());
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// Generates a `Request-ID`, which ends in an internal result code.
pub(crate) fn request_id(result_code: u64) -> String {
    let hex = hex(&ambient::bytes::<19>()).to_ascii_uppercase();
    format!("08{hex}-{result_code}")
}

/// Generates 微信转账单号.
pub(crate) fn transfer_bill_no() -> String {
    format!("SANDBOX{}", ambient::digits(30))
}

/// Generates the number of a sharing, of a share, or of one that was taken back.
pub(crate) fn sharing_id() -> String {
    format!("SANDBOX{}", ambient::digits(21))
}

/// Generates 投诉单号, or the number of an entry of its history.
pub(crate) fn complaint_id() -> String {
    format!("SANDBOX{}", ambient::digits(20))
}

/// Generates the serial number of a certificate that does not exist.
pub(crate) fn serial_no() -> String {
    hex(&ambient::bytes::<20>()).to_ascii_uppercase()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}
