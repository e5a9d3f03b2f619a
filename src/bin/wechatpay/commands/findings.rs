//! How a diagnosis is shown: a verdict, the signed lines with what differs marked, and what to do.

use std::time::{Duration, Instant};

use serde::ser::{Serialize, SerializeStruct, Serializer};
use wechatpay::ambient;
use wechatpay::diagnose::{
    Cause, Diagnosis, Finding, Limits, Place, Proof, SignedLine, Suspect, Text,
    certificate_validity,
};
use wechatpay::profile::{CandidateKeys, CertificateFile, Profile};
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::stamp::Timestamp;

use crate::context::Context;
use crate::error::CliError;
use crate::ui::Lang;
use crate::ui::{Page, Tone};

/// How long messages are searched.
const MAX_SEARCH: Duration = Duration::from_millis(400);
/// How many messages are tried.
const MAX_CANDIDATES: u64 = 20_000_000;
/// Longer lines are shown around what differs.
const WIDTH: usize = 100;

/// Returns what a diagnosis may cost.
pub(super) fn limits() -> Limits<'static> {
    let began = Instant::now();
    Limits {
        candidates: MAX_CANDIDATES,
        expired: Box::new(move || began.elapsed() > MAX_SEARCH),
    }
}

/// Compares the merchant certificate's validity with the moment of a signature by its key; nothing
/// is said if no certificate is configured.
pub(super) fn certificate(
    profile: &Profile,
    key: &SerialNo,
    signed_at: Timestamp,
    place: Place,
) -> Vec<Finding> {
    let certificate = profile.certificate().ok().flatten();
    certificate
        .filter(|certificate| certificate.x509.serial_no() == key)
        .and_then(|certificate| certificate_validity(&certificate.x509, signed_at, place))
        .into_iter()
        .collect()
}

/// Diagnoses with the keys that are expected, and only where none of them signed with all that
/// are at hand, since reading those takes time.
pub(super) fn diagnose(
    context: &Context,
    mut with: impl FnMut(Vec<Suspect<'_>>) -> Diagnosis,
) -> Result<Shown, CliError> {
    let first = with(Vec::new());
    if !first.is_valid() {
        warn_of_files(context)?;
    }
    if first.signer_known {
        return Ok(Shown::new(first, context.output.lang));
    }
    let at_hand = CandidateKeys::gather(context.profile()?, &context.inputs());
    Ok(Shown::new(with(at_hand.suspects()), context.output.lang))
}

/// Warns of what is odd about the files at hand, whatever the signature says.
fn warn_of_files(context: &Context) -> Result<(), CliError> {
    let profile = context.profile()?;
    let now = ambient::now();
    let age = |name: Text, certificate: &X509| {
        let [from, to] = [certificate.not_before(), certificate.not_after()];
        if to < now {
            let date = to.to_rfc3339();
            context.output.warn(context.output.lang.pick(
                format!("{} expired on {date}", name.en),
                format!("{}已于 {date} 过期", name.zh),
            ));
        } else if from > now {
            let date = from.to_rfc3339();
            context.output.warn(context.output.lang.pick(
                format!(
                    "{} is not valid before {date}: is this clock right?",
                    name.en
                ),
                format!("{}在 {date} 之后才生效：本机时钟是否正确？", name.zh),
            ));
        }
    };
    if let Ok(Some(CertificateFile { path, x509 })) = profile.certificate() {
        let path = path.display();
        let name = Text::new(
            format!("the merchant certificate {path}"),
            format!("商户API证书 {path} "),
        );
        age(name, &x509);
    }
    for CertificateFile { path, x509 } in profile.platform_certificates()? {
        let path = path.display();
        let name = Text::new(
            format!("the platform certificate {path}"),
            format!("平台证书 {path} "),
        );
        age(name, &x509);
    }
    if let (Ok(Some(id)), Ok(mchid)) = (profile.public_key_id(), profile.mchid())
        && !id.as_str().contains(mchid.as_str().trim_start_matches('0'))
    {
        context.output.warn(context.output.lang.pick(
            format!("public_key_id {id} does not contain the merchant number {mchid}: is it another merchant's key?"),
            format!("public_key_id {id} 中没有商户号 {mchid}：是否为另一个商户的公钥？"),
        ));
    }
    Ok(())
}

/// A diagnosis as it is shown: as JSON or on a page, in one language.
pub(super) struct Shown {
    pub(super) findings: Vec<Finding>,
    searched: Searched,
    lang: Lang,
    expected: Vec<SignedLine>,
    signed: Option<Vec<SignedLine>>,
    /// The signed message was received from WeChat Pay, so that it is not what is expected.
    pub(super) arrived: bool,
}

/// What the findings rest on.
#[derive(Default, serde::Serialize)]
struct Searched {
    candidates: u64,
    cut_short: bool,
}

/// A finding in one language.
#[derive(serde::Serialize)]
struct Object<'a> {
    cause: Cause,
    proof: Proof,
    message: &'a str,
    fix: &'a str,
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let objects: Vec<Object<'_>> = self
            .findings
            .iter()
            .map(|finding| Object {
                cause: finding.cause,
                proof: finding.proof,
                message: said(&finding.message, self.lang),
                fix: said(&finding.fix, self.lang),
            })
            .collect();
        let mut shown = serializer.serialize_struct("Shown", 2)?;
        shown.serialize_field("findings", &objects)?;
        shown.serialize_field("searched", &self.searched)?;
        shown.end()
    }
}

/// Returns a text in one language.
fn said(text: &Text, lang: Lang) -> &str {
    lang.pick(&text.en, &text.zh)
}

impl Shown {
    /// Shows a diagnosis in the language that people read.
    pub(super) fn new(diagnosis: Diagnosis, lang: Lang) -> Self {
        Self {
            findings: diagnosis.findings,
            searched: Searched {
                candidates: diagnosis.searched,
                cut_short: diagnosis.cut_short,
            },
            lang,
            expected: diagnosis.expected,
            signed: diagnosis.signed,
            arrived: false,
        }
    }

    /// Nothing to show yet.
    pub(super) fn none(lang: Lang) -> Self {
        Self::new(Diagnosis::plain(Vec::new()), lang)
    }

    /// Adds facts that were compared outside the search, unless their cause is there already.
    pub(super) fn add(&mut self, facts: Vec<Finding>) {
        for fact in facts {
            if self.findings.iter().all(|known| known.cause != fact.cause) {
                self.findings.push(fact);
            }
        }
        self.findings
            .sort_by_key(|finding| finding.proof != Proof::Verified);
    }

    /// Tells whether there is nothing wrong.
    pub(super) fn is_valid(&self) -> bool {
        self.findings.is_empty()
    }

    /// Shows what was found and the messages side by side.
    pub(super) fn render(&self, page: &mut Page) {
        match &self.signed {
            Some(signed) if *signed != self.expected => {
                let ours = if self.arrived {
                    page.pick("received", "收到")
                } else {
                    page.pick("expected", "应为")
                };
                compare(&self.expected, signed, ours, page);
            }
            Some(_) => {}
            None if self.is_valid() || self.expected.is_empty() => {}
            None => {
                let title = page.pick("what should have been signed:", "应签名的内容：");
                page.toned(Tone::Bold, title);
                for line in &self.expected {
                    let (text, _) = window(&visible(line), 0);
                    page.line(format!("  {:>10}  {text}", line.label));
                }
            }
        }
        list(&self.findings, page);
        if self.searched.candidates > 1 && self.signed.is_none() {
            let tried = page.pick("messages tried: ", "已尝试的签名串：");
            let more = if self.searched.cut_short {
                page.pick(", until time was up", "，到时限为止")
            } else {
                ""
            };
            page.toned(
                Tone::Dim,
                format!("{tried}{}{more}", self.searched.candidates),
            );
        }
    }
}

/// Shows findings: what, how certain, and what to do.
pub(super) fn list(findings: &[Finding], page: &mut Page) {
    for (place, finding) in findings.iter().enumerate() {
        let proof = match finding.proof {
            Proof::Verified => page.pick("proved", "已证实"),
            Proof::Inferred => page.pick("inferred", "推断"),
        };
        let title = page.pick(
            format!("{} ({proof})", finding.cause.name()),
            format!("{}（{proof}）", finding.cause.name()),
        );
        page.toned(Tone::Bold, title);
        page.line(format!(
            "  {}",
            page.pick(&finding.message.en, &finding.message.zh)
        ));
        // One remedy for several causes is given once, after the last of them.
        let same = findings
            .get(place + 1)
            .is_some_and(|next| next.fix == finding.fix);
        if !same {
            page.line(format!(
                "  {}{}",
                page.pick("fix: ", "处理："),
                page.pick(&finding.fix.en, &finding.fix.zh)
            ));
        }
    }
}

/// Shows each line as expected and as signed, one under the other, and marks where they part.
fn compare(expected: &[SignedLine], signed: &[SignedLine], ours: &str, page: &mut Page) {
    let titles = [ours, page.pick("signed", "实际签名")];
    let title = page.pick("what was signed, line by line:", "签名串逐行对比：");
    page.toned(Tone::Bold, title);
    if expected.len() != signed.len() {
        // Lines that do not belong together are shown one block after the other.
        for (lines, tone, whose) in [
            (expected, Tone::Good, titles[0]),
            (signed, Tone::Bad, titles[1]),
        ] {
            for line in lines {
                let (text, _) = window(&visible(line), 0);
                page.toned(tone, format!("  {:>10}  {text}  ← {whose}", line.label));
            }
        }
        return;
    }
    for place in 0..expected.len() {
        let pair = (expected.get(place), signed.get(place));
        let texts = (pair.0.map(visible), pair.1.map(visible));
        let label = pair.1.or(pair.0).map_or("", |line| line.label);
        match texts {
            (Some(one), Some(two)) if one == two => {
                page.line(format!("  {label:>10}  {}", window(&one, 0).0));
            }
            (one, two) => {
                let one = one.unwrap_or_default();
                let two = two.unwrap_or_default();
                let parts = one
                    .chars()
                    .zip(two.chars())
                    .take_while(|(a, b)| a == b)
                    .count();
                let (one, _) = window(&one, parts);
                let (two, mark) = window(&two, parts);
                page.toned(Tone::Good, format!("  {label:>10}  {one}  ← {}", titles[0]));
                page.toned(Tone::Bad, format!("  {label:>10}  {two}  ← {}", titles[1]));
                page.toned(Tone::Bad, format!("  {:>10}  {}^", "", " ".repeat(mark)));
            }
        }
    }
}

/// A line with its end, and everything that cannot be seen written out.
fn visible(line: &SignedLine) -> String {
    let mut text = String::new();
    for chunk in line.bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => text.push('␊'),
                '\r' => text.push('␍'),
                '\t' => text.push('␉'),
                '\u{feff}' => text.push_str("<BOM>"),
                '\u{a0}' | '\u{200b}' | '\u{3000}' => {
                    text.push_str(&c.escape_unicode().to_string());
                }
                c => text.push(c),
            }
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("<{byte:02X}>")));
    }
    let end: String = line
        .end
        .chars()
        .map(|c| match c {
            '\n' => '␊',
            '\r' => '␍',
            '\t' => '␉',
            c => c,
        })
        .collect();
    text + &end
}

/// Cuts a long line around a place, and says where in the cut that place is, in columns.
fn window(text: &str, place: usize) -> (String, usize) {
    let count = text.chars().count();
    let start = if count <= WIDTH {
        0
    } else {
        place.saturating_sub(WIDTH / 3).min(count - WIDTH)
    };
    let mut cut: String = text.chars().skip(start).take(WIDTH).collect();
    let before: String = text
        .chars()
        .skip(start)
        .take(place - start.min(place))
        .collect();
    let mut column = columns(&before);
    if start > 0 {
        cut.insert(0, '…');
        column += 1;
    }
    if start + WIDTH < count {
        cut.push('…');
    }
    (cut, column)
}

/// Chinese characters take two columns.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{1100}'..'\u{2400}').contains(&c) || c < '\u{2e80}' {
                1
            } else {
                2
            }
        })
        .sum()
}
