//! Takes targets apart: which call a path means, and what its query holds.

use url::form_urlencoded;

use crate::protocol::bill::{FILE_PATH, FundFlowBill, TradeBill};
use crate::protocol::order::TradeType;

/// A call of API v3 that is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    Certificates,
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

    pub(super) fn method(&self) -> &'static str {
        match self {
            Self::Certificates
            | Self::ByOutTradeNo { .. }
            | Self::ById { .. }
            | Self::TradeBill
            | Self::FundFlowBill
            | Self::BillFile => "GET",
            Self::Prepay { .. } | Self::Close { .. } => "POST",
        }
    }

    /// Returns the order's number, of either kind, where the path has one.
    pub(super) fn number(&self) -> &str {
        match self {
            Self::ByOutTradeNo { number, .. }
            | Self::ById { number, .. }
            | Self::Close { number, .. } => number,
            Self::Certificates
            | Self::Prepay { .. }
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
        for path in [
            "/v3/pay/transactions",
            "/v3/pay/transactions/",
            "/v3/pay/transactions/miniprogram",
            "/v3/pay/transactions/id/1/close",
            "/v3/pay/transactions/id/%zz",
            "/v3/pay/transactions/id/%ff",
            "/v3/certificates/",
            "/",
        ] {
            assert_eq!(Route::find(path), None, "{path}");
        }
    }
}
