//! The orders in which programs write an object's keys.

use super::{JsonString, Node};

/// How the keys of one object are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) enum Sequence {
    /// Unchanged.
    Same,
    /// As WeChat Pay writes and documents them.
    WechatPay,
    /// By the alphabet: Go's maps, `sort_keys`, `TreeMap`, `ksort`.
    Sorted,
    /// As Java's `HashMap` happens to keep them.
    JavaHash,
    /// Last first.
    Reversed,
    /// By the alphabet, last first: `krsort`.
    SortedBackwards,
    /// Plain values before objects and lists.
    ObjectsLast,
    /// Objects and lists before plain values.
    ObjectsFirst,
    /// The shortest key first.
    Shortest,
    /// The documented order, last first.
    DocumentedReversed,
    /// The documented order, plain values before objects and lists.
    DocumentedObjectsLast,
    /// The documented order, objects and lists before plain values.
    DocumentedObjectsFirst,
    /// The shortest key first, and equally long ones as they are documented.
    DocumentedShortest,
}

/// The order of keys: at the top, and in the objects within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) struct Order {
    top: Sequence,
    nested: Sequence,
}

impl Order {
    /// Unchanged.
    pub(in crate::diagnose) const SAME: Self = Self::at_every_depth(Sequence::Same);
    /// By the alphabet, at every depth.
    pub(in crate::diagnose) const SORTED: Self = Self::at_every_depth(Sequence::Sorted);

    /// Every order but the first that programs make by themselves, commonest first.
    pub(in crate::diagnose) const COMMON: [Self; 5] = [
        Self::at_every_depth(Sequence::WechatPay),
        Self::SORTED,
        Self::at_every_depth(Sequence::JavaHash),
        Self {
            top: Sequence::Sorted,
            nested: Sequence::Same,
        },
        Self::at_every_depth(Sequence::Reversed),
    ];

    /// The orders that a member is moved in, likeliest first.
    pub(in crate::diagnose) const LIKELY: [Self; 6] = [
        Self::SAME,
        Self::COMMON[0],
        Self {
            top: Sequence::WechatPay,
            nested: Sequence::Same,
        },
        Self::COMMON[3],
        Self {
            top: Sequence::Same,
            nested: Sequence::Sorted,
        },
        Self::SORTED,
    ];

    const fn at_every_depth(sequence: Sequence) -> Self {
        Self {
            top: sequence,
            nested: sequence,
        }
    }

    /// Every order that is known of an object and of those in it.
    pub(in crate::diagnose) fn all() -> impl Iterator<Item = Self> {
        const TOPS: [Sequence; 13] = [
            Sequence::Same,
            Sequence::WechatPay,
            Sequence::Sorted,
            Sequence::JavaHash,
            Sequence::Reversed,
            Sequence::SortedBackwards,
            Sequence::ObjectsLast,
            Sequence::ObjectsFirst,
            Sequence::Shortest,
            Sequence::DocumentedReversed,
            Sequence::DocumentedObjectsLast,
            Sequence::DocumentedObjectsFirst,
            Sequence::DocumentedShortest,
        ];
        TOPS.into_iter()
            .flat_map(|top| TOPS.into_iter().map(move |nested| Self { top, nested }))
    }

    /// Returns the entries' places in this order.
    pub(in crate::diagnose) fn places(
        self,
        entries: &[(JsonString<'_>, Node<'_>)],
        depth: usize,
    ) -> Vec<usize> {
        let sequence = if depth == 0 { self.top } else { self.nested };
        sequence.places(entries)
    }
}

impl Sequence {
    fn places(self, entries: &[(JsonString<'_>, Node<'_>)]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..entries.len()).collect();
        let key = |place: &usize| entries[*place].0.value.as_str();
        let has_members =
            |place: &usize| matches!(entries[*place].1, Node::Object(_) | Node::Array(_));
        let is_documented = matches!(
            self,
            Self::WechatPay
                | Self::DocumentedReversed
                | Self::DocumentedObjectsLast
                | Self::DocumentedObjectsFirst
                | Self::DocumentedShortest
        );
        if is_documented {
            places.sort_by_key(|place| rank(key(place)));
        }
        match self {
            Self::Same | Self::WechatPay => {}
            Self::Sorted => places.sort_by(|a, b| key(a).cmp(key(b))),
            Self::SortedBackwards => places.sort_by(|a, b| key(b).cmp(key(a))),
            Self::Reversed | Self::DocumentedReversed => places.reverse(),
            Self::ObjectsLast | Self::DocumentedObjectsLast => places.sort_by_key(has_members),
            Self::ObjectsFirst | Self::DocumentedObjectsFirst => {
                places.sort_by_key(|place| !has_members(place));
            }
            Self::Shortest | Self::DocumentedShortest => {
                places.sort_by_key(|place| key(place).len());
            }
            Self::JavaHash => {
                let buckets = buckets(entries.len());
                places.sort_by_key(|place| java_hash(key(place)) & (buckets - 1));
            }
        }
        places
    }
}

fn rank(key: &str) -> usize {
    DOCUMENTED
        .iter()
        .position(|known| *known == key)
        .unwrap_or(DOCUMENTED.len())
}

/// `String.hashCode` as `HashMap` spreads it.
fn java_hash(key: &str) -> u32 {
    let hash = key.encode_utf16().fold(0_u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(u32::from(unit))
    });
    hash ^ (hash >> 16)
}

/// `HashMap`'s table: sixteen, and double whenever it is over three quarters full.
fn buckets(entries: usize) -> u32 {
    let mut buckets = 16_u32;
    while entries > buckets as usize / 4 * 3 && buckets < 1 << 20 {
        buckets *= 2;
    }
    buckets
}

/// Keys in the order of notifications and of the documentation's orders, refunds and responses.
pub(in crate::diagnose) const DOCUMENTED: [&str; 74] = [
    "id",
    "create_time",
    "resource_type",
    "event_type",
    "summary",
    "resource",
    "original_type",
    "algorithm",
    "ciphertext",
    "associated_data",
    "sp_appid",
    "appid",
    "sp_mchid",
    "mchid",
    "sub_appid",
    "sub_mchid",
    "description",
    "transaction_id",
    "out_trade_no",
    "out_refund_no",
    "trade_type",
    "trade_state",
    "trade_state_desc",
    "bank_type",
    "time_expire",
    "attach",
    "success_time",
    "reason",
    "notify_url",
    "goods_tag",
    "support_fapiao",
    "funds_account",
    "amount",
    "refund",
    "total",
    "payer_total",
    "currency",
    "payer_currency",
    "payer",
    "sp_openid",
    "sub_openid",
    "openid",
    "detail",
    "cost_price",
    "invoice_id",
    "goods_detail",
    "merchant_goods_id",
    "wechatpay_goods_id",
    "goods_name",
    "quantity",
    "unit_price",
    "scene_info",
    "payer_client_ip",
    "device_id",
    "store_info",
    "h5_info",
    "name",
    "area_code",
    "address",
    "type",
    "app_name",
    "app_url",
    "bundle_id",
    "package_name",
    "settle_info",
    "profit_sharing",
    "subsidy_amount",
    "promotion_detail",
    "prepay_id",
    "code",
    "message",
    "serial_no",
    "effective_time",
    "nonce",
];

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn keys(text: &str, order: Order) -> String {
        let Some(Node::Object(entries)) = parse(text) else {
            panic!("an object")
        };
        let places = order.places(&entries, 0);
        places
            .iter()
            .map(|place| entries[*place].0.value.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_documented_order_is_changed_further() {
        let text = r#"{"amount":{"total":1},"appid":2,"mchid":3,"notify_url":4,"payer":{}}"#;
        let at_the_top = |top| keys(text, Order { top, nested: top });
        assert_eq!(
            at_the_top(Sequence::DocumentedReversed),
            "payer amount notify_url mchid appid"
        );
        assert_eq!(
            at_the_top(Sequence::DocumentedObjectsFirst),
            "amount payer appid mchid notify_url"
        );
        assert_eq!(
            at_the_top(Sequence::DocumentedShortest),
            "appid mchid payer amount notify_url"
        );
        assert_eq!(Order::all().count(), 169);
    }

    #[test]
    fn keys_come_in_the_order_of_each_program() {
        let text =
            r#"{"summary":1,"id":2,"resource":3,"create_time":4,"resource_type":5,"event_type":6}"#;
        assert_eq!(
            keys(text, Order::COMMON[0]),
            "id create_time resource_type event_type summary resource"
        );
        assert_eq!(
            keys(text, Order::SORTED),
            "create_time event_type id resource resource_type summary"
        );
        // What Java 17 printed of a HashMap into which these keys were put in this order; the
        // table has grown to 32 by then.
        let put = "id create_time resource_type event_type summary resource appid mchid description out_trade_no notify_url amount payer detail scene_info";
        let members: Vec<String> = put.split(' ').map(|key| format!("\"{key}\":1")).collect();
        assert_eq!(
            keys(&format!("{{{}}}", members.join(",")), Order::COMMON[2]),
            "summary amount mchid create_time resource resource_type description notify_url payer event_type out_trade_no appid id detail scene_info"
        );
    }
}
