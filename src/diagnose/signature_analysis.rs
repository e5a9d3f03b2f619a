//! Who made a signature, how, and over what.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::Cause;
use super::message_search::{MessageSearch, Solution};
use super::opened::{Hash, Opened};
use super::search::{Budget, Goal, HmacDigest, IncrementalDigest, Limits, PlainDigest};
use super::shape::WrongLength;
use super::signature_text::{self, Damage};
use super::{Sentence, sentence};
use crate::protocol::keys::{Signature, VerifyingKey};
use crate::protocol::resource::ApiV3Key;

/// Bytes of a signature by a key of 2048 bits, WeChat Pay's usual size.
const RSA_2048_SIGNATURE_BYTES: usize = 256;

/// The party that signs with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// A merchant's: requests and paySign.
    Merchant,
    /// WeChat Pay's: responses and notifications.
    Platform,
}

/// A key that may have made a signature, besides the one that should have.
#[derive(Debug)]
pub struct CandidateKey<'k> {
    /// The key.
    pub key: &'k VerifyingKey,
    /// The party that it belongs to.
    pub party: Party,
    /// Where it was found, such as a file or another profile.
    pub owner: Sentence,
}

/// A signature to be explained, and the keys that may have made it.
pub(super) struct SignatureAnalysis<'a> {
    pub(super) signature: &'a str,
    /// The key that should have made it.
    pub(super) expected: Option<&'a VerifyingKey>,
    pub(super) candidate_keys: &'a [CandidateKey<'a>],
    /// The APIv3 key, which is sometimes mistaken for a signing key.
    pub(super) apiv3_key: Option<&'a ApiV3Key>,
}

/// The key that made a signature.
#[derive(Debug, Clone, Copy)]
pub(super) enum Signer<'a> {
    Expected,
    Other(&'a CandidateKey<'a>),
    /// The APIv3 key, with HMAC.
    Apiv3Key,
    Unknown,
}

/// The result of an analysis.
pub(super) struct Outcome<'a> {
    pub(super) signer: Signer<'a>,
    /// How the text was damaged; `None` if it cannot be read at all.
    pub(super) damage: Option<Vec<Damage>>,
    /// Another hash, padding or scheme, and which.
    pub(super) scheme: Option<(Cause, Sentence)>,
    /// It is as long as a signature of API v2.
    pub(super) is_version_2: bool,
    /// Set if no key makes a signature of this length.
    pub(super) length: Option<WrongLength>,
    pub(super) solution: Option<Solution>,
    pub(super) searched: u64,
    pub(super) cut_short: bool,
}

impl<'a> SignatureAnalysis<'a> {
    pub(super) fn run(&self, search: &mut MessageSearch<'_>, limits: &Limits<'_>) -> Outcome<'a> {
        let budget = Budget::new(limits);
        let mut outcome = Outcome {
            signer: Signer::Unknown,
            damage: None,
            scheme: None,
            is_version_2: false,
            length: None,
            solution: None,
            searched: 0,
            cut_short: false,
        };
        if let Some(reading) = signature_text::read(self.signature) {
            let signature = reading.signature;
            outcome.damage = Some(reading.damage);
            self.by_keys(&signature, search, &budget, &mut outcome);
            if matches!(outcome.signer, Signer::Unknown) {
                self.by_secret(&signature, search, &budget, &mut outcome);
            }
        }
        if matches!(outcome.signer, Signer::Unknown) && outcome.scheme.is_none() {
            outcome.length = self.length_mismatch();
        }
        outcome.searched = budget.tried();
        outcome.cut_short = budget.stopped();
        outcome
    }

    /// Compares the signature's length with that of every key which may have made it.
    fn length_mismatch(&self) -> Option<WrongLength> {
        let characters = signature_text::characters(self.signature)?;
        let bytes = signature_text::read(self.signature).map_or(characters * 3 / 4, |reading| {
            reading.signature.as_bytes().len()
        });
        let others = self.candidate_keys.iter().map(|candidate| candidate.key);
        let mut keys = self
            .expected
            .into_iter()
            .chain(others)
            .map(VerifyingKey::signature_bytes);
        let expected = keys.clone().next().unwrap_or(RSA_2048_SIGNATURE_BYTES);
        let fits = bytes == expected || keys.any(|size| size == bytes);
        (!fits).then_some(WrongLength {
            characters,
            bytes,
            expected,
        })
    }

    fn by_keys(
        &self,
        signature: &Signature,
        search: &mut MessageSearch<'_>,
        budget: &Budget<'_>,
        outcome: &mut Outcome<'a>,
    ) {
        let expected = self.expected.map(|key| (key, Signer::Expected));
        let others = self
            .candidate_keys
            .iter()
            .map(|candidate| (candidate.key, Signer::Other(candidate)));
        for (key, signer) in expected.into_iter().chain(others) {
            let Some(opened) = Opened::open(key, signature) else {
                continue;
            };
            let (scheme, solution) = find_message(&opened, search, budget);
            if opened.is_proof() || solution.is_some() {
                outcome.signer = signer;
                outcome.scheme = scheme;
                outcome.solution = solution;
                return;
            }
        }
    }

    /// Looks for what is not an RSA signature at all: the methods of API v2, and HMAC under the
    /// APIv3 key.
    fn by_secret(
        &self,
        signature: &Signature,
        search: &mut MessageSearch<'_>,
        budget: &Budget<'_>,
        outcome: &mut Outcome<'a>,
    ) {
        let text = self.signature.trim();
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (what, bytes) = match (hex, text.len(), signature.as_bytes().len()) {
            (true, 32, _) => ("MD5", unhex(text)),
            (true, 64, _) => ("HMAC-SHA256", unhex(text)),
            (false, _, 16) => ("MD5", signature.as_bytes().to_vec()),
            (false, _, 32) => ("HMAC-SHA256", signature.as_bytes().to_vec()),
            _ => return,
        };
        outcome.damage = Some(Vec::new());
        outcome.scheme = Some((
            Cause::WrongSignType,
            sentence!(
                "finding-sign-type-length",
                "it has the length of an {what}, the signature of API v2, not of an RSA signature",
                what = what
            ),
        ));
        outcome.is_version_2 = hex;
        if bytes.len() == 16 {
            let hit = |digest: &[u8]| digest == bytes;
            outcome.solution = solve(Hash::Md5, &hit, search, budget, Depth::Shallow(1));
            if outcome.solution.is_some() {
                outcome.signer = Signer::Apiv3Key;
            }
            return;
        }
        let Some(key) = self.apiv3_key.filter(|_| bytes.len() == 32) else {
            return;
        };
        let goal = Goal {
            start: HmacDigest(key.mac()),
            hit: &|digest| digest == bytes,
        };
        outcome.solution = search.search_up_to(&goal, budget, 2);
        if outcome.solution.is_some() {
            outcome.signer = Signer::Apiv3Key;
            let what = sentence!(
                "finding-sign-type-hmac",
                "it is an HMAC-SHA256 with the APIv3 key, not an RSA signature"
            );
            outcome.scheme = Some((Cause::WrongSignType, what));
        }
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .filter_map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

type SchemeAndSolution = (Option<(Cause, Sentence)>, Option<Solution>);

/// Finds the message in an opened signature.
fn find_message(
    opened: &Opened,
    search: &mut MessageSearch<'_>,
    budget: &Budget<'_>,
) -> SchemeAndSolution {
    match opened {
        Opened::Digest(Hash::Sha256, digest) => find_in_sha256(digest, search, budget),
        Opened::Digest(hash, digest) => {
            let scheme = sentence!(
                "finding-digest-other",
                "it was made with {hash}, not with SHA-256",
                hash = hash.name()
            );
            let solution = solve(*hash, &|found| found == digest, search, budget, Depth::Full);
            (Some((Cause::WrongDigest, scheme)), solution)
        }
        Opened::Bare(content) => {
            let scheme = sentence!(
                "finding-digest-without-info",
                "the hash was padded and encrypted without the DigestInfo that says which hash it is"
            );
            (
                Some((Cause::WrongPadding, scheme)),
                find_unhashed(content, search, budget),
            )
        }
        Opened::Pss(forms) => {
            let scheme = sentence!(
                "finding-padding-pss",
                "it is padded with PSS, not with PKCS#1 v1.5"
            );
            let solution = forms.iter().find_map(|form| {
                let depth = if form.certain {
                    Depth::Full
                } else {
                    Depth::Shallow(1)
                };
                solve(
                    form.hash(),
                    &|found| form.covers(found),
                    search,
                    budget,
                    depth,
                )
            });
            (Some((Cause::WrongPadding, scheme)), solution)
        }
    }
}

/// Finds the message of the usual digest: what is quick to rule out comes before the long search.
fn find_in_sha256(
    digest: &[u8],
    search: &mut MessageSearch<'_>,
    budget: &Budget<'_>,
) -> SchemeAndSolution {
    let hit = |found: &[u8]| found == digest;
    let quick = solve(Hash::Sha256, &hit, search, budget, Depth::Shallow(1));
    if quick.is_some() {
        return (None, quick);
    }
    let (scheme, again) = hashed_again(digest, search, budget);
    if again.is_some() {
        return (scheme, again);
    }
    let solution = solve(Hash::Sha256, &hit, search, budget, Depth::Further);
    (None, solution)
}

/// A digest that was given to a function which hashes once more.
fn hashed_again(
    digest: &[u8],
    search: &mut MessageSearch<'_>,
    budget: &Budget<'_>,
) -> SchemeAndSolution {
    type Form = (fn() -> Sentence, fn(&[u8]) -> Vec<u8>);
    let forms: [Form; 4] = [
        (
            || {
                sentence!(
                    "finding-digest-twice",
                    "the hash of the message was hashed again"
                )
            },
            <[u8]>::to_vec,
        ),
        (
            || {
                sentence!(
                    "finding-digest-hex",
                    "the hash in hex was signed instead of the message"
                )
            },
            |hash| hex(hash).into_bytes(),
        ),
        (
            || {
                sentence!(
                    "finding-digest-upper-hex",
                    "the hash in upper-case hex was signed instead of the message"
                )
            },
            |hash| hex(hash).to_uppercase().into_bytes(),
        ),
        (
            || {
                sentence!(
                    "finding-digest-base64",
                    "the hash in base64 was signed instead of the message"
                )
            },
            |hash| STANDARD.encode(hash).into_bytes(),
        ),
    ];
    for inner in [Hash::Sha256, Hash::Md5, Hash::Sha1] {
        for (what, form) in forms {
            let hit = |found: &[u8]| Hash::Sha256.digest(&form(found)) == digest;
            let solution = solve(inner, &hit, search, budget, Depth::AtTimestamp);
            if solution.is_some() {
                return (Some((Cause::WrongDigest, what())), solution);
            }
        }
    }
    (None, None)
}

fn find_unhashed(
    content: &[u8],
    search: &mut MessageSearch<'_>,
    budget: &Budget<'_>,
) -> Option<Solution> {
    for hash in [Hash::Sha256, Hash::Sha1, Hash::Md5, Hash::Sha512] {
        let hit = |found: &[u8]| {
            found == content
                || hex(found).as_bytes().eq_ignore_ascii_case(content)
                || STANDARD.encode(found).as_bytes() == content
        };
        let solution = solve(hash, &hit, search, budget, Depth::Shallow(1));
        if solution.is_some() {
            return solution;
        }
    }
    let goal = Goal {
        start: Unhashed(Vec::new()),
        hit: &|message| message == content,
    };
    search.search_up_to(&goal, budget, 1)
}

/// The message itself, which is padded unhashed if it is short enough.
#[derive(Clone)]
struct Unhashed(Vec<u8>);

impl IncrementalDigest for Unhashed {
    fn update(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finalize(self) -> impl AsRef<[u8]> {
        self.0
    }
}

#[derive(Clone, Copy)]
enum Depth {
    Full,
    /// What more than one mistake leads to; the rest was tried.
    Further,
    Shallow(u8),
    /// Up to one mistake, with the right timestamp.
    AtTimestamp,
}

fn solve(
    hash: Hash,
    hit: &(dyn Fn(&[u8]) -> bool + Sync),
    search: &mut MessageSearch<'_>,
    budget: &Budget<'_>,
    depth: Depth,
) -> Option<Solution> {
    fn run<S: IncrementalDigest>(
        start: S,
        hit: &(dyn Fn(&[u8]) -> bool + Sync),
        search: &mut MessageSearch<'_>,
        budget: &Budget<'_>,
        depth: Depth,
    ) -> Option<Solution> {
        let goal = Goal { start, hit };
        match depth {
            Depth::Full => search.search_all(&goal, budget),
            Depth::Further => search.search_deeper(&goal, budget),
            Depth::Shallow(mistakes) => search.search_up_to(&goal, budget, mistakes),
            Depth::AtTimestamp => search.search_at_timestamp(&goal, budget),
        }
    }
    match hash {
        Hash::Sha256 => run(PlainDigest(Sha256::default()), hit, search, budget, depth),
        Hash::Sha1 => run(PlainDigest(Sha1::default()), hit, search, budget, depth),
        Hash::Md5 => run(PlainDigest(Md5::default()), hit, search, budget, depth),
        Hash::Sha384 => run(PlainDigest(Sha384::default()), hit, search, budget, depth),
        Hash::Sha512 => run(PlainDigest(Sha512::default()), hit, search, budget, depth),
    }
}
