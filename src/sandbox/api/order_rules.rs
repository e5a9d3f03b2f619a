//! 下单: the fields of the four ways to order, then the rules between them.

use std::net::IpAddr;

use serde_json::{Value, json};
use url::Url;

use crate::loopback::is_loopback_host;
use crate::protocol::id::OutTradeNo;
use crate::protocol::json::find;
use crate::protocol::order::TradeType;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::rules::{self, Field, Rule, missing, optional, required, wrong_text};
use crate::sandbox::identity::{Identity, Merchants};

/// The two kinds of merchants, which have paths and fields of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    /// 直连商户.
    Direct,
    /// 服务商, for a sub-merchant.
    Partner,
}

const DIRECT: &[Field] = &[
    required("appid", "公众账号ID", Rule::Text(1, 32)),
    required("mchid", "商户号", Rule::Text(1, 32)),
];

const PARTNER: &[Field] = &[
    required("sp_appid", "服务商应用ID", Rule::Text(1, 32)),
    required("sp_mchid", "服务商户号", Rule::Text(1, 32)),
    optional("sub_appid", "子商户应用ID", Rule::Text(1, 32)),
    required("sub_mchid", "子商户号", Rule::Text(1, 32)),
];

const COMMON: &[Field] = &[
    required("description", "商品描述", Rule::Text(1, 127)),
    required("out_trade_no", "商户订单号", Rule::Text(6, 32)),
    optional("time_expire", "支付结束时间", Rule::Text(1, 64)),
    optional("attach", "商户数据包", Rule::Text(1, 128)),
    required("notify_url", "商户回调地址", Rule::Text(1, 255)),
    optional("goods_tag", "订单优惠标记", Rule::Text(1, 32)),
    optional("support_fapiao", "电子发票入口开放标识", Rule::Flag),
    required(
        "amount",
        "订单金额",
        Rule::Object(&[
            required("total", "总金额", Rule::Whole(1)),
            optional("currency", "货币类型", Rule::Text(1, 16)),
        ]),
    ),
    optional("limit_pay", "指定支付方式", Rule::Words(32)),
    optional(
        "detail",
        "优惠功能",
        Rule::Object(&[
            optional("cost_price", "订单原价", Rule::Whole(0)),
            optional("invoice_id", "商品小票ID", Rule::Text(1, 32)),
            optional("goods_detail", "单品列表", Rule::List(GOODS)),
        ]),
    ),
    optional(
        "settle_info",
        "结算信息",
        Rule::Object(&[
            optional("profit_sharing", "分账标识", Rule::Flag),
            optional("subsidy_amount", "补差金额", Rule::Whole(0)),
        ]),
    ),
];

const GOODS: &[Field] = &[
    required("merchant_goods_id", "商户侧商品编码", Rule::Text(1, 32)),
    optional("wechatpay_goods_id", "微信支付商品编码", Rule::Text(1, 32)),
    optional("goods_name", "商品名称", Rule::Text(1, 256)),
    required("quantity", "商品数量", Rule::Whole(1)),
    required("unit_price", "商品单价", Rule::Whole(0)),
];

const STORE: Rule = Rule::Object(&[
    required("id", "门店编号", Rule::Text(1, 32)),
    optional("out_id", "商家自定义编码", Rule::Text(1, 32)),
    optional("name", "门店名称", Rule::Text(1, 256)),
    optional("area_code", "地区编码", Rule::Text(1, 32)),
    optional("address", "详细地址", Rule::Text(1, 512)),
]);

const SCENE: &[Field] = &[optional(
    "scene_info",
    "场景信息",
    Rule::Object(&[
        required("payer_client_ip", "用户终端IP", Rule::Text(1, 45)),
        optional("device_id", "商户端设备号", Rule::Text(1, 32)),
        optional("store_info", "商户门店信息", STORE),
    ]),
)];

const H5_SCENE: &[Field] = &[required(
    "scene_info",
    "场景信息",
    Rule::Object(&[
        required("payer_client_ip", "用户终端IP", Rule::Text(1, 45)),
        optional("device_id", "商户端设备号", Rule::Text(1, 32)),
        optional("store_info", "商户门店信息", STORE),
        required(
            "h5_info",
            "H5场景信息",
            Rule::Object(&[
                required("type", "场景类型", Rule::Text(1, 32)),
                optional("app_name", "应用名称", Rule::Text(1, 64)),
                optional("app_url", "网站URL", Rule::Text(1, 128)),
                optional("bundle_id", "iOS平台BundleID", Rule::Text(1, 128)),
                optional("package_name", "Android平台PackageName", Rule::Text(1, 128)),
            ]),
        ),
    ]),
)];

const PAYER: &[Field] = &[required(
    "payer",
    "支付者信息",
    Rule::Object(&[required("openid", "用户标识", Rule::Text(1, 128))]),
)];

const PARTNER_PAYER: &[Field] = &[required(
    "payer",
    "支付者信息",
    Rule::Object(&[
        optional("sp_openid", "用户服务标识", Rule::Text(1, 128)),
        optional("sub_openid", "用户子标识", Rule::Text(1, 128)),
    ]),
)];

const CLOSE_DIRECT: &[Field] = &[required("mchid", "商户号", Rule::Text(1, 32))];

const CLOSE_PARTNER: &[Field] = &[
    required("sp_mchid", "服务商户号", Rule::Text(1, 32)),
    required("sub_mchid", "子商户号", Rule::Text(1, 32)),
];

fn fields(trade_type: TradeType, party: Party) -> [&'static [Field]; 4] {
    let identity = match party {
        Party::Direct => DIRECT,
        Party::Partner => PARTNER,
    };
    let payer = match (trade_type, party) {
        (TradeType::Jsapi, Party::Direct) => PAYER,
        (TradeType::Jsapi, Party::Partner) => PARTNER_PAYER,
        (TradeType::App | TradeType::Native | TradeType::H5, _) => &[],
    };
    [identity, COMMON, payer, scene(trade_type)]
}

/// Returns the fields of the place where an order is paid.
pub(crate) fn scene(trade_type: TradeType) -> &'static [Field] {
    if trade_type == TradeType::H5 {
        H5_SCENE
    } else {
        SCENE
    }
}

/// Reads an order's body as WeChat Pay does, and returns its number too.
pub(crate) fn read(
    body: &[u8],
    trade_type: TradeType,
    party: Party,
    caller: Provider<'_>,
    now: Timestamp,
) -> Result<(OutTradeNo, Value), ApiFault> {
    let order = rules::read(body, &fields(trade_type, party))?;
    let number = values(&order, trade_type)?;
    identities(&order, party, caller)?;
    if party == Party::Partner {
        partner_payer(&order, trade_type)?;
    }
    not_late(&order, now)?;
    Ok((number, order))
}

/// Checks that the last moment to pay is still to come.
pub(crate) fn not_late(order: &Value, now: Timestamp) -> Result<(), ApiFault> {
    let late = text(order, "time_expire")
        .filter(|last| Timestamp::from_rfc3339(last).is_ok_and(|last| last <= now));
    match late {
        Some(last) => {
            let why = "支付结束时间不能早于当前时间";
            Err(wrong_text("/time_expire", "支付结束时间", why, last))
        }
        None => Ok(()),
    }
}

/// Checks what is true of an order at any time, such as one that is imported.
pub(crate) fn check(order: &Value, trade_type: TradeType) -> Result<OutTradeNo, ApiFault> {
    rules::check(order, &fields(trade_type, party_of(order)))?;
    values(order, trade_type)
}

/// Tells who placed an order by the fields that it has.
fn party_of(order: &Value) -> Party {
    match order.get("sp_mchid") {
        Some(_) => Party::Partner,
        None => Party::Direct,
    }
}

/// Reads the body that closes an order.
pub(crate) fn read_close(body: &[u8], party: Party) -> Result<Value, ApiFault> {
    let fields = match party {
        Party::Direct => CLOSE_DIRECT,
        Party::Partner => CLOSE_PARTNER,
    };
    rules::read(body, &[fields])
}

/// Says that the header's merchant and the body's are two.
pub(crate) fn other_merchant() -> ApiFault {
    ApiFault::parameter(
        number::PARAMETER,
        "http header中的mchid与post payload中的mchid不匹配",
    )
}

fn text<'v>(order: &'v Value, path: &str) -> Option<&'v str> {
    find(order, path).and_then(Value::as_str)
}

fn values(order: &Value, trade_type: TradeType) -> Result<OutTradeNo, ApiFault> {
    let number = text(order, "out_trade_no").unwrap_or_default();
    let number = check_number(number, "/out_trade_no")?;
    if let Some(currency) = text(order, "amount.currency").filter(|text| *text != "CNY") {
        return Err(other_currency("/amount/currency", currency));
    }
    if let Some(detail) = order.get("detail").map(Value::to_string)
        && detail.len() > 6144
    {
        let why = format!("字节数 {}，大于最大值 6144", detail.len());
        return Err(wrong_text("/detail", "优惠功能", &why, ""));
    }
    common_values(order, trade_type)?;
    Ok(number)
}

/// Checks the merchant's number of an order.
pub(crate) fn check_number(number: &str, place: &str) -> Result<OutTradeNo, ApiFault> {
    number.parse().map_err(|_| {
        let why = "只能是数字、大小写字母_-*|";
        wrong_text(place, "商户订单号", why, number)
    })
}

/// Refuses a currency.
pub(crate) fn other_currency(place: &str, currency: &str) -> ApiFault {
    ApiFault::parameter(number::PARAMETER, "参数错误").with(json!({
        "field": place,
        "value": currency,
        "issue": "Currency code is invalid",
        "location": "body",
    }))
}

/// Checks what orders that are placed alone and together have in common.
pub(crate) fn common_values(order: &Value, trade_type: TradeType) -> Result<(), ApiFault> {
    if let Some(time) = text(order, "time_expire").filter(|t| Timestamp::from_rfc3339(t).is_err()) {
        let why = "不是RFC 3339格式的时间，如2018-06-08T10:34:56+08:00";
        return Err(wrong_text("/time_expire", "支付结束时间", why, time));
    }
    let notify_url = text(order, "notify_url").unwrap_or_default();
    if let Err(why) = check_notify_url(notify_url) {
        return Err(wrong_text("/notify_url", "商户回调地址", why, notify_url));
    }
    let ip = text(order, "scene_info.payer_client_ip");
    if let Some(ip) = ip.filter(|ip| ip.parse::<IpAddr>().is_err()) {
        let place = "/scene_info/payer_client_ip";
        return Err(wrong_text(place, "用户终端IP", "不是合法的IP地址", ip));
    }
    let kind = text(order, "scene_info.h5_info.type").unwrap_or_default();
    if trade_type == TradeType::H5 && !["Wap", "iOS", "Android"].contains(&kind) {
        let place = "/scene_info/h5_info/type";
        let why = "只能是 Wap、iOS 或 Android";
        return Err(wrong_text(place, "场景类型", why, kind));
    }
    Ok(())
}

/// The merchant that calls, and those of which it may have sub-merchants.
#[derive(Clone, Copy)]
pub(crate) struct Provider<'m> {
    pub(crate) merchant: &'m Identity,
    pub(crate) merchants: &'m Merchants,
}

/// Says that an App ID is not the merchant's.
pub(crate) fn other_app(message: &'static str) -> ApiFault {
    ApiFault::new(400, "APPID_MCHID_NOT_MATCH", number::APPID, message)
}

fn identities(order: &Value, party: Party, caller: Provider<'_>) -> Result<(), ApiFault> {
    let (appid, mchid) = match party {
        Party::Direct => ("appid", "mchid"),
        Party::Partner => ("sp_appid", "sp_mchid"),
    };
    if text(order, mchid) != Some(caller.merchant.mchid().as_str()) {
        return Err(other_merchant());
    }
    if text(order, appid) != Some(caller.merchant.appid().as_str()) {
        return Err(other_app("appid和mch_id不匹配"));
    }
    match party {
        Party::Direct => Ok(()),
        Party::Partner => sub_merchant(order, "", caller),
    }
}

/// Checks the sub-merchant that an object at `place` names.
pub(crate) fn sub_merchant(
    object: &Value,
    place: &str,
    caller: Provider<'_>,
) -> Result<(), ApiFault> {
    let sub_mchid = text(object, "sub_mchid").unwrap_or_default();
    if sub_mchid == caller.merchant.mchid().as_str() {
        return Err(ApiFault::new(
            400,
            "INVALID_REQUEST",
            number::OWN_NUMBER,
            "子商户mchid不能与自身mchid相同",
        ));
    }
    if !sub_mchid.bytes().all(|b| b.is_ascii_digit()) {
        let place = format!("{place}/sub_mchid");
        return Err(wrong_text(&place, "子商户号", "只能是数字", sub_mchid));
    }
    let own = caller
        .merchants
        .payee_appid(caller.merchant, sub_mchid)
        .ok_or_else(ApiFault::no_relation)?;
    match text(object, "sub_appid") {
        Some(named) if named != own.as_str() => Err(other_app("sub_mch_id与sub_appid不匹配")),
        Some(_) | None => Ok(()),
    }
}

fn partner_payer(order: &Value, trade_type: TradeType) -> Result<(), ApiFault> {
    let sub = text(order, "payer.sub_openid").is_some();
    if sub && text(order, "sub_appid").is_none() {
        return Err(missing("/sub_appid", "子商户应用ID"));
    }
    if trade_type == TradeType::Jsapi && !sub && text(order, "payer.sp_openid").is_none() {
        return Err(ApiFault::parameter(number::OPENID, "JSAPI支付必须传openid"));
    }
    Ok(())
}

/// A notification can only go to a whole address; without TLS only to this machine, where
/// it cannot be read on the way.
pub(crate) fn check_notify_url(text: &str) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "不是合法的URL")?;
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("URL中不能有空白字符");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("URL不能携带参数");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("URL不能携带用户名或密码");
    }
    let host = url.host().ok_or("URL没有主机名")?;
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback_host(&host) => Ok(()),
        _ => Err("URL必须以https://开头"),
    }
}

#[cfg(test)]
#[path = "order_rules_tests.rs"]
mod tests;
