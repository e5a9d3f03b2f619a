use std::sync::LazyLock;

use super::*;
use crate::protocol::json::set;

const NOW: Timestamp = Timestamp(1_700_000_000);

/// The merchants of a sandbox, whose keys take a while to generate.
fn merchants() -> &'static Merchants {
    static MERCHANTS: LazyLock<(tempfile::TempDir, Merchants)> = LazyLock::new(|| {
        let data = tempfile::tempdir().unwrap();
        let merchants = Merchants::open(data.path()).unwrap();
        (data, merchants)
    });
    &MERCHANTS.1
}

fn caller() -> Provider<'static> {
    Provider {
        merchant: merchants().first(),
        merchants: merchants(),
    }
}

fn direct() -> Value {
    json!({
        "appid": "wxsandbox000000001",
        "mchid": "0000000001",
        "description": "测试",
        "out_trade_no": "order-1",
        "notify_url": "https://example.com/notify",
        "amount": {"total": 1, "currency": "CNY"},
        "payer": {"openid": "anybody"},
    })
}

fn partner() -> Value {
    json!({
        "sp_appid": "wxsandbox000000001",
        "sp_mchid": "0000000001",
        "sub_mchid": "0000000002",
        "description": "test",
        "out_trade_no": "order-1",
        "notify_url": "http://127.0.0.1:8080/notify",
        "amount": {"total": 1},
        "payer": {"sp_openid": "anybody"},
    })
}

fn check_body(order: &Value, trade_type: TradeType) -> Result<OutTradeNo, ApiFault> {
    let body = order.to_string();
    read(body.as_bytes(), trade_type, party_of(order), caller(), NOW).map(|(number, _)| number)
}

fn with(mut order: Value, path: &str, value: Value) -> Value {
    set(&mut order, path, value).unwrap();
    order
}

fn without(mut order: Value, name: &str) -> Value {
    order.as_object_mut().unwrap().shift_remove(name);
    order
}

#[test]
fn good_orders_are_taken() {
    let time = json!("2033-05-18T11:33:20+08:00");
    let h5 = json!({"payer_client_ip": "::1", "h5_info": {"type": "Wap"}});
    let unnamed = without(direct(), "payer");
    for (order, trade_type) in [
        (direct(), TradeType::Jsapi),
        (partner(), TradeType::Jsapi),
        (with(direct(), "time_expire", time), TradeType::Jsapi),
        (unnamed.clone(), TradeType::Native),
        (unnamed.clone(), TradeType::App),
        (with(unnamed, "scene_info", h5), TradeType::H5),
    ] {
        assert_eq!(check_body(&order, trade_type).unwrap().as_str(), "order-1");
    }
}

#[test]
fn the_rules_of_fields_speak_wechat_pays_words() {
    let total =
        check_body(&with(direct(), "amount.total", json!(0)), TradeType::Jsapi).unwrap_err();
    assert_eq!(
        total.message,
        "输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，值低于最小值 1"
    );
    let detail = json!({"field": "/amount/total", "value": 0, "issue": "值低于最小值 1", "location": "body"});
    assert_eq!(total.detail, Some(detail));
    let absent = check_body(&without(direct(), "notify_url"), TradeType::Jsapi).unwrap_err();
    assert!(absent.message.starts_with("输入源“/body/notify_url”映射到"));
    assert!(absent.message.contains("必填性规则校验失败"));
    let extra = check_body(&with(direct(), "amount.fee", json!(1)), TradeType::Jsapi).unwrap_err();
    assert_eq!(extra.message, "参数中含有非法的额外参数");
    assert_eq!(extra.number, 270_924_358);
}

#[test]
fn values_out_of_their_rules_are_refused() {
    for (path, value) in [
        ("description", json!("商".repeat(43))),
        ("description", json!("😀")),
        ("description", json!("")),
        ("attach", Value::Null),
        ("out_trade_no", json!("order 1")),
        ("out_trade_no", json!("12345")),
        ("amount.total", json!("1")),
        ("amount.total", json!(1.5)),
        ("amount.total", json!(-1)),
        ("amount.currency", json!("USD")),
        ("time_expire", json!("2033-05-18 11:33:20")),
        ("time_expire", json!("2018-06-08T10:34:56+08:00")),
        ("mchid", json!("1900000001")),
        ("support_fapiao", json!("true")),
        ("detail.goods_detail", json!([])),
        (
            "detail.goods_detail",
            json!([{"merchant_goods_id": "1", "quantity": 1}]),
        ),
        ("scene_info", json!({"device_id": "1"})),
        ("scene_info.payer_client_ip", json!("localhost")),
        ("payer", json!([])),
        ("payer", json!({})),
    ] {
        let refused = check_body(&with(direct(), path, value.clone()), TradeType::Jsapi);
        let refused = refused.expect_err(&format!("{path}: {value}"));
        assert_eq!(
            (refused.status, refused.code),
            (400, "PARAM_ERROR"),
            "{path}"
        );
    }
    let goods = json!({"merchant_goods_id": "1", "quantity": 1, "unit_price": 1, "goods_name": "n".repeat(200)});
    let many = with(direct(), "detail.goods_detail", json!(vec![goods; 30]));
    assert!(check_body(&many, TradeType::Jsapi).is_err());
}

#[test]
fn identities_must_belong_together() {
    let other = with(direct(), "appid", json!("wx8888888888888888"));
    assert_eq!(
        check_body(&other, TradeType::Jsapi).unwrap_err().code,
        "APPID_MCHID_NOT_MATCH"
    );
    let own = with(partner(), "sub_mchid", json!("0000000001"));
    assert_eq!(
        check_body(&own, TradeType::Jsapi).unwrap_err().number,
        number::OWN_NUMBER
    );
    let sub = with(partner(), "payer", json!({"sub_openid": "o"}));
    assert!(check_body(&sub, TradeType::Jsapi).is_err());
    let sub = with(sub, "sub_appid", json!("wxsandbox000000002"));
    assert!(check_body(&sub, TradeType::Jsapi).is_ok());
    let sub = with(sub, "sub_appid", json!("wxsandbox000000003"));
    assert_eq!(
        check_body(&sub, TradeType::Jsapi).unwrap_err().code,
        "APPID_MCHID_NOT_MATCH"
    );
    let no_payer = with(partner(), "payer", json!({}));
    assert_eq!(
        check_body(&no_payer, TradeType::Jsapi).unwrap_err().number,
        number::OPENID
    );
}

#[test]
fn a_notification_needs_a_whole_address() {
    for url in [
        "https://example.com/a?b=c",
        "https://example.com/a#b",
        "https://user@example.com/a",
        " https://example.com/a",
        "http://example.com/a",
        "http://127.0.0.1.example.com/a",
        "ftp://127.0.0.1/a",
        "example.com/a",
        "https://",
    ] {
        assert!(
            check_body(&with(direct(), "notify_url", json!(url)), TradeType::Jsapi).is_err(),
            "{url}"
        );
    }
    for url in [
        "http://localhost:1/a",
        "http://[::1]:1/a",
        "https://example.com/",
    ] {
        assert!(
            check_body(&with(direct(), "notify_url", json!(url)), TradeType::Jsapi).is_ok(),
            "{url}"
        );
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let deep = "[".repeat(100_000);
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"\xff",
        b"\xef\xbb\xbf{}",
        br#"{"mchid":"1","mchid":"2"}"#,
        br#"{"description":"\ud83d"}"#,
        deep.as_bytes(),
    ] {
        assert!(read(body, TradeType::Jsapi, Party::Direct, caller(), NOW).is_err());
    }
}
