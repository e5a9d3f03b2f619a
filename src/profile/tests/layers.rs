use super::*;

use crate::protocol::endpoint::Payee;

#[test]
fn an_option_counts_before_the_environment_and_that_before_the_file() {
    let folder = Folder::new();
    folder.write(
        "merchant.toml",
        "[profiles.shop]\nmchid = \"1\"\nappid = \"wx1\"\nsub_mchid = \"9\"\n",
    );
    let inputs = Inputs {
        overrides: Overrides {
            mchid: Some("3".to_owned()),
            ..Overrides::default()
        },
        environment: environment([("WECHATPAY_MCHID", "2"), ("WECHATPAY_APPID", "wx2")]),
        ..folder.inputs()
    };
    let profile = Profile::load(&inputs).unwrap();
    assert_eq!(profile.mchid().unwrap().as_str(), "3");
    assert_eq!(profile.appid().unwrap().as_str(), "wx2");
    assert_eq!(profile.sub_mchid().unwrap().unwrap().as_str(), "9");
    assert_eq!(profile.origin(Field::Mchid), Some(Origin::Option));
    assert_eq!(
        profile.origin(Field::Appid),
        Some(Origin::Environment("WECHATPAY_APPID"))
    );
    assert_eq!(profile.origin(Field::SubMchid), Some(Origin::File));
    assert_eq!(profile.origin(Field::NotifyUrl), None);
}

#[test]
fn a_job_with_only_environment_variables_needs_no_file() {
    let pem = keys().merchant.serialize_pem();
    let inputs = Inputs {
        environment: environment([
            ("WECHATPAY_MCHID", "1900000001"),
            ("WECHATPAY_SERIAL_NO", "5157F09E"),
            ("WECHATPAY_PRIVATE_KEY", &pem),
            ("WECHATPAY_APIV3_KEY", APIV3_KEY),
        ]),
        ..Folder::new().inputs()
    };
    let profile = Profile::load(&inputs).unwrap();
    assert_eq!(profile.name(), "environment");
    assert!(profile.file().is_none());
    assert_eq!(
        profile.signing_key().unwrap().serial_no().as_str(),
        "5157F09E"
    );
    assert!(profile.apiv3_key().is_ok());
}

#[test]
fn every_field_can_come_from_each_of_its_variables() {
    for field in Field::ALL {
        for variable in field.variables() {
            assert!(variable.starts_with("WECHATPAY_"));
            let inputs = Inputs {
                environment: environment([(variable, "x"), ("WECHATPAY_MCHID", "1")]),
                ..Inputs::default()
            };
            let profile = Profile::load(&inputs).unwrap();
            assert!(profile.origin(field).is_some(), "{variable}");
        }
    }
}

#[test]
fn an_empty_variable_counts_as_absent() {
    let folder = Folder::new();
    folder.write("merchant.toml", "[profiles.shop]\nmchid = \"1\"\n");
    let inputs = Inputs {
        environment: environment([("WECHATPAY_MCHID", "")]),
        ..folder.inputs()
    };
    assert_eq!(
        Profile::load(&inputs).unwrap().mchid().unwrap().as_str(),
        "1"
    );
}

#[test]
fn without_file_and_environment_the_error_names_the_files_that_were_looked_for() {
    let folder = Folder::new();
    let inputs = Inputs {
        environment: environment([("WECHATPAY_BASE_URL", "http://127.0.0.1:1")]),
        ..folder.inputs()
    };
    let error = Profile::load(&inputs).unwrap_err();
    let ProfileError::NoConfiguration { candidates, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(candidates, inputs.candidates);
    let named = Inputs {
        profile: Some("shop".to_owned()),
        environment: environment([("WECHATPAY_MCHID", "1")]),
        ..folder.inputs()
    };
    assert!(matches!(
        Profile::load(&named).unwrap_err(),
        ProfileError::NoConfiguration { .. }
    ));
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_is_named() {
    use std::os::unix::ffi::OsStringExt;
    let inputs = Inputs {
        environment: Environment::new(
            |name| (name == "WECHATPAY_MCHID").then(|| OsString::from_vec(vec![0xff, 0x31])),
            |_, _| Ok(Vec::new()),
        ),
        ..Inputs::default()
    };
    let error = Profile::load(&inputs).unwrap_err();
    assert!(matches!(error, ProfileError::NotUtf8 { variable } if variable == "WECHATPAY_MCHID"));
}

#[test]
fn a_missing_field_names_the_profile_and_its_file() {
    let folder = Folder::new();
    let profile = folder.shop("mchid = \"1\"").unwrap();
    for error in [
        profile.appid().unwrap_err(),
        profile.apiv3_key().unwrap_err(),
        profile.notify_url().map(str::to_owned).unwrap_err(),
    ] {
        let message = message(&error);
        for word in ["is not set", "profile 'shop'", "merchant.toml"] {
            assert!(message.contains(word), "{message}");
        }
    }
}

#[test]
fn sub_mchid_sets_partner_mode() {
    let folder = Folder::new();
    let direct = folder.shop("mchid = \"1\"").unwrap();
    assert!(matches!(direct.payee(), Ok(Payee::Direct { .. })));
    let partner = folder.shop("mchid = \"1\"\nsub_mchid = \"2\"\nsub_appid = \"wx9\"");
    let Ok(Payee::Partner {
        sub_mchid,
        sub_appid,
        ..
    }) = partner.unwrap().payee()
    else {
        panic!("sub_mchid is set");
    };
    assert_eq!(
        (sub_mchid.as_str(), sub_appid.unwrap().as_str()),
        ("2", "wx9")
    );
    let half = folder.shop("mchid = \"1\"\nsub_appid = \"wx9\"").unwrap();
    assert!(matches!(half.payee(), Err(ProfileError::Unpaired { .. })));
}

#[test]
fn servers_have_defaults_and_must_be_urls() {
    let folder = Folder::new();
    let plain = folder.shop("").unwrap();
    assert_eq!(
        plain.base_url().unwrap().as_str(),
        "https://api.mch.weixin.qq.com/"
    );
    assert_eq!(
        plain.mp_base_url().unwrap().as_str(),
        "https://api.weixin.qq.com/"
    );
    for url in [
        "api.mch.weixin.qq.com",
        "ftp://x",
        "https://a:b@x",
        "https://x/?y",
    ] {
        let profile = folder.shop(&format!("base_url = \"{url}\"")).unwrap();
        let error = profile.base_url().unwrap_err();
        assert!(matches!(error, ProfileError::Invalid { .. }), "{url}");
    }
}

#[test]
fn a_malformed_value_names_its_source() {
    let inputs = Inputs {
        environment: environment([("WECHATPAY_MCHID", "19x")]),
        ..Inputs::default()
    };
    let error = Profile::load(&inputs).unwrap().mchid().unwrap_err();
    assert_eq!(error.to_string(), "mchid (WECHATPAY_MCHID) cannot be used");
    assert!(message(&error).contains("1 to 32 digits"));
}

#[test]
fn a_summary_shows_where_each_field_comes_from() {
    let folder = Folder::new();
    folder.write(
        "merchant.toml",
        format!(
            "[profiles.shop]\nmchid = \"1\"\napiv3_key = \"{APIV3_KEY}\"\n\
             app_secret = {{ command = \"print x\" }}\nprivate_key = \"k.pem\"\n"
        ),
    );
    let inputs = Inputs {
        environment: environment([("WECHATPAY_APPID", "wx2")]),
        ..folder.inputs()
    };
    let summary = Profile::load(&inputs).unwrap().summary();
    let json = serde_json::to_value(&summary).unwrap();
    let fields = &json["fields"];
    assert_eq!(fields["mchid"]["value"], "1");
    assert_eq!(fields["mchid"]["set_by"], "file");
    assert_eq!(fields["appid"]["set_by"], "environment");
    assert_eq!(fields["appid"]["variable"], "WECHATPAY_APPID");
    assert_eq!(fields["apiv3_key"]["value"], "in merchant.toml");
    assert_eq!(fields["apiv3_key"]["secret"], true);
    assert_eq!(fields["app_secret"]["value"], "command");
    let file = fields["private_key"]["value"].as_str().unwrap();
    assert!(
        file.starts_with("file ") && file.ends_with("k.pem"),
        "{file}"
    );
    let keys: Vec<_> = fields.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["mchid", "appid", "private_key", "apiv3_key", "app_secret"]
    );
}

#[test]
fn a_profile_can_be_shared_among_threads() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Profile>();
}

#[test]
fn the_official_host_has_a_backup_and_no_other_gets_one_unasked() {
    let backup = |file: &str, variable: (&str, &str), option: Option<&str>| {
        let folder = Folder::new();
        folder.write(
            "merchant.toml",
            format!("[profiles.shop]\nmchid = \"1\"\n{file}"),
        );
        let inputs = Inputs {
            overrides: Overrides {
                base_url: option.map(str::to_owned),
                ..Overrides::default()
            },
            environment: environment([variable]),
            ..folder.inputs()
        };
        let found = Profile::load(&inputs).unwrap().backup_base_url().unwrap();
        found.map(|url| url.to_string())
    };
    let official = Some("https://api2.mch.weixin.qq.com/".to_owned());
    let other = "base_url = \"https://api.wechatpay.cn\"\n";
    let both = &format!("{other}backup_base_url = \"https://api2.wechatpay.cn\"\n");
    let chosen = Some("https://api2.wechatpay.cn/".to_owned());
    let local = "http://127.0.0.1:1";
    let unset = ("WECHATPAY_BASE_URL", "");
    assert_eq!(backup("", unset, None), official);
    assert_eq!(backup("backup_base_url = \"none\"\n", unset, None), None);
    assert_eq!(backup(other, unset, None), None);
    assert_eq!(backup(both, unset, None), chosen);
    assert_eq!(backup(both, ("WECHATPAY_BASE_URL", local), None), None);
    assert_eq!(backup("", unset, Some(local)), None);
    let variable = ("WECHATPAY_BACKUP_BASE_URL", "https://api2.wechatpay.cn");
    assert_eq!(backup(other, variable, None), chosen);
    assert_eq!(backup(other, variable, Some(local)), None);
}
