//! The bodies that may have been signed in place of a given one.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::permutations::{self, MAX_PERMUTATIONS};
use super::styles::Ways;
use super::{moves, omissions, readings, single_numbers};
use crate::diagnose::Cause;
use crate::diagnose::json::compare::compare;
use crate::diagnose::json::habits::Spacing;
use crate::diagnose::json::order::Order;
use crate::diagnose::json::style::Style;
use crate::diagnose::json::{self, Node};
use crate::diagnose::search::{Choice, IncrementalDigest};

/// Longer bodies are not rewritten: each style costs time in proportion to the length.
const MAX_BODY_BYTES: usize = 256 * 1024;
/// Longer bodies are not taken for damaged forms: WeChat Pay's are a few KiB.
const MAX_DAMAGED_BYTES: usize = 64 * 1024;
/// The members of longer bodies are not changed: there are thousands of ways.
const MAX_CHANGED_BYTES: usize = 4 * 1024;
/// What all variants of a body may take together.
const MAX_VARIANT_BYTES: usize = 8 * 1024 * 1024;

/// The maximum number of orders of a body's keys that are tried before mistakes in other lines.
const MAX_FEW_ORDERS: usize = 50_000;
/// The maximum number that is tried before rare combinations of mistakes: those of nine keys.
const MAX_MANY_ORDERS: usize = 400_000;

/// Which orders of a body's keys are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnose) enum Orders {
    /// Those of the body as it was received, compact, if they are not many.
    Few,
    /// The same, if they are some more.
    Many,
    /// The same, as far as their number allows at all.
    Most,
    /// Those of every form that it may have had.
    All,
}

/// How a body is written whose members were changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diagnose) enum Spelling {
    /// Compact, with the characters as they are.
    Plain,
    /// With Python's spaces.
    Spaced,
    /// As Python's `json.dumps` does.
    Python,
    /// As PHP's `json_encode` does.
    Php,
}

impl Spelling {
    pub(in crate::diagnose) const ALL: [Self; 4] =
        [Self::Plain, Self::Spaced, Self::Python, Self::Php];

    fn style(self) -> Style {
        match self {
            Self::Plain => Style::PLAIN,
            Self::Spaced => Style {
                spacing: Spacing::PYTHON,
                ..Style::PLAIN
            },
            Self::Python => Style::KNOWN[0],
            Self::Php => Style::KNOWN[1],
        }
    }
}

/// A received body and what may have been signed in its place.
pub(in crate::diagnose) struct Body {
    /// The body as received, then what it may be a damaged form of.
    bases: Vec<Base>,
    /// Hashes of everything made so far, so that no bytes are tried twice.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// How many bytes of variants may still be stored.
    room: usize,
    /// Whether the damaged forms are among the bases.
    is_read: bool,
}

/// A text that the received body may have been made from.
struct Base {
    bytes: Vec<u8>,
    mistakes: u8,
    causes: &'static [Cause],
    /// The styles of writing it again, made on demand; `None` if it is not JSON.
    ways: Option<Ways>,
}

impl Base {
    fn new(bytes: Vec<u8>, mistakes: u8, causes: &'static [Cause]) -> Self {
        Self {
            bytes,
            mistakes,
            causes,
            ways: None,
        }
    }
}

const MARK: &[u8] = "\u{feff}".as_bytes();
const ENDS: [&str; 3] = ["", "\n", "\r\n"];

impl Body {
    pub(in crate::diagnose) fn new(received: &[u8]) -> Self {
        let hasher = RandomState::new();
        Self {
            bases: vec![Base::new(received.to_vec(), 0, &[])],
            seen: HashSet::from([hasher.hash_one(received)]),
            hasher,
            room: MAX_VARIANT_BYTES,
            is_read: false,
        }
    }

    /// Adds what the body may be a damaged form of, once.
    fn read(&mut self, stopped: &impl Fn() -> bool) {
        if self.is_read {
            return;
        }
        self.is_read = true;
        let received = &self.bases[0].bytes;
        if received.len() > MAX_DAMAGED_BYTES {
            return;
        }
        for (causes, bytes) in readings::all(received, stopped) {
            let known = self.bases.iter().any(|base| base.bytes == bytes);
            if !known && bytes.len() <= self.room / 2 {
                self.room -= bytes.len();
                self.bases.push(Base::new(bytes, 1, causes));
            }
        }
    }

    /// Returns the bodies that take exactly this many mistakes, as far as time and memory allow.
    pub(in crate::diagnose) fn choices(
        &mut self,
        mistakes: u8,
        stopped: impl Fn() -> bool,
    ) -> Vec<Choice> {
        self.read(&stopped);
        let mut found = Vec::new();
        for (place, base) in self.bases.iter_mut().enumerate() {
            let Some(left) = mistakes.checked_sub(base.mistakes) else {
                continue;
            };
            if stopped() {
                break;
            }
            let room = &mut self.room;
            let mut add = |bytes: Vec<u8>| {
                if bytes.len() <= *room && self.seen.insert(self.hasher.hash_one(&bytes)) {
                    *room -= bytes.len();
                    found.push(Choice {
                        bytes,
                        mistakes,
                        causes: base.causes,
                        base: place,
                        common: mistakes <= 1 || (place == 0 && mistakes == 2),
                    });
                }
            };
            edges(&base.bytes, left, &mut add);
            if let Some(node) = parsed(&base.bytes).filter(|_| left > 0) {
                let ways = base.ways.get_or_insert_with(|| Ways::of(&node));
                for style in ways.at(left).iter().take_while(|_| !stopped()) {
                    ends(&style.write(&node), 0, &mut add);
                }
                if left > 1 {
                    for style in ways.at(left - 1).iter().take_while(|_| !stopped()) {
                        ends(&style.write(&node), 1, &mut add);
                    }
                }
            }
        }
        found
    }

    /// Gives every combination of how JSON is written, however many mistakes it takes.
    pub(in crate::diagnose) fn product(
        &self,
        mut try_one: impl FnMut(&[u8]) -> bool,
        stopped: impl Fn() -> bool,
    ) -> Option<Choice> {
        self.bases.iter().enumerate().find_map(|(place, base)| {
            let node = parsed(&base.bytes)?;
            let ways = Ways::of(&node);
            let mut styles = ways.all().take_while(|_| !stopped());
            styles.find_map(|style| {
                let text = style.write(&node);
                ENDS.into_iter().find_map(|end| {
                    let bytes = [text.as_bytes(), end.as_bytes()].concat();
                    let fits =
                        !self.seen.contains(&self.hasher.hash_one(&bytes)) && try_one(&bytes);
                    fits.then(|| choice_of(base, place, bytes))
                })
            })
        })
    }

    /// Finds the order of the keys for which `fits` is true, as far as their number allows;
    /// `start` has hashed what comes before the body.
    pub(in crate::diagnose) fn permutations<S: IncrementalDigest>(
        &self,
        orders: Orders,
        start: &S,
        fits: &(impl Fn(S) -> bool + Sync),
        stopped: &(impl Fn() -> bool + Sync),
    ) -> Option<Choice> {
        let styles = [Style::PLAIN, Style::KNOWN[0], Style::KNOWN[1]];
        let plain = &styles[..1];
        let (bases, styles, numbers) = match orders {
            Orders::Few => (1, plain, 0..=MAX_FEW_ORDERS),
            Orders::Many => (1, plain, MAX_FEW_ORDERS + 1..=MAX_MANY_ORDERS),
            Orders::Most => (1, plain, MAX_MANY_ORDERS + 1..=MAX_PERMUTATIONS),
            Orders::All => (self.bases.len(), &styles[..], 0..=MAX_PERMUTATIONS),
        };
        let mut bases = self.bases.iter().take(bases).enumerate();
        bases.find_map(|(place, base)| {
            let node = parsed(&base.bytes)?;
            styles.iter().find_map(|style| {
                permutations::find(&node, style, &numbers, start, fits, stopped)
                    .map(|text| choice_of(base, place, text.into_bytes()))
            })
        })
    }

    /// Returns the texts of the received body that one change of its members leads to, besides
    /// the habits of serialisers: another order, a member moved, added or left out, a number
    /// written otherwise.
    pub(in crate::diagnose) fn changed_members(&self, spelling: Spelling) -> Vec<Choice> {
        let base = &self.bases[0];
        let Some(node) = parsed(&base.bytes).filter(|_| base.bytes.len() <= MAX_CHANGED_BYTES)
        else {
            return Vec::new();
        };
        let style = spelling.style();
        let mut texts: Vec<String> = Order::all()
            .map(|order| Style { order, ..style }.write(&node))
            .collect();
        texts.extend(omissions::texts(&node, &style));
        texts.extend(single_numbers::texts(&node, &style));
        moves::find(&node, &style, 1, &mut |text| {
            texts.push(String::from_utf8_lossy(text).into_owned());
            false
        });
        let mut seen = HashSet::new();
        texts.retain(|text| seen.insert(self.hasher.hash_one(text)));
        let choices = texts.into_iter().map(|text| Choice {
            mistakes: 1,
            ..choice_of(base, 0, text.into_bytes())
        });
        choices.collect()
    }

    /// Finds the order of the received body's keys in which two members were moved.
    pub(in crate::diagnose) fn two_moves(
        &self,
        mut try_one: impl FnMut(&[u8]) -> bool,
    ) -> Option<Choice> {
        let base = &self.bases[0];
        let node = parsed(&base.bytes).filter(|_| base.bytes.len() <= MAX_CHANGED_BYTES)?;
        let text = moves::find(&node, &Style::PLAIN, 2, &mut try_one)?;
        Some(choice_of(base, 0, text.into_bytes()))
    }

    /// Names what turned the signed body into the received one, most specific first.
    pub(in crate::diagnose) fn causes(&self, signed: &Choice) -> Vec<Cause> {
        let base = &self.bases[signed.base];
        let mut causes = base.causes.to_vec();
        causes.extend(difference(&base.bytes, &signed.bytes));
        causes
    }
}

fn choice_of(base: &Base, place: usize, bytes: Vec<u8>) -> Choice {
    Choice {
        bytes,
        mistakes: 4,
        causes: base.causes,
        base: place,
        common: false,
    }
}

fn parsed(bytes: &[u8]) -> Option<Node<'_>> {
    if bytes.len() > MAX_BODY_BYTES {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let node = json::parse(text.trim_start_matches('\u{feff}'))?;
    matches!(node, Node::Object(_) | Node::Array(_)).then_some(node)
}

/// Changes at the body's two ends and in its line breaks.
fn edges(bytes: &[u8], mistakes: u8, add: &mut impl FnMut(Vec<u8>)) {
    if mistakes == 0 {
        add(bytes.to_vec());
        return;
    }
    if mistakes == 2 && !bytes.starts_with(MARK) {
        for end in &ENDS[1..] {
            add([MARK, bytes, end.as_bytes()].concat());
        }
    }
    if mistakes > 1 {
        return;
    }
    add(bytes.trim_ascii_end().to_vec());
    for end in &ENDS[1..] {
        add([bytes, end.as_bytes()].concat());
        add([bytes.trim_ascii_end(), end.as_bytes()].concat());
        add([bytes, end.as_bytes(), end.as_bytes()].concat());
    }
    add(bytes.trim_ascii().to_vec());
    add(unbroken(bytes));
    for (before, after) in [(" ", ""), ("", " "), ("", "\t"), ("\n", ""), ("", "\0")] {
        add([before.as_bytes(), bytes, after.as_bytes()].concat());
    }
    add(match bytes.strip_prefix(MARK) {
        Some(rest) => rest.to_vec(),
        None => [MARK, bytes].concat(),
    });
    if let Ok(text) = std::str::from_utf8(bytes) {
        let unix = text.replace("\r\n", "\n");
        add(unix.replace('\n', "\r\n").into_bytes());
        add(text.replace(['\r', '\n'], "").into_bytes());
        add(unix.into_bytes());
    }
}

/// A rewritten text, with the line feed that a file or an encoder ends it with, and the mark
/// that some editors begin it with.
fn ends(text: &str, mistakes: u8, add: &mut impl FnMut(Vec<u8>)) {
    match mistakes {
        0 => add(text.as_bytes().to_vec()),
        1 => {
            for end in &ENDS[1..] {
                add([text.as_bytes(), end.as_bytes()].concat());
            }
            add([MARK, text.as_bytes()].concat());
        }
        _ => {}
    }
}

/// Names what differs between a body and the one that was signed.
fn difference(received: &[u8], signed: &[u8]) -> Vec<Cause> {
    let mut causes = Vec::new();
    if received == signed {
        return causes;
    }
    let marks = (received.strip_prefix(MARK), signed.strip_prefix(MARK));
    let bare = (marks.0.unwrap_or(received), marks.1.unwrap_or(signed));
    let cores = (bare.0.trim_ascii(), bare.1.trim_ascii());
    let texts = (std::str::from_utf8(cores.0), std::str::from_utf8(cores.1));
    let found = match texts {
        (Ok(one), Ok(two)) if one != two => compare(one, two),
        _ => None,
    };
    let found = found.filter(|found| !found.other || unbroken(cores.0) != unbroken(cores.1));
    if let Some(found) = found {
        let named = [
            (found.order, Cause::BodyKeyOrder),
            (found.unicode, Cause::BodyUnicodeEscapes),
            (found.slash, Cause::BodySlashEscapes),
            (found.html, Cause::BodyHtmlEscaped),
            (found.whitespace, Cause::BodyWhitespace),
            (found.other, Cause::BodyReserialized),
        ];
        causes.extend(
            named
                .into_iter()
                .filter_map(|(differs, cause)| differs.then_some(cause)),
        );
    } else if cores.0 != cores.1 {
        causes.push(if unbroken(cores.0) == unbroken(cores.1) {
            Cause::BodyWhitespace
        } else {
            Cause::BodyReserialized
        });
    }
    if marks.0.is_some() != marks.1.is_some() {
        causes.push(Cause::BodyBom);
    }
    causes.extend(around(bare.0, bare.1));
    if causes.is_empty() {
        causes.push(Cause::BodyReserialized);
    }
    causes
}

/// The bytes without white space.
fn unbroken(bytes: &[u8]) -> Vec<u8> {
    let kept = bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
    kept.copied().collect()
}

/// What differs before and after the text itself: line ends at its end have a cause of their own.
fn around(received: &[u8], signed: &[u8]) -> Option<Cause> {
    let start = |bytes: &[u8]| bytes.len() - bytes.trim_ascii_start().len();
    let end = |bytes: &'_ [u8]| bytes[bytes.trim_ascii_end().len()..].to_vec();
    let ends = (end(received), end(signed));
    let lines = |bytes: &[u8]| bytes.iter().all(|byte| matches!(byte, b'\n' | b'\r'));
    if ends.0 != ends.1 && lines(&ends.0) && lines(&ends.1) {
        Some(Cause::BodyNewline)
    } else if ends.0 != ends.1 || received[..start(received)] != signed[..start(signed)] {
        Some(Cause::BodyWhitespace)
    } else {
        None
    }
}
