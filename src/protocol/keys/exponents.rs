//! Whether the exponents of a private key belong together.

use rsa::BoxedUint;
use rsa::pkcs1::RsaPrivateKeyRef;
use rsa::pkcs1::der::asn1::UintRef;
use zeroize::Zeroizing;

/// Returns whether d, dP and dQ are the inverses of e (RFC 8017, section 3.2).
///
/// They are all that ring leaves unchecked: it signs with dP and dQ, and never uses d. aws-lc
/// checks them too, at ten times the cost.
pub(super) fn are_inverses(key: &RsaPrivateKeyRef<'_>) -> bool {
    let public = number(key.public_exponent);
    [
        (key.private_exponent, key.prime1),
        (key.private_exponent, key.prime2),
        (key.exponent1, key.prime1),
        (key.exponent2, key.prime2),
    ]
    .into_iter()
    .all(|(private, prime)| {
        let order = number(prime).wrapping_sub(BoxedUint::one()).into_nz();
        order.into_option().is_some_and(|order| {
            let order = Zeroizing::new(order);
            number(private).mul_mod(&public, &order) == BoxedUint::one()
        })
    })
}

fn number(bytes: UintRef<'_>) -> Zeroizing<BoxedUint> {
    Zeroizing::new(BoxedUint::from_be_slice_vartime(bytes.as_bytes()))
}
