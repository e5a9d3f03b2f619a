//! Everything that reads bytes from elsewhere: whatever they are, it answers and never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay::protocol::api_error::ApiError;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::bill::{BillItem, BillLink, BillParser, fen_of_yuan, yuan_of_fen};
use wechatpay::protocol::certificate::{TrustChain, X509};
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::keys::{Signature, SigningKey, VerifyingKey};
use wechatpay::protocol::notification::Notification;
use wechatpay::protocol::resource::ApiV3Key;
use wechatpay::protocol::{json, key_material, pkcs12};

fuzz_target!(|data: &[u8]| {
    let serial: SerialNo = "AB".parse().unwrap();
    let _ = key_material::read(data);
    let _ = pkcs12::open(data, "1900000001");
    let _ = X509::from_pem(data);
    let _ = X509::from_der(data);
    let _ = TrustChain::read(data);
    let _ = SigningKey::from_pem(serial.clone(), data);
    let _ = SigningKey::from_pkcs8_der(serial.clone(), data);
    let _ = VerifyingKey::from_pem(serial.clone(), data);
    let _ = VerifyingKey::from_spki_der(serial, data);
    let _ = ApiError::read(401, data, None).advice();
    if let Ok(value) = json::parse(data) {
        let _ = json::find(&value, "a.b.0");
        if let Ok(notification) = serde_json::from_value::<Notification>(value) {
            let key = ApiV3Key::new("0123456789abcdef0123456789abcdef").unwrap();
            let _ = notification.resource.open(&key);
        }
    }
    let _ = BillLink::read(data).map(|link| link.place());
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(header) = text.parse::<Authorization>() {
        assert_eq!(header.to_string().parse::<Authorization>().unwrap(), header);
    }
    let mut bill = BillParser::default();
    for line in text.split_inclusive('\n') {
        if let Ok(Some(BillItem::Row(record) | BillItem::Summary(record))) = bill.line(line) {
            let _ = record.to_json();
        }
    }
    let _ = bill.finish();
    if let Some(fen) = fen_of_yuan(text) {
        assert_eq!(fen_of_yuan(&yuan_of_fen(fen)), Some(fen));
    }
    if let Ok(signature) = text.parse::<Signature>() {
        assert_eq!(signature.to_string().parse::<Signature>().unwrap(), signature);
    }
    if let Ok(serial) = text.parse::<SerialNo>() {
        assert_eq!(serial.as_str().parse::<SerialNo>().unwrap(), serial);
    }
});
