use super::*;

fn syntax(lines: &str) -> ProfileError {
    let folder = Folder::new();
    folder.write("merchant.toml", lines);
    Profile::load(&folder.inputs()).unwrap_err()
}

#[test]
fn a_syntax_error_has_its_position_and_not_its_line() {
    for line in [
        "apiv3_key = 0123456789abcdefghijABCDEFGHIJ99",
        "apiv3_key = abcSECRETdefghijABCDEFGHIJ99",
        "apiv3_key = \"abcSECRET",
        "apiv3_key = \"abcSECRET\" abcSECRET",
        "apiv3_key: abcSECRET",
    ] {
        let error = syntax(&format!("[profiles.shop]\nmchid = \"1\"\n{line}\n"));
        let ProfileError::Syntax { position, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(position.line, 3, "{error}");
        let text = format!("{}{error:?}", message(&error));
        assert!(
            !text.contains("SECRET") && !text.contains("0123456789"),
            "{text}"
        );
        assert!(text.contains("merchant.toml:3:"), "{text}");
    }
}

#[test]
fn a_column_is_counted_in_characters() {
    let ProfileError::WrongType { position, .. } = syntax(
        "profiles = { 商户 = 1 }\n"
            .replace("商户", "\"商户\"")
            .as_str(),
    ) else {
        panic!("a number is not a profile");
    };
    assert_eq!((position.line, position.column), (1, 21));
}

#[test]
fn an_unknown_key_names_the_nearest_known_one() {
    for (lines, table, nearest, line) in [
        (
            "defualt_profile = \"a\"",
            "the top level",
            "default_profile",
            1,
        ),
        (
            "[profile.shop]\nmchid = \"1\"",
            "the top level",
            "profiles",
            1,
        ),
        (
            "[profiles.shop]\n\nmch_id = \"1\"",
            "[profiles.shop]",
            "mchid",
            3,
        ),
        (
            "[profiles.shop]\nappId = \"1\"",
            "[profiles.shop]",
            "appid",
            2,
        ),
        (
            "[profiles.shop]\napi_v3_key = \"1\"",
            "[profiles.shop]",
            "apiv3_key",
            2,
        ),
        (
            "[profiles.shop]\nserial = \"1\"",
            "[profiles.shop]",
            "serial_no",
            2,
        ),
        (
            "[profiles.shop]\napiv3_key = { comand = \"x\" }",
            "apiv3_key",
            "command",
            2,
        ),
    ] {
        let error = syntax(lines);
        let ProfileError::UnknownKey {
            position,
            table: found,
            nearest: meant,
            ..
        } = error
        else {
            panic!("{error:?}");
        };
        assert_eq!(
            (found.to_string().as_str(), meant, position.line),
            (table, Some(nearest), line)
        );
    }
}

#[test]
fn a_key_like_no_other_has_no_nearest() {
    let error = syntax("[profiles.shop]\nxyzzy = 1");
    assert!(matches!(
        error,
        ProfileError::UnknownKey { nearest: None, .. }
    ));
}

#[test]
fn a_value_of_another_type_is_named_and_not_shown() {
    let number = message(&syntax("[profiles.shop]\nmchid = 1900000001"));
    assert!(
        number.contains("mchid must be a text, not an integer"),
        "{number}"
    );
    for value in [
        "12345678901234",
        "[\"5ECRET\"]",
        "{}",
        "{ env = \"5ECRET\", file = \"x\" }",
        "{ env = [\"5ECRET\"] }",
        "\"\"",
    ] {
        let error = syntax(&format!("[profiles.shop]\napiv3_key = {value}"));
        assert!(matches!(error, ProfileError::WrongType { .. }), "{error}");
        let text = format!("{}{error:?}", message(&error));
        assert!(
            !text.contains("5ECRET") && !text.contains("123456"),
            "{text}"
        );
    }
}

#[test]
fn the_only_profile_is_taken_without_being_named() {
    assert_eq!(Folder::new().shop("mchid = \"1\"").unwrap().name(), "shop");
}

#[test]
fn several_profiles_without_a_default_are_listed_in_their_order() {
    let error = syntax("[profiles.shop]\n[profiles.agency]\n");
    let ProfileError::Ambiguous { known, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(known, &["shop", "agency"]);
}

#[test]
fn an_unknown_profile_lists_the_known_and_the_nearest() {
    let folder = Folder::new();
    folder.write("merchant.toml", "[profiles.shop]\n[profiles.agency]\n");
    let inputs = Inputs {
        profile: Some("shpo".to_owned()),
        ..folder.inputs()
    };
    let error = Profile::load(&inputs).unwrap_err();
    let ProfileError::UnknownProfile { known, nearest, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(
        (known, nearest.as_deref()),
        (vec!["shop".into(), "agency".into()], Some("shop"))
    );
    let default = syntax("default_profile = \"x\"\n[profiles.shop]\n");
    assert!(matches!(default, ProfileError::UnknownProfile { name, .. } if name == "x"));
}

#[test]
fn a_named_profile_counts_before_the_default() {
    let folder = Folder::new();
    folder.write(
        "merchant.toml",
        "default_profile = \"shop\"\n[profiles.shop]\n[profiles.agency]\n",
    );
    assert_eq!(Profile::load(&folder.inputs()).unwrap().name(), "shop");
    let agency = Inputs {
        profile: Some("agency".to_owned()),
        ..folder.inputs()
    };
    assert_eq!(Profile::load(&agency).unwrap().name(), "agency");
    let all = Profile::list(&folder.inputs()).unwrap();
    let names: Vec<_> = all.profiles.iter().map(Profile::name).collect();
    assert_eq!(names, ["shop", "agency"]);
    assert_eq!(all.default_profile.as_deref(), Some("shop"));
}

#[test]
fn a_file_that_was_asked_for_must_exist() {
    let folder = Folder::new();
    folder.write("merchant.toml", "[profiles.shop]\n");
    let inputs = Inputs {
        config: Some(folder.path("other.toml")),
        ..folder.inputs()
    };
    let error = Profile::load(&inputs).unwrap_err();
    assert!(matches!(error, ProfileError::Read { ref path, .. } if path.ends_with("other.toml")));
}

#[test]
fn paths_are_relative_to_the_file_and_home_is_understood() {
    let folder = Folder::new();
    folder.write(
        "merchant.toml",
        "[profiles.shop]\nplatform_certs = \"certs\"\ncertificate = \"~/c.pem\"\n",
    );
    let inputs = Inputs {
        home: Some("/home/someone".into()),
        ..folder.inputs()
    };
    let profile = Profile::load(&inputs).unwrap();
    assert_eq!(
        profile.platform_certs(),
        Some(folder.path("certs").as_path())
    );
    assert_eq!(
        profile.path(Field::Certificate),
        Some(Path::new("/home/someone/c.pem"))
    );
}

#[test]
fn a_file_without_profiles_says_so() {
    assert!(matches!(syntax(""), ProfileError::NoProfiles { .. }));
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let folder = Folder::new();
    folder.write("merchant.toml", "\u{feff}[profiles.shop]\nmchid = \"19\"\n");
    let profile = Profile::load(&folder.inputs()).unwrap();
    assert_eq!(profile.mchid().unwrap().as_str(), "19");
}
