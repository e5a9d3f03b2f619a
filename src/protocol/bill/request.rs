//! 账单日期 and the two requests for a bill.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::link::BillLink;
use crate::protocol::answer::AnswerError;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::id::{Form, IdError, Mchid};
use crate::protocol::stamp::Timestamp;

/// 账单日期, a day in China's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BillDate(Date);

impl BillDate {
    /// Returns the day of a moment.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        let moment = jiff::Timestamp::from_second(moment.0).unwrap_or_default();
        Self(moment.to_zoned_datetime(zone).date())
    }

    /// Returns the day before.
    #[must_use]
    pub fn eve(self) -> Self {
        Self(self.0.saturating_sub(1.day()))
    }

    /// Returns the first day whose bill can still be downloaded on this one: three months
    /// before.
    #[must_use]
    pub fn oldest(self) -> Self {
        Self(self.0.saturating_sub(3.months()))
    }
}

impl FromStr for BillDate {
    type Err = IdError;

    /// Reads `yyyy-MM-dd`, and nothing else.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let shape = text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        text.parse()
            .ok()
            .filter(|_| shape && text.len() == 10)
            .map(Self)
            .ok_or_else(|| IdError::form(Form::Date, text))
    }
}

impl TryFrom<String> for BillDate {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<BillDate> for String {
    fn from(date: BillDate) -> String {
        date.to_string()
    }
}

impl fmt::Display for BillDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d"))
    }
}

/// Gives an enum of the wire's words its conversions.
macro_rules! words {
    ($name:ident, $($variant:ident = $word:literal),+) => {
        impl $name {
            /// Returns the wire's word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            /// Reads the wire's word, in any case.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let words = [$($word),+];
                match text.to_ascii_uppercase().as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(IdError::not_one_of(text, words.join(", "))),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// 账单类型 of a trade bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BillType {
    /// Payments and refunds.
    #[default]
    All,
    /// Payments alone.
    Success,
    /// Refunds alone, without those of prepaid coupons.
    Refund,
    /// Refunds of prepaid coupons.
    RechargeRefund,
}

words!(
    BillType,
    All = "ALL",
    Success = "SUCCESS",
    Refund = "REFUND",
    RechargeRefund = "RECHARGE_REFUND"
);

/// 资金账户类型 of a fund-flow bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AccountType {
    /// 基本账户.
    #[default]
    Basic,
    /// 运营账户.
    Operation,
    /// 手续费账户.
    Fees,
}

words!(
    AccountType,
    Basic = "BASIC",
    Operation = "OPERATION",
    Fees = "FEES"
);

/// `GET /v3/bill/tradebill`, 申请交易账单.
#[derive(Debug, Clone)]
pub struct TradeBill {
    /// 账单日期.
    pub bill_date: BillDate,
    /// 账单类型.
    pub bill_type: BillType,
    /// A service provider's: of this sub-merchant alone, not of all.
    pub sub_mchid: Option<Mchid>,
    /// Whether the file is requested compressed (`tar_type=GZIP`).
    pub gzip: bool,
}

impl TradeBill {
    /// The path of the call.
    pub const PATH: &str = "/v3/bill/tradebill";
}

impl Endpoint for TradeBill {
    type Answer = BillLink;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        let (path, date, kind) = (Self::PATH, self.bill_date, self.bill_type);
        let sub_mchid = self.sub_mchid.as_ref();
        let of = sub_mchid.map(|sub_mchid| format!("&sub_mchid={sub_mchid}"));
        let of = of.unwrap_or_default();
        format!(
            "{path}?bill_date={date}{of}&bill_type={kind}{}",
            tar(self.gzip)
        )
    }

    fn decode(&self, body: &[u8]) -> Result<BillLink, AnswerError> {
        BillLink::decode(body)
    }
}

/// `GET /v3/bill/fundflowbill`, 申请资金账单.
#[derive(Debug, Clone)]
pub struct FundFlowBill {
    /// 账单日期.
    pub bill_date: BillDate,
    /// 资金账户类型.
    pub account_type: AccountType,
    /// Whether the file is requested compressed (`tar_type=GZIP`).
    pub gzip: bool,
}

impl FundFlowBill {
    /// The path of the call.
    pub const PATH: &str = "/v3/bill/fundflowbill";
}

impl Endpoint for FundFlowBill {
    type Answer = BillLink;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        let (path, date, account) = (Self::PATH, self.bill_date, self.account_type);
        format!(
            "{path}?bill_date={date}&account_type={account}{}",
            tar(self.gzip)
        )
    }

    fn decode(&self, body: &[u8]) -> Result<BillLink, AnswerError> {
        BillLink::decode(body)
    }
}

fn tar(gzip: bool) -> &'static str {
    if gzip { "&tar_type=GZIP" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_ten_characters_and_a_day_of_the_calendar() {
        let date: BillDate = "2024-02-29".parse().unwrap();
        assert_eq!(date.to_string(), "2024-02-29");
        assert_eq!(date.eve().to_string(), "2024-02-28");
        assert_eq!(date.oldest().to_string(), "2023-11-29");
        for text in [
            "2023-02-29",
            "2024-2-29",
            "20240229",
            "2024/02/29",
            "2024-02-29 ",
            "+024-02-29",
            "2024-02-29T00:00:00",
            "",
        ] {
            assert!(text.parse::<BillDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_day_is_chinas() {
        let before = Timestamp::from_rfc3339("2024-05-01T15:59:59Z").unwrap();
        assert_eq!(BillDate::of(before).to_string(), "2024-05-01");
        assert_eq!(
            BillDate::of(Timestamp(before.0 + 1)).to_string(),
            "2024-05-02"
        );
    }

    #[test]
    fn a_query_names_what_is_asked_for() {
        let mut trade = TradeBill {
            bill_date: "2019-06-11".parse().unwrap(),
            bill_type: BillType::All,
            sub_mchid: None,
            gzip: false,
        };
        assert_eq!(
            trade.target(),
            "/v3/bill/tradebill?bill_date=2019-06-11&bill_type=ALL"
        );
        trade.sub_mchid = Some("1900000109".parse().unwrap());
        trade.gzip = true;
        assert_eq!(
            trade.target(),
            "/v3/bill/tradebill?bill_date=2019-06-11&sub_mchid=1900000109&bill_type=ALL&tar_type=GZIP"
        );
        let flow = FundFlowBill {
            bill_date: trade.bill_date,
            account_type: "operation".parse().unwrap(),
            gzip: false,
        };
        assert_eq!(
            flow.target(),
            "/v3/bill/fundflowbill?bill_date=2019-06-11&account_type=OPERATION"
        );
        assert!("CASH".parse::<AccountType>().is_err());
    }
}
