//! Days, which WeChat Pay counts in Beijing.

use std::time::Duration;

use wechatpay::ambient;

const DAY: i64 = 86_400;
const BEIJING: i64 = 8 * 3600;

/// How long a test may take that must begin and end on the same day.
const WITHIN: i64 = 300;

/// Waits for the next day where this one is nearly over: what is paid today is then on today's bill.
pub(crate) fn early_enough() {
    let left = DAY - (ambient::now().0 + BEIJING).rem_euclid(DAY);
    if left < WITHIN {
        std::thread::sleep(Duration::from_secs(left.unsigned_abs() + 1));
    }
}
