use serde_json::json;

use super::*;
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::VerifyingKey;
use crate::protocol::notification::{Event, NotificationError};
use crate::protocol::resource::OpenError;
use crate::protocol::signed::{MAX_AGE, VerifyError};

fn identity() -> (tempfile::TempDir, Identity) {
    let data = tempfile::tempdir().unwrap();
    let identity = Identity::open(data.path()).unwrap();
    (data, identity)
}

fn trigger(identity: &Identity) -> Trigger<'_> {
    Trigger {
        identity,
        key: NotifyKey::Certificate,
        partner: false,
        combined: false,
        fields: Vec::new(),
    }
}

/// Verifies a notification as a receiver with the sandbox's keys does.
fn received(
    identity: &Identity,
    notification: &TestNotification,
) -> Result<Result<Event, NotificationError>, VerifyError> {
    let header = |name: &'static str| {
        let mut headers = notification.headers.iter();
        let (_, value) = headers.find(|(known, _)| *known == name)?;
        Some(value.as_str())
    };
    let mut keyring = Keyring::default();
    keyring
        .add_certificate(&identity.platform_certificate().x509)
        .unwrap();
    let pem = std::fs::read(identity.public_key_path()).unwrap();
    let id = identity.public_key_id().clone();
    keyring.add(VerifyingKey::from_pem(id, &pem).unwrap());
    let signed = SignedBody::from_parts(header, notification.body.clone())?;
    let verified = signed.verify(&keyring, ambient::now(), Some(MAX_AGE))?;
    Ok(Notification::open(&verified, identity.sealing()))
}

#[test]
fn a_good_notification_verifies_opens_and_has_the_fields_of_its_event_in_order() {
    let (_data, identity) = identity();
    let of_order = |first: &[&str], rest: &[&str]| -> Vec<String> {
        let all = first.iter().chain(rest);
        all.map(|name| (*name).to_owned()).collect()
    };
    let paid = [
        "out_trade_no",
        "transaction_id",
        "trade_type",
        "trade_state",
        "trade_state_desc",
        "bank_type",
        "attach",
        "success_time",
        "payer",
        "amount",
    ];
    let refunded = [
        "out_trade_no",
        "transaction_id",
        "out_refund_no",
        "refund_id",
        "refund_status",
        "success_time",
        "amount",
        "user_received_account",
    ];
    let unfinished: Vec<&str> = refunded
        .into_iter()
        .filter(|name| *name != "success_time")
        .collect();
    for event in EventType::ALL {
        for (partner, key) in [
            (false, NotifyKey::Certificate),
            (true, NotifyKey::PublicKey),
        ] {
            let trigger = Trigger {
                key,
                partner,
                ..trigger(&identity)
            };
            let notifications = trigger.notifications(event, None).unwrap();
            assert_eq!(notifications.len(), 1);
            let opened = received(&identity, &notifications[0]).unwrap().unwrap();
            assert_eq!(opened.notification.event_type, event.as_str());
            let resource = opened.plaintext.value();
            assert_eq!(resource, notifications[0].plaintext);
            assert!(notifications[0].body.starts_with(br#"{"id":""#));
            let names: Vec<String> = resource.as_object().unwrap().keys().cloned().collect();
            let (app, owner): (&[&str], &[&str]) = if partner {
                (
                    &["sp_mchid", "sub_mchid", "sp_appid"],
                    &["sp_mchid", "sub_mchid"],
                )
            } else {
                (&["mchid", "appid"], &["mchid"])
            };
            let expected = match event {
                EventType::TransactionSuccess => of_order(app, &paid),
                EventType::RefundSuccess => of_order(owner, &refunded),
                EventType::RefundAbnormal | EventType::RefundClosed => of_order(owner, &unfinished),
                EventType::ProfitShared | EventType::ProfitReturned => of_order(
                    owner,
                    &[
                        "transaction_id",
                        "order_id",
                        "out_order_no",
                        "receiver",
                        "success_time",
                    ],
                ),
                EventType::TransferFinished => of_order(
                    &["mch_id"],
                    &[
                        "out_bill_no",
                        "transfer_bill_no",
                        "transfer_amount",
                        "state",
                        "openid",
                        "create_time",
                        "update_time",
                        "mchid",
                    ],
                ),
                EventType::ComplaintCreated | EventType::ComplaintChanged => {
                    of_order(&["complaint_id", "action_type"], &[])
                }
                EventType::SecurityEcho => of_order(&["echo_message"], &[]),
            };
            assert_eq!(names, expected, "{event}");
        }
    }
}

#[test]
fn each_fault_breaks_what_its_name_says_and_nothing_else() {
    let (_data, identity) = identity();
    let trigger = trigger(&identity);
    for fault in Fault::ALL {
        let notifications = trigger
            .notifications(EventType::TransactionSuccess, Some(fault))
            .unwrap();
        let results: Vec<_> = notifications
            .iter()
            .map(|notification| received(&identity, notification))
            .collect();
        let fits = match (fault, &results[0]) {
            (Fault::BadSignature | Fault::Truncated | Fault::Reserialized, Err(why)) => {
                matches!(why, VerifyError::Mismatch { .. })
            }
            (Fault::WrongSerial, Err(why)) => matches!(why, VerifyError::UnknownSerial(_)),
            (Fault::Stale, Err(why)) => matches!(why, VerifyError::Stale { seconds: 600.. }),
            (Fault::Future, Err(why)) => matches!(why, VerifyError::Stale { seconds: ..=-598 }),
            (Fault::Signtest, Err(why)) => *why == VerifyError::Probe,
            (Fault::BadTag, Ok(Err(why))) => {
                matches!(why, NotificationError::Sealed(OpenError::Tag))
            }
            (Fault::WrongMchid, Ok(Ok(event))) => {
                event.plaintext.other_mchid(identity.mchid()).is_some()
            }
            (Fault::Duplicate | Fault::Slow | Fault::RefundFirst, Ok(Ok(_))) => {
                results.iter().all(|each| matches!(each, Ok(Ok(_))))
            }
            _ => false,
        };
        assert!(fits, "{fault}: {results:?}");
        assert_eq!(notifications[0].pause.is_some(), fault == Fault::Slow);
    }
}

#[test]
fn a_duplicate_has_the_same_id_and_a_fresh_signature() {
    let (_data, identity) = identity();
    let notifications = trigger(&identity)
        .notifications(EventType::RefundClosed, Some(Fault::Duplicate))
        .unwrap();
    let [first, second] = notifications.as_slice() else {
        panic!("two of them")
    };
    assert_eq!(first.body, second.body);
    let signature = |notification: &TestNotification| {
        let of = |name: &str| {
            let mut headers = notification.headers.iter();
            headers.find(|(known, _)| *known == name).unwrap().1.clone()
        };
        (of("Wechatpay-Signature"), of("Wechatpay-Nonce"))
    };
    assert_ne!(signature(first).0, signature(second).0);
    assert_ne!(signature(first).1, signature(second).1);
}

#[test]
fn a_refund_that_overtakes_is_of_the_same_order() {
    let (_data, identity) = identity();
    let trigger = trigger(&identity);
    let notifications = trigger
        .notifications(EventType::RefundAbnormal, Some(Fault::RefundFirst))
        .unwrap();
    let orders: Vec<_> = notifications
        .iter()
        .map(|one| (one.event_type, &one.plaintext["out_trade_no"]))
        .collect();
    assert_eq!(orders[0].0, EventType::RefundAbnormal);
    assert_eq!(orders[1].0, EventType::TransactionSuccess);
    assert_eq!(orders[0].1, orders[1].1);
    for fault in [Fault::RefundFirst, Fault::WrongMchid] {
        let error = trigger
            .notifications(EventType::SecurityEcho, Some(fault))
            .unwrap_err();
        assert!(matches!(error, TriggerError::Inapplicable { .. }));
    }
}

#[test]
fn a_payment_of_combined_orders_names_all_of_them_and_no_order_alone() {
    let (_data, identity) = identity();
    for partner in [false, true] {
        let trigger = Trigger {
            partner,
            combined: true,
            ..trigger(&identity)
        };
        let one = |event, fault| trigger.notifications(event, fault).unwrap().remove(0);
        let notification = one(EventType::TransactionSuccess, None);
        let opened = received(&identity, &notification).unwrap().unwrap();
        let plaintext = opened.plaintext.value();
        assert!(plaintext["combine_out_trade_no"].is_string());
        assert!(plaintext.get("out_trade_no").is_none());
        assert_eq!(opened.plaintext.other_mchid(identity.mchid()), None);
        let orders = plaintext["sub_orders"].as_array().unwrap();
        assert_eq!(orders.len(), 2);
        for order in orders {
            assert_eq!(order["trade_state"], "SUCCESS");
            assert_eq!(order["amount"]["payer_currency"], "CNY");
            assert!(order["transaction_id"].is_string());
            assert_eq!(order.get("sub_mchid").is_some(), partner);
        }
        assert_ne!(orders[0]["out_trade_no"], orders[1]["out_trade_no"]);
        let other = one(EventType::TransactionSuccess, Some(Fault::WrongMchid));
        let opened = received(&identity, &other).unwrap().unwrap();
        assert!(opened.plaintext.other_mchid(identity.mchid()).is_some());
        // The others are as they were.
        let refund = one(EventType::RefundSuccess, None);
        assert!(refund.plaintext["out_trade_no"].is_string());
    }
}

#[test]
fn a_field_is_set_at_its_path() {
    let (_data, identity) = identity();
    let with = |path: &str| {
        let mut trigger = trigger(&identity);
        trigger.fields = vec![FieldValue {
            path: path.to_owned(),
            value: json!(7),
        }];
        trigger.notifications(EventType::TransactionSuccess, None)
    };
    let generated = with("amount.payer_total").unwrap();
    assert_eq!(generated[0].plaintext["amount"]["payer_total"], 7);
    assert!(matches!(with("mchid.x"), Err(TriggerError::Field(_))));
}
