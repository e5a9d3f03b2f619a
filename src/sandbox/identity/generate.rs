//! Generates an identity: three RSA keys, two certificates, two secrets and the made-up numbers.
//!
//! Everything says what it is, so that nothing can pass for a real merchant's or WeChat Pay's.

use std::path::Path;
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::Date;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, SerialNumber, date_time_ymd,
};
use zeroize::Zeroizing;

use crate::ambient;
use crate::protocol::id::{Appid, Mchid, PUBLIC_KEY_ID, SerialNo};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::identity::layout::{
    API_V3_KEY, APP_SECRET, CERTIFICATE, KEY, NUMBERS, Numbers, PLATFORM_CERTIFICATE, PLATFORM_KEY,
    PUBLIC_KEY, PUBLIC_KEY_PRIVATE, Pair, ROOT, ROOT_KEY,
};
use crate::sandbox::store::files;

/// 商户号 of the made-up merchant; no real one begins with a zero.
const MCHID: &str = "0000000001";
const SUB_MCHID: &str = "0000000002";
const APPID: &str = "wxsandbox000000001";
const SUB_APPID: &str = "wxsandbox000000002";

const ROOT_NAME: &str = "WeChat Pay Sandbox Root CA (not real)";
const PLATFORM_NAMES: [(DnType, &str); 2] = [
    (DnType::CommonName, "Tenpay.com sign (sandbox)"),
    (DnType::OrganizationName, "Sandbox (not real)"),
];

/// The numbers of a merchant that is added.
pub(crate) struct NewNumbers {
    pub(crate) mchid: Mchid,
    pub(crate) appid: Appid,
    pub(crate) sub_mchid: Mchid,
    pub(crate) sub_appid: Appid,
    pub(crate) service_provider: Option<Mchid>,
}

/// Writes the files of another merchant into an empty folder; the root that certifies it is that
/// of the data folder.
pub(crate) fn merchant(
    folder: &Path,
    root_key: &Path,
    numbers: NewNumbers,
) -> Result<(), SandboxError> {
    let today = today();
    let root_key = Zeroizing::new(files::read(root_key)?);
    let text = Zeroizing::new(String::from_utf8_lossy(&root_key).into_owned());
    let generate = || -> Result<_, rcgen::Error> {
        let rsa = || KeyPair::generate_for(&PKCS_RSA_SHA256);
        let (key, public) = std::thread::scope(|scope| {
            let public = scope.spawn(rsa);
            (
                rsa(),
                public.join().expect("generating a key does not panic"),
            )
        });
        let (key, public) = (key?, public?);
        let issuer = Issuer::new(root(today), KeyPair::from_pem(&text)?);
        let (parameters, serial_no) = merchant_parameters(numbers.mchid.as_str(), today);
        let certificate = parameters.signed_by(&key, &issuer)?;
        Ok((key, public, certificate, serial_no))
    };
    let (key, public, certificate, serial_no) = generate().map_err(SandboxError::Generate)?;
    let NewNumbers {
        mchid,
        appid,
        sub_mchid,
        sub_appid,
        service_provider,
    } = numbers;
    let numbers = Numbers {
        public_key_id: public_key_id(mchid.as_str(), today),
        mchid,
        serial_no,
        appid,
        sub_mchid,
        sub_appid,
        service_provider,
    };
    write_merchant(folder, &key, &public, &certificate, &numbers)
}

/// Writes the files that each merchant has, its numbers last.
fn write_merchant(
    folder: &Path,
    key: &KeyPair,
    public: &KeyPair,
    certificate: &Certificate,
    numbers: &Numbers,
) -> Result<(), SandboxError> {
    let secret = || Zeroizing::new(format!("sandbox{}", ambient::letters(25)));
    let write = |name: &str, content: &[u8]| files::replace(&folder.join(name), content);
    write(KEY, private(key).as_bytes())?;
    write(PUBLIC_KEY_PRIVATE, private(public).as_bytes())?;
    write(PUBLIC_KEY, public.public_key_pem().as_bytes())?;
    write(CERTIFICATE, certificate.pem().as_bytes())?;
    write(API_V3_KEY, secret().as_bytes())?;
    write(APP_SECRET, secret().as_bytes())?;
    Ok(write(NUMBERS, &files::pretty(numbers))?)
}

fn private(key: &KeyPair) -> Zeroizing<String> {
    Zeroizing::new(key.serialize_pem())
}

fn public_key_id(mchid: &str, today: Date) -> SerialNo {
    let day = today.strftime("%Y%m%d");
    parsed(&format!(
        "{PUBLIC_KEY_ID}01{mchid}{day}{}",
        ambient::digits(14)
    ))
}

/// Writes a new identity's files into an empty folder.
pub(crate) fn identity(folder: &Path) -> Result<(), SandboxError> {
    let rsa = || KeyPair::generate_for(&PKCS_RSA_SHA256);
    let (merchant, platform, public) = std::thread::scope(|scope| {
        let [platform, public] = [scope.spawn(rsa), scope.spawn(rsa)];
        let join = |thread: std::thread::ScopedJoinHandle<'_, Result<KeyPair, rcgen::Error>>| {
            thread.join().expect("generating a key does not panic")
        };
        (rsa(), join(platform), join(public))
    });
    let (merchant, platform, public) = (
        merchant.map_err(SandboxError::Generate)?,
        platform.map_err(SandboxError::Generate)?,
        public.map_err(SandboxError::Generate)?,
    );
    let today = today();
    let chain = chain(&merchant, &platform, today).map_err(SandboxError::Generate)?;
    let numbers = Numbers {
        mchid: parsed(MCHID),
        serial_no: chain.merchant_serial,
        appid: parsed(APPID),
        sub_mchid: parsed(SUB_MCHID),
        sub_appid: parsed(SUB_APPID),
        public_key_id: public_key_id(MCHID, today),
        service_provider: None,
    };
    let write = |name: &str, content: &[u8]| files::replace(&folder.join(name), content);
    write(PLATFORM_KEY, private(&platform).as_bytes())?;
    write(PLATFORM_CERTIFICATE, chain.platform.pem().as_bytes())?;
    write(ROOT, chain.root.pem().as_bytes())?;
    write(ROOT_KEY, private(&chain.root_key).as_bytes())?;
    write_merchant(folder, &merchant, &public, &chain.merchant, &numbers)
}

/// Generates a platform certificate that is valid from a minute after `after`, so that it is the
/// newer one, and its key.
pub(crate) fn next_platform(
    root_key: &[u8],
    after: Option<Timestamp>,
) -> Result<Pair, SandboxError> {
    let generate = || -> Result<Pair, rcgen::Error> {
        let root_key = Zeroizing::new(String::from_utf8_lossy(root_key).into_owned());
        let issuer = Issuer::new(root(today()), KeyPair::from_pem(&root_key)?);
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256)?;
        let (mut parameters, _) = parameters(&PLATFORM_NAMES, today());
        if let Some(after) = after {
            let first = parameters.not_before.unix_timestamp();
            let seconds = (after.0 + 60 - first).unsigned_abs();
            if after.0 + 60 > first {
                parameters.not_before += Duration::from_secs(seconds);
            }
        }
        Ok(Pair {
            certificate: parameters.signed_by(&key, &issuer)?.pem(),
            private_key: key.serialize_pem(),
        })
    };
    generate().map_err(SandboxError::Generate)
}

struct Chain {
    root: Certificate,
    root_key: KeyPair,
    merchant: Certificate,
    merchant_serial: SerialNo,
    platform: Certificate,
}

fn chain(merchant: &KeyPair, platform: &KeyPair, today: Date) -> Result<Chain, rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let root = root(today);
    let root_certificate = root.self_signed(&key)?;
    let issuer = Issuer::new(root, &key);
    let (merchant_parameters, merchant_serial) = merchant_parameters(MCHID, today);
    let (platform_parameters, _) = parameters(&PLATFORM_NAMES, today);
    Ok(Chain {
        root: root_certificate,
        merchant: merchant_parameters.signed_by(merchant, &issuer)?,
        merchant_serial,
        platform: platform_parameters.signed_by(platform, &issuer)?,
        root_key: key,
    })
}

fn merchant_parameters(mchid: &str, today: Date) -> (CertificateParams, SerialNo) {
    parameters(
        &[
            (DnType::CommonName, mchid),
            (DnType::OrganizationName, "微信商户系统"),
            (DnType::OrganizationalUnitName, "Sandbox (not real)"),
        ],
        today,
    )
}

fn root(today: Date) -> CertificateParams {
    let (mut root, _) = parameters(&[(DnType::CommonName, ROOT_NAME)], today);
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    root
}

/// Returns the parameters of a certificate that is valid for five years from yesterday's midnight, so that
/// a clock that is somewhat behind still finds it valid.
fn parameters(names: &[(DnType, &str)], today: Date) -> (CertificateParams, SerialNo) {
    let serial = random_serial();
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    for (kind, name) in names {
        parameters.distinguished_name.push(kind.clone(), *name);
    }
    let start = today.saturating_sub(1.day());
    set_validity(&mut parameters, start, start.saturating_add(5.years()));
    let serial_no = SerialNo::from_x509(serial.as_ref());
    parameters.serial_number = Some(serial);
    (parameters, serial_no)
}

/// Returns a serial number of 20 bytes. It is positive, and WeChat Pay's have 40 digits: the first
/// is 1 to 7.
pub(crate) fn random_serial() -> SerialNumber {
    let mut serial: [u8; 20] = ambient::bytes();
    serial[0] = serial[0] % 0x70 + 0x10;
    SerialNumber::from_slice(&serial)
}

/// Makes a certificate valid from the midnight at which a day begins to that of another.
pub(crate) fn set_validity(parameters: &mut CertificateParams, from: Date, until: Date) {
    let part = |number: i8| u8::try_from(number).expect("months and days are positive");
    let midnight =
        |date: Date| date_time_ymd(date.year().into(), part(date.month()), part(date.day()));
    parameters.not_before = midnight(from);
    parameters.not_after = midnight(until);
}

pub(crate) fn today() -> Date {
    date_of(ambient::now())
}

/// Returns the day of a moment.
pub(crate) fn date_of(now: Timestamp) -> Date {
    jiff::Timestamp::from_second(now.0)
        .unwrap_or_default()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date()
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a made-up number follows the rules")
}
