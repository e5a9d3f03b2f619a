//! The certificate for the names that a sandbox stands in for; it lives in memory, and is renewed
//! before it ends.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::ToSpan;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SanType,
};
use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::ambient;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::identity::generate::{date_of, random_serial, set_validity};
use crate::sandbox::tls::authority::Authority;
use crate::sandbox::tls::hosts::{HOSTS, LOCAL_ADDRESSES, LOCAL_NAME, stands_in_for};

const NAME: &str = "WeChat Pay Sandbox (not real)";

/// How long a certificate is valid; clients refuse more than 397 days.
const VALID_DAYS: i64 = 90;

/// How long before its end it is replaced.
const RENEWAL_SECONDS: i64 = 30 * 24 * 60 * 60;

/// A certificate with its key, and when the next is due.
struct Leaf {
    key: Arc<CertifiedKey>,
    /// It is used from here …
    from: Timestamp,
    /// … to here.
    until: Timestamp,
}

/// Returns the certificate for the name that a client asks for, and renews it when it is due.
pub(crate) struct Resolver {
    authority: Arc<Authority>,
    leaf: ArcSwap<Leaf>,
}

impl Resolver {
    pub(crate) fn new(authority: Arc<Authority>) -> Result<Self, rcgen::Error> {
        let leaf = ArcSwap::from_pointee(issue(&authority, ambient::now())?);
        Ok(Self { authority, leaf })
    }

    /// Returns the certificate of this moment, or the last one if another cannot be made.
    fn at(&self, now: Timestamp) -> Arc<CertifiedKey> {
        let leaf = self.leaf.load();
        if (leaf.from..leaf.until).contains(&now) {
            return Arc::clone(&leaf.key);
        }
        match issue(&self.authority, now) {
            Ok(next) => {
                let key = Arc::clone(&next.key);
                self.leaf.store(Arc::new(next));
                key
            }
            Err(_) => Arc::clone(&leaf.key),
        }
    }
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver").finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Resolver {
    /// A client that names no host has connected to an address. Any other name gets no
    /// certificate, which is a clearer end than one that does not fit.
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let is_ours = hello
            .server_name()
            .is_none_or(|name| stands_in_for(name) || name.eq_ignore_ascii_case(LOCAL_NAME));
        is_ours.then(|| self.at(ambient::now()))
    }
}

fn issue(authority: &Authority, now: Timestamp) -> Result<Leaf, rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut leaf = CertificateParams::default();
    leaf.distinguished_name = DistinguishedName::new();
    leaf.distinguished_name.push(DnType::CommonName, NAME);
    leaf.is_ca = IsCa::ExplicitNoCa;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.use_authority_key_identifier_extension = true;
    leaf.serial_number = Some(random_serial());
    for name in HOSTS.iter().copied().chain([LOCAL_NAME]) {
        let name = SanType::DnsName(name.try_into()?);
        leaf.subject_alt_names.push(name);
    }
    let addresses = LOCAL_ADDRESSES.map(SanType::IpAddress);
    leaf.subject_alt_names.extend(addresses);
    // From yesterday, for clocks that are somewhat behind.
    let start = date_of(now).saturating_sub(1.day());
    let last = date_of(authority.certificate().not_after());
    set_validity(
        &mut leaf,
        start,
        start.saturating_add(VALID_DAYS.days()).min(last),
    );
    let certificate = leaf.signed_by(&key, authority.issuer())?;
    let private = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let signing = any_ecdsa_type(&private).map_err(|_| rcgen::Error::RemoteKeyError)?;
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    Ok(Leaf {
        key: Arc::new(CertifiedKey::new(chain, signing)),
        from: Timestamp(leaf.not_before.unix_timestamp()),
        until: Timestamp(leaf.not_after.unix_timestamp() - RENEWAL_SECONDS),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::protocol::certificate::X509;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    #[test]
    fn a_certificate_is_renewed_before_it_ends_and_after_the_clock_was_set_back() {
        let data = tempfile::tempdir().unwrap();
        let authority = Arc::new(Authority::open(data.path()).unwrap());
        let resolver = Resolver::new(authority).unwrap();
        let now = ambient::now();
        let at = |now| X509::from_der(&resolver.at(now).cert[0]).unwrap();
        let first = at(now);
        assert_eq!(at(now.plus(DAY * 50)).sha256(), first.sha256());
        let later = now.plus(DAY * 80);
        let second = at(later);
        assert_ne!(second.sha256(), first.sha256());
        assert_eq!(at(later).sha256(), second.sha256());
        let earlier = Timestamp(now.0 - 5 * 24 * 60 * 60);
        for (certificate, now) in [(first, now), (second, later), (at(earlier), earlier)] {
            assert!(certificate.is_valid_at(now));
            let days = certificate.not_after().whole_days_since(now);
            assert!((80..397).contains(&days), "{days}");
        }
    }
}
