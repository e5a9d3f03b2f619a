use super::*;
use crate::ambient;
use crate::protocol::certificate::TrustChain;

#[test]
fn an_identity_is_made_once_and_says_that_it_is_not_real() {
    let data = tempfile::tempdir().unwrap();
    let first = Identity::open(data.path()).unwrap();
    let again = Identity::open(data.path()).unwrap();
    assert_eq!(first.numbers, again.numbers);
    assert_eq!(first.apiv3_key().len(), 32);
    assert_eq!(first.appid().as_str().len(), 18);
    assert_eq!(
        first.public_key_id().as_str().len(),
        "PUB_KEY_ID_".len() + 34
    );
    let merchant = X509::from_pem(&fs::read(first.certificate_path()).unwrap()).unwrap();
    assert_eq!(merchant.serial_no().as_str().len(), 40);
    assert_eq!(merchant.serial_no(), first.serial_no());
    assert_eq!(merchant.mchid().as_ref(), Some(first.mchid()));
    assert!(
        merchant.issuer().contains("not real"),
        "{}",
        merchant.issuer()
    );
    assert!(merchant.subject().contains("微信商户系统"));
    let chain = TrustChain::read(&fs::read(first.root_path()).unwrap()).unwrap();
    let platform = &first.platform_certificate().x509;
    assert_eq!(chain.verify(platform, ambient::now()), Ok(()));
    assert!(platform.not_before() < ambient::now() && ambient::now() < platform.not_after());
    let key = SigningKey::from_pem(
        first.serial_no().clone(),
        &fs::read(first.private_key_path()).unwrap(),
    )
    .unwrap();
    assert!(key.verifying_key().same_key(first.merchant()));
}

#[test]
fn no_secret_shows() {
    let data = tempfile::tempdir().unwrap();
    let identity = Identity::open(data.path()).unwrap();
    let shown = format!("{identity:?}");
    assert!(!shown.contains(identity.apiv3_key().as_str()));
    assert!(!shown.contains(identity.app_secret().as_str()));
    assert!(!shown.contains("PRIVATE"));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let data = tempfile::tempdir().unwrap();
    let identity = Identity::open(data.path()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(identity.folder()), 0o700);
    for entry in fs::read_dir(identity.folder()).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

#[test]
fn a_file_that_is_missing_or_another_identitys_is_named_and_nothing_is_made_anew() {
    let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = Identity::open(data.path()).unwrap().folder;
    let stranger = Identity::open(other.path()).unwrap();
    let damage = |name: &str| match Identity::open(data.path()).unwrap_err() {
        SandboxError::Identity { path, source } => {
            assert_eq!(path, folder.join(name));
            source
        }
        error => panic!("{error}"),
    };
    for name in [
        NUMBERS,
        CERTIFICATE,
        PLATFORM_CERTIFICATE,
        PUBLIC_KEY,
        API_V3_KEY,
    ] {
        let path = folder.join(name);
        let content = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(damage(name), IdentityDamage::Missing), "{name}");
        fs::write(&path, content).unwrap();
    }
    fs::copy(stranger.public_key_path(), folder.join(PUBLIC_KEY)).unwrap();
    assert!(matches!(damage(PUBLIC_KEY), IdentityDamage::Mismatch(_)));
}
