use super::*;

#[test]
fn a_secret_comes_from_text_variable_file_or_command() {
    let folder = Folder::new();
    folder.write("key.txt", format!("{APIV3_KEY}\r\n"));
    for value in [
        format!("\"{APIV3_KEY}\""),
        "{ env = \"SHOP_KEY\" }".to_owned(),
        "{ file = \"key.txt\" }".to_owned(),
        format!("{{ command = \"print {APIV3_KEY}\" }}"),
    ] {
        folder.write(
            "merchant.toml",
            format!("[profiles.shop]\napiv3_key = {value}\napp_secret = {value}\n"),
        );
        let inputs = Inputs {
            environment: environment([("SHOP_KEY", APIV3_KEY)]),
            ..folder.inputs()
        };
        let profile = Profile::load(&inputs).unwrap();
        assert!(profile.apiv3_key().is_ok(), "{value}");
        assert_eq!(profile.app_secret().unwrap().expose(), APIV3_KEY, "{value}");
    }
}

#[test]
fn no_secret_is_shown_by_debug() {
    let folder = Folder::new();
    folder.write(
        "merchant.toml",
        format!("[profiles.shop]\napiv3_key = \"{APIV3_KEY}\"\napp_secret = {{ command = \"print hunter2\" }}\n"),
    );
    let pem = keys().merchant.serialize_pem();
    let inputs = Inputs {
        overrides: Overrides {
            private_key: Some(SecretSource::Text(pem.into())),
            ..Overrides::default()
        },
        environment: environment([("WECHATPAY_APP_SECRET", "hunter2")]),
        ..folder.inputs()
    };
    let profile = Profile::load(&inputs).unwrap();
    let listing = Profile::list(&inputs).unwrap();
    let secret = profile.app_secret().unwrap();
    let summary = serde_json::to_string(&profile.summary()).unwrap();
    let all = format!(
        "{inputs:?}{profile:?}{listing:?}{secret:?}{summary}{:?}",
        profile.summary()
    );
    for word in [APIV3_KEY, "hunter2", "BEGIN"] {
        assert!(!all.contains(word), "{all}");
    }
}

#[test]
fn an_apiv3_key_of_another_length_is_refused_without_being_shown() {
    let folder = Folder::new();
    let profile = folder.shop("apiv3_key = \"hunter2\"").unwrap();
    let error = profile.apiv3_key().unwrap_err();
    let text = format!("{}{error:?}", message(&error));
    assert!(
        text.contains("exactly 32 characters; this text has 7"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn an_unset_variable_and_a_failing_command_are_named() {
    let folder = Folder::new();
    let profile = folder
        .shop("apiv3_key = { env = \"SHOP_KEY\" }\napp_secret = { command = \"vault hunter2\" }")
        .unwrap();
    let unset = profile.apiv3_key().unwrap_err();
    assert!(matches!(&unset, ProfileError::Unset { variable, .. } if variable == "SHOP_KEY"));
    let failed = profile.app_secret().unwrap_err();
    assert!(matches!(
        failed,
        ProfileError::Command {
            field: Field::AppSecret,
            ..
        }
    ));
    assert!(!format!("{}{failed:?}", message(&failed)).contains("hunter2"));
}

#[test]
fn an_empty_secret_is_refused() {
    let folder = Folder::new();
    folder.write("empty", "\n");
    let profile = folder.shop("app_secret = { file = \"empty\" }").unwrap();
    let error = profile.app_secret().unwrap_err();
    assert!(matches!(
        error,
        ProfileError::Invalid {
            problem: Problem::Empty,
            ..
        }
    ));
}

#[test]
fn a_secret_is_read_as_notepad_and_powershell_write_it() {
    let folder = Folder::new();
    let text = format!("\u{feff}{APIV3_KEY}\r\n");
    let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    for content in [
        text.clone().into_bytes(),
        units(u16::to_le_bytes),
        units(u16::to_be_bytes),
    ] {
        let path = folder.write("key.txt", content);
        let token = read_secret(&folder.inputs(), FileRole::Named("--token-file"), &path);
        assert_eq!(token.unwrap().trim_ascii(), APIV3_KEY.as_bytes());
        let profile = folder.shop("apiv3_key = { file = \"key.txt\" }").unwrap();
        assert!(profile.apiv3_key().is_ok());
    }
    let cut: Vec<u8> = units(u16::to_le_bytes);
    folder.write("key.txt", &cut[..cut.len() - 1]);
    let profile = folder.shop("apiv3_key = { file = \"key.txt\" }").unwrap();
    assert!(profile.apiv3_key().is_err());
}

#[cfg(unix)]
#[test]
fn a_secret_file_that_others_can_read_is_refused() {
    let folder = Folder::new();
    let path = folder.write("key.txt", APIV3_KEY);
    folder.write(
        "merchant.toml",
        "[profiles.shop]\napiv3_key = { file = \"key.txt\" }\n",
    );
    for mode in [0o640, 0o604, 0o660] {
        set_mode(&path, mode);
        let error = Profile::load(&folder.inputs())
            .unwrap()
            .apiv3_key()
            .unwrap_err();
        let expected = mode;
        assert!(matches!(
            error,
            ProfileError::Permissions { path: exposed, mode, .. }
                if exposed == path && mode == expected
        ));
    }
    let inputs = Inputs {
        insecure_permissions: true,
        ..folder.inputs()
    };
    assert!(Profile::load(&inputs).unwrap().apiv3_key().is_ok());
}

#[cfg(unix)]
#[test]
fn a_profile_file_that_others_can_read_may_hold_no_secret() {
    let folder = Folder::new();
    let path = folder.write("merchant.toml", "[profiles.shop]\nmchid = \"1\"\n");
    set_mode(&path, 0o644);
    assert!(Profile::load(&folder.inputs()).is_ok());
    let secret = format!("[profiles.shop]\napiv3_key = \"{APIV3_KEY}\"\n");
    let path = folder.write("merchant.toml", secret);
    set_mode(&path, 0o644);
    let error = Profile::load(&folder.inputs()).unwrap_err();
    assert!(matches!(
        error,
        ProfileError::Permissions { mode: 0o644, .. }
    ));
    let inputs = Inputs {
        insecure_permissions: true,
        ..folder.inputs()
    };
    assert!(Profile::load(&inputs).is_ok());
}

#[test]
fn a_secret_in_the_place_of_its_file_is_not_shown() {
    let folder = Folder::new();
    let profile = folder
        .shop(&format!(
            "apiv3_key = {{ file = \"{APIV3_KEY}\" }}\napp_secret = {{ env = \"{APIV3_KEY}\" }}"
        ))
        .unwrap();
    let file = profile.apiv3_key().unwrap_err();
    let variable = profile.app_secret().unwrap_err();
    let all = format!(
        "{}{}{file:?}{variable:?}{profile:?}{:?}",
        message(&file),
        message(&variable),
        profile.summary()
    );
    assert!(!all.contains(APIV3_KEY), "{all}");
}

#[test]
fn folders_missing_files_and_huge_files_are_distinguished() {
    let folder = Folder::new();
    fs::create_dir(folder.path("folder")).unwrap();
    folder.write("huge", vec![b'x'; 1024 * 1024 + 1]);
    let error = |name: &str| {
        let profile = folder
            .shop(&format!("app_secret = {{ file = \"{name}\" }}"))
            .unwrap();
        profile.app_secret().unwrap_err()
    };
    assert!(matches!(error("folder"), ProfileError::Folder { .. }));
    assert!(matches!(error("absent"), ProfileError::Read { .. }));
    assert!(matches!(error("huge"), ProfileError::TooLarge { .. }));
    assert!(error("absent").to_string().contains("absent"));
}
