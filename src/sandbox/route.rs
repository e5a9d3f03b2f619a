//! Takes targets apart: which call a path means, and what its query holds.

use url::form_urlencoded;

use crate::protocol::bill::{FILE_PATH, FundFlowBill, TradeBill};
use crate::protocol::echo;
use crate::protocol::order::TradeType;
use crate::protocol::refund;
use crate::protocol::upload::Media;

/// A call of API v3 that is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    Certificates,
    Echo,
    Upload(Media),
    Prepay {
        partner: bool,
        trade_type: TradeType,
    },
    ByOutTradeNo {
        partner: bool,
        number: String,
    },
    ById {
        partner: bool,
        number: String,
    },
    Close {
        partner: bool,
        number: String,
    },
    CreateRefund,
    QueryRefund {
        out_refund_no: String,
    },
    AbnormalRefund {
        refund_id: String,
    },
    TradeBill,
    FundFlowBill,
    BillFile,
}

impl Route {
    /// Finds what a path means, whatever the method.
    pub(super) fn find(path: &str) -> Option<Self> {
        match path {
            "/v3/certificates" => return Some(Self::Certificates),
            TradeBill::PATH => return Some(Self::TradeBill),
            FundFlowBill::PATH => return Some(Self::FundFlowBill),
            FILE_PATH => return Some(Self::BillFile),
            _ => {}
        }
        if let Some(rest) = path.strip_prefix(refund::PATH) {
            return Self::find_refund(rest);
        }
        if path == echo::PATH {
            return Some(Self::Echo);
        }
        if path.starts_with("/v3/merchant/media/") {
            return Media::of_path(path).map(Self::Upload);
        }
        let rest = path.strip_prefix("/v3/pay/")?;
        let (partner, rest) = match rest.strip_prefix("partner/") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let segments: Vec<&str> = rest.strip_prefix("transactions/")?.split('/').collect();
        match segments[..] {
            [kind] => kind.parse().ok().map(|trade_type| Self::Prepay {
                partner,
                trade_type,
            }),
            ["out-trade-no", number] => Some(Self::ByOutTradeNo {
                partner,
                number: decode(number)?,
            }),
            ["id", number] => Some(Self::ById {
                partner,
                number: decode(number)?,
            }),
            ["out-trade-no", number, "close"] => Some(Self::Close {
                partner,
                number: decode(number)?,
            }),
            _ => None,
        }
    }

    fn find_refund(rest: &str) -> Option<Self> {
        if rest.is_empty() {
            return Some(Self::CreateRefund);
        }
        let segments: Vec<&str> = rest.strip_prefix('/')?.split('/').collect();
        match segments[..] {
            [number] => Some(Self::QueryRefund {
                out_refund_no: decode(number)?,
            }),
            [id, refund::ABNORMAL] => Some(Self::AbnormalRefund {
                refund_id: decode(id)?,
            }),
            _ => None,
        }
    }

    /// Tells whether `Accept` and `User-Agent` are asked for before the caller is known.
    pub(super) fn asks_for_headers(&self) -> bool {
        match self {
            Self::Certificates
            | Self::CreateRefund
            | Self::QueryRefund { .. }
            | Self::AbnormalRefund { .. } => true,
            Self::Echo
            | Self::TradeBill
            | Self::FundFlowBill
            | Self::BillFile
            | Self::Upload(_)
            | Self::Prepay { .. }
            | Self::ByOutTradeNo { .. }
            | Self::ById { .. }
            | Self::Close { .. } => false,
        }
    }

    pub(super) fn method(&self) -> &'static str {
        match self {
            Self::Certificates
            | Self::ByOutTradeNo { .. }
            | Self::ById { .. }
            | Self::QueryRefund { .. }
            | Self::TradeBill
            | Self::FundFlowBill
            | Self::BillFile => "GET",
            Self::Echo
            | Self::Upload(_)
            | Self::Prepay { .. }
            | Self::Close { .. }
            | Self::CreateRefund
            | Self::AbnormalRefund { .. } => "POST",
        }
    }

    /// Returns the order's or refund's number, of whatever kind, where the path has one.
    pub(super) fn number(&self) -> &str {
        match self {
            Self::ByOutTradeNo { number, .. }
            | Self::ById { number, .. }
            | Self::Close { number, .. } => number,
            Self::QueryRefund { out_refund_no } => out_refund_no,
            Self::AbnormalRefund { refund_id } => refund_id,
            Self::Certificates
            | Self::Echo
            | Self::Upload(_)
            | Self::Prepay { .. }
            | Self::CreateRefund
            | Self::TradeBill
            | Self::FundFlowBill
            | Self::BillFile => "",
        }
    }
}

/// Decodes the percent escapes of a path segment.
pub(super) fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let code = digit()? * 16 + digit()?;
            bytes.push(u8::try_from(code).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Returns the first value of a query parameter.
pub(super) fn parameter(target: &str, name: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_and_their_numbers_decoded() {
        let close = Route::Close {
            partner: true,
            number: "a|b*c-1".to_owned(),
        };
        let path = "/v3/pay/partner/transactions/out-trade-no/a%7Cb*c-1/close";
        assert_eq!(Route::find(path), Some(close));
        let refund = Route::QueryRefund {
            out_refund_no: "a@b".to_owned(),
        };
        let path = "/v3/refund/domestic/refunds/a%40b";
        assert_eq!(Route::find(path), Some(refund));
        for path in [
            "/v3/pay/transactions",
            "/v3/pay/transactions/",
            "/v3/pay/transactions/miniprogram",
            "/v3/pay/transactions/id/1/close",
            "/v3/pay/transactions/id/%zz",
            "/v3/pay/transactions/id/%ff",
            "/v3/certificates/",
            "/v3/refund/domestic/refundsX",
            "/v3/refund/domestic/refunds/1/2",
            "/",
        ] {
            assert_eq!(Route::find(path), None, "{path}");
        }
    }
}
