//! The example profile is committed, so it is checked.

use std::path::{Path, PathBuf};

use wechatpay::profile::{Field, Inputs, Origin, Profile};
use wechatpay::protocol::endpoint::Payee;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("merchant.example.toml")
}

fn load(name: &str) -> Profile {
    let inputs = Inputs {
        config: Some(example()),
        profile: Some(name.to_owned()),
        ..Inputs::default()
    };
    Profile::load(&inputs).expect("the example is a profile file")
}

#[test]
fn every_known_key_stands_in_the_example() {
    let profiles = [load("shop"), load("agency")];
    for field in Field::ALL {
        let stands = profiles
            .iter()
            .any(|profile| profile.origin(field) == Some(Origin::File));
        assert!(stands, "{field} is missing");
    }
}

#[test]
fn every_key_of_the_example_has_its_comment() {
    let text = std::fs::read_to_string(example()).expect("the example");
    let lines: Vec<_> = text.lines().collect();
    for pair in lines.windows(2) {
        if pair[1].contains(" = ") && !pair[1].starts_with('#') {
            assert!(pair[0].starts_with("# "), "no comment above: {}", pair[1]);
        }
    }
}

#[test]
fn the_example_s_values_are_of_their_types() {
    let shop = load("shop");
    assert!(matches!(shop.payee(), Ok(Payee::Direct { .. })));
    assert!(shop.appid().is_ok() && shop.notify_url().is_ok());
    assert!(shop.base_url().is_ok() && shop.mp_base_url().is_ok());
    assert!(shop.public_key_id().is_ok_and(|id| id.is_some()));
    let agency = load("agency");
    assert!(matches!(
        agency.payee(),
        Ok(Payee::Partner {
            sub_appid: Some(_),
            ..
        })
    ));
}

#[test]
fn the_example_names_shop_as_its_default() {
    let inputs = Inputs {
        candidates: vec![example()],
        ..Inputs::default()
    };
    assert_eq!(Profile::load(&inputs).expect("a default").name(), "shop");
}
