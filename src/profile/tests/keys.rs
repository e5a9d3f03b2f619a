use super::*;

use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;

const SERIAL: &[u8] = &[0x51, 0x57, 0xf0, 0x9e];
const PAIR: &str = "mchid = \"1900000001\"\nprivate_key = \"k.pem\"\ncertificate = \"c.pem\"\n";

/// A folder with the merchant's key and certificate.
fn pair(common_name: &str) -> Folder {
    let folder = Folder::new();
    folder.write("k.pem", keys().merchant.serialize_pem());
    folder.write("c.pem", certificate(common_name, SERIAL, &keys().merchant));
    folder
}

#[test]
fn the_serial_number_is_read_from_the_certificate() {
    let folder = pair("1900000001");
    let key = folder.shop(PAIR).unwrap().signing_key().unwrap();
    assert_eq!(key.serial_no().as_str().trim_start_matches('0'), "5157F09E");
    let spelled = format!("{PAIR}serial_no = \"51:57:f0:9e\"");
    assert!(folder.shop(&spelled).unwrap().signing_key().is_ok());
    let neither = "private_key = \"k.pem\"";
    let error = folder.shop(neither).unwrap().signing_key().unwrap_err();
    assert!(matches!(
        error,
        ProfileError::Missing {
            field: Field::SerialNo,
            ..
        }
    ));
}

#[test]
fn a_private_key_is_taken_as_text_from_variable_or_command() {
    let pem = keys().merchant.serialize_pem();
    let escaped = pem.trim_end().replace('\n', "\\n");
    let folder = Folder::new();
    folder.write(
        "merchant.toml",
        "[profiles.shop]\nserial_no = \"1\"\nprivate_key = { env = \"KEY\" }\n",
    );
    let inputs = Inputs {
        environment: environment([("KEY", &escaped)]),
        ..folder.inputs()
    };
    assert!(Profile::load(&inputs).unwrap().signing_key().is_ok());
    let profile = folder.shop(&format!("serial_no = \"1\"\nprivate_key = '''{pem}'''"));
    assert!(profile.unwrap().signing_key().is_ok());
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let folder = pair("1900000001");
    folder.write("k.pem", keys().other.serialize_pem());
    let error = folder.shop(PAIR).unwrap().signing_key().unwrap_err();
    assert!(matches!(error, ProfileError::KeyMismatch { .. }), "{error}");
}

#[test]
fn a_serial_number_of_another_certificate_is_refused() {
    let folder = pair("1900000001");
    let error = folder
        .shop(&format!("{PAIR}serial_no = \"77\""))
        .unwrap()
        .signing_key();
    let text = message(&error.unwrap_err());
    assert!(text.contains("serial_no is 77"), "{text}");
}

#[test]
fn a_certificate_of_another_merchant_is_refused() {
    let error = pair("1900000002")
        .shop(PAIR)
        .unwrap()
        .signing_key()
        .unwrap_err();
    assert!(
        matches!(error, ProfileError::OtherMerchant { .. }),
        "{error}"
    );
    assert!(pair("A Company").shop(PAIR).unwrap().signing_key().is_ok());
    let partner = format!("{PAIR}sub_mchid = \"1900000002\"");
    let error = pair("1900000002")
        .shop(&partner)
        .unwrap()
        .signing_key()
        .unwrap_err();
    assert!(message(&error).contains("sub-merchant"), "{error}");
}

#[test]
fn a_platform_serial_is_not_the_merchants() {
    let folder = pair("1900000001");
    folder.write(
        "certs/any.pem",
        certificate("Tenpay.com sign", &[0x77], &keys().other),
    );
    let signing = |serial: &str| {
        let lines = format!(
            "private_key = \"k.pem\"\nplatform_certs = \"certs\"\nserial_no = \"{serial}\""
        );
        folder.shop(&lines).unwrap().signing_key()
    };
    assert!(signing("78").is_ok());
    assert!(matches!(
        signing("77"),
        Err(ProfileError::SerialIsPlatform { .. })
    ));
    let error = signing(PUBLIC_KEY_ID).unwrap_err();
    assert!(matches!(error, ProfileError::SerialIsPublicKeyId { .. }));
}

#[test]
fn a_file_that_is_not_the_private_key_is_named() {
    let folder = pair("1900000001");
    folder.write("public.pem", keys().merchant.public_key_pem());
    folder.write("half.pem", &keys().merchant.serialize_pem()[..400]);
    for (file, word) in [
        ("c.pem", "this is a certificate"),
        ("public.pem", "this is a public key"),
        ("half.pem", "a part of it is missing: 2"),
    ] {
        let lines = format!("serial_no = \"1\"\nprivate_key = \"{file}\"");
        let text = message(&folder.shop(&lines).unwrap().signing_key().unwrap_err());
        assert!(text.contains(word) && text.contains(file), "{text}");
    }
}

#[test]
fn every_certificate_in_the_folder_verifies_whatever_its_file_is_called() {
    let folder = pair("1900000001");
    let platform = |serial: u8| certificate("Tenpay.com sign", &[serial], &keys().other);
    folder.write("certs/one.pem", platform(0x11));
    folder.write(
        "certs/two.PEM",
        format!("{}{}", platform(0x22), platform(0x33)),
    );
    folder.write(
        "certs/merchant.pem",
        certificate("1900000001", SERIAL, &keys().merchant),
    );
    folder.write("certs/key.pem", keys().merchant.serialize_pem());
    folder.write("certs/note.txt", "nothing");
    let keyring = folder
        .shop("platform_certs = \"certs\"")
        .unwrap()
        .keyring()
        .unwrap();
    let mut serials: Vec<_> = keyring
        .iter()
        .map(|key| key.serial_no().to_string())
        .collect();
    serials.sort();
    assert_eq!(serials.len(), 3);
    for (serial, end) in serials.iter().zip(["11", "22", "33"]) {
        assert!(serial.ends_with(end), "{serials:?}");
    }
}

#[test]
fn a_folder_that_is_not_there_holds_no_key_and_a_damaged_certificate_is_an_error() {
    let folder = Folder::new();
    let profile = folder.shop("platform_certs = \"certs\"").unwrap();
    assert!(profile.keyring().unwrap().is_empty());
    folder.write(
        "certs/bad.pem",
        "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
    );
    let text = message(&profile.keyring().unwrap_err());
    assert!(
        text.contains("bad.pem") && text.contains("damaged"),
        "{text}"
    );
}

#[test]
fn the_public_key_stands_under_its_id() {
    let folder = pair("1900000001");
    folder.write("pub.pem", keys().other.public_key_pem());
    let both = format!("public_key = \"pub.pem\"\npublic_key_id = \"{PUBLIC_KEY_ID}\"");
    let keyring = folder.shop(&both).unwrap().keyring().unwrap();
    let id: SerialNo = PUBLIC_KEY_ID.parse().unwrap();
    assert!(keyring.find(&id).is_some());
    for half in both.lines() {
        let error = folder.shop(half).unwrap().keyring().unwrap_err();
        assert!(matches!(error, ProfileError::Unpaired { .. }), "{half}");
    }
    let serial = "public_key = \"pub.pem\"\npublic_key_id = \"5157F09E\"";
    let text = message(&folder.shop(serial).unwrap().keyring().unwrap_err());
    assert!(text.contains("begins with PUB_KEY_ID_"), "{text}");
}

#[test]
fn the_merchant_s_own_public_key_is_not_wechat_pay_s() {
    let folder = pair("1900000001");
    folder.write("pub.pem", keys().merchant.public_key_pem());
    let public = format!("public_key = \"pub.pem\"\npublic_key_id = \"{PUBLIC_KEY_ID}\"");
    for own in ["private_key = \"k.pem\"", "certificate = \"c.pem\""] {
        let error = folder.shop(&format!("{public}\n{own}")).unwrap().keyring();
        assert!(
            matches!(error, Err(ProfileError::OwnPublicKey { .. })),
            "{own}"
        );
    }
    let absent = format!("{public}\nprivate_key = \"absent.pem\"");
    assert!(folder.shop(&absent).unwrap().keyring().is_ok());
}

#[test]
fn the_sandbox_s_extra_keys_verify_but_are_not_stored_ones() {
    let platform = certificate("Tenpay.com sign", &[0x55], &keys().other);
    let profile = Profile::preset(Preset {
        name: "sandbox".to_owned(),
        fields: Overrides {
            mchid: Some("1".to_owned()),
            serial_no: Some("5157F09E".to_owned()),
            private_key: Some(SecretSource::Text(keys().merchant.serialize_pem().into())),
            apiv3_key: Some(SecretSource::Text(APIV3_KEY.into())),
            ..Overrides::default()
        },
        options: Overrides {
            mchid: Some("2".to_owned()),
            ..Overrides::default()
        },
        extra: vec![
            PlatformKey::Certificate(X509::from_pem(platform.as_bytes()).unwrap()),
            PlatformKey::PublicKey {
                id: PUBLIC_KEY_ID.parse().unwrap(),
                pem: keys().other.public_key_pem().into_bytes(),
            },
        ],
    });
    assert_eq!(profile.name(), "sandbox");
    assert_eq!(profile.mchid().unwrap().as_str(), "2");
    assert_eq!(profile.origin(Field::SerialNo), Some(Origin::Preset));
    assert!(profile.signing_key().is_ok() && profile.apiv3_key().is_ok());
    assert_eq!(profile.keyring().unwrap().iter().count(), 2);
    assert!(profile.trusted().unwrap().is_empty());
}
