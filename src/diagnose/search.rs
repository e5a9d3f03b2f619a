//! Searches for the message whose digest a signature holds.
//!
//! A message is a few lines and a layout: their order, their separator and what ends
//! them. Each has variants, which count as mistakes; fewer mistakes are tried first, and what
//! a prefix hashes to is reused while the rest varies.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use hmac::Hmac;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Cause;

/// Bounds of a search.
pub struct Limits<'a> {
    /// The maximum number of messages that are tried.
    pub max_messages: u64,
    /// Returns true once the time is up.
    pub expired: Box<dyn Fn() -> bool + Sync + 'a>,
}

impl fmt::Debug for Limits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Limits({} messages)", self.max_messages)
    }
}

/// A variant of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) bytes: Vec<u8>,
    /// The number of mistakes that lead to it.
    pub(super) mistakes: u8,
    pub(super) causes: &'static [Cause],
    /// The index of the base that a body was made from, or `NO_BASE`.
    pub(super) base: usize,
    /// Common in practice, so that it is combined with all other common ones.
    pub(super) common: bool,
}

/// A line of the message and its variants; the first is the right one.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) choices: Vec<Choice>,
}

impl Line {
    pub(super) fn new(label: &'static str, expected: impl Into<Vec<u8>>) -> Self {
        let choice = Choice {
            bytes: expected.into(),
            mistakes: 0,
            causes: &[],
            base: 0,
            common: true,
        };
        Self {
            label,
            choices: vec![choice],
        }
    }

    /// Adds a variant, unless the same bytes are there already.
    pub(super) fn or(&mut self, causes: &'static [Cause], bytes: impl Into<Vec<u8>>) {
        self.push(Choice {
            bytes: bytes.into(),
            mistakes: 1,
            causes,
            base: 0,
            common: false,
        });
    }

    /// Adds a variant that is common in practice.
    pub(super) fn often(&mut self, causes: &'static [Cause], bytes: impl Into<Vec<u8>>) {
        self.push(Choice {
            bytes: bytes.into(),
            mistakes: 1,
            causes,
            base: 0,
            common: true,
        });
    }

    /// Adds a value that is equally right.
    pub(super) fn also(&mut self, bytes: impl Into<Vec<u8>>) {
        self.push(Choice {
            bytes: bytes.into(),
            mistakes: 0,
            causes: &[],
            base: 0,
            common: true,
        });
    }

    pub(super) fn push(&mut self, choice: Choice) {
        if self.choices.iter().all(|known| known.bytes != choice.bytes) {
            self.choices.push(choice);
        }
    }
}

/// The order of the lines and what holds them together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) order: Vec<usize>,
    pub(super) between: &'static str,
    pub(super) end: &'static str,
    pub(super) mistakes: u8,
    pub(super) causes: Vec<Cause>,
    /// Common in practice, as in [`Choice`].
    pub(super) common: bool,
}

/// Lines and layouts that belong together.
#[derive(Debug, Clone)]
pub(super) struct Space {
    pub(super) lines: Vec<Line>,
    pub(super) layouts: Vec<Layout>,
}

impl Space {
    /// Returns the choices and layouts that are common in practice.
    pub(super) fn common(&self) -> Self {
        let lines = self.lines.iter().map(|line| Line {
            label: line.label,
            choices: line
                .choices
                .iter()
                .filter(|choice| choice.common)
                .cloned()
                .collect(),
        });
        Self {
            lines: lines.collect(),
            layouts: self
                .layouts
                .iter()
                .filter(|layout| layout.common)
                .cloned()
                .collect(),
        }
    }
}

/// One way through a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) layout: Layout,
    /// The choice for each line of the layout, in its order: line and choice.
    pub(super) picked: Vec<(usize, Choice)>,
}

/// A hash that can be forked; HMAC counts as one.
pub(super) trait IncrementalDigest: Clone + Send + Sync {
    fn update(&mut self, bytes: &[u8]);
    fn finalize(self) -> impl AsRef<[u8]>;
}

/// A plain hash.
#[derive(Clone)]
pub(super) struct PlainDigest<D>(pub(super) D);

impl<D: Digest + Clone + Send + Sync> IncrementalDigest for PlainDigest<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finalize(self) -> impl AsRef<[u8]> {
        self.0.finalize()
    }
}

/// HMAC-SHA256 under a key.
#[derive(Clone)]
pub(super) struct HmacDigest(pub(super) Hmac<Sha256>);

impl IncrementalDigest for HmacDigest {
    fn update(&mut self, bytes: &[u8]) {
        hmac::Mac::update(&mut self.0, bytes);
    }

    fn finalize(self) -> impl AsRef<[u8]> {
        hmac::Mac::finalize(self.0).into_bytes()
    }
}

/// The digest that is searched for: the initial state, and the test of a digest.
pub(super) struct Goal<'g, S> {
    pub(super) start: S,
    pub(super) hit: &'g (dyn Fn(&[u8]) -> bool + Sync),
}

/// Shorter lines cost no more than the rest of a message.
const LONG_LINE_BYTES: usize = 1024;
/// How many bytes are hashed between two checks of the clock: a few milliseconds' worth.
const BYTES_PER_CLOCK_CHECK: u64 = 256 * 1024;

/// Counts what is tried, and stops the search at its limits.
pub(super) struct Budget<'l> {
    limits: &'l Limits<'l>,
    tried: AtomicU64,
    /// Bytes of long lines that were hashed.
    hashed: AtomicU64,
    stopped: AtomicBool,
}

impl<'l> Budget<'l> {
    pub(super) fn new(limits: &'l Limits<'l>) -> Self {
        Self {
            limits,
            tried: AtomicU64::new(0),
            hashed: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// Returns how many candidates were tried.
    pub(super) fn tried(&self) -> u64 {
        self.tried.load(Ordering::Relaxed)
    }

    /// Whether the search was stopped at a limit.
    pub(super) fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Whether the time is up; stops the search if so.
    pub(super) fn expired(&self) -> bool {
        if !self.stopped() && (self.limits.expired)() {
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.stopped()
    }

    /// Counts a line that was hashed: long ones cost more than a candidate.
    fn hashed(&self, bytes: usize) {
        if bytes < LONG_LINE_BYTES {
            return;
        }
        let bytes = bytes as u64;
        let before = self.hashed.fetch_add(bytes, Ordering::Relaxed);
        if before / BYTES_PER_CLOCK_CHECK != (before + bytes) / BYTES_PER_CLOCK_CHECK {
            self.expired();
        }
    }

    fn count(&self, candidates: u64) {
        let before = self.tried.fetch_add(candidates, Ordering::Relaxed);
        let crossed = before / 1024 != (before + candidates) / 1024;
        if before + candidates >= self.limits.max_messages || (crossed && (self.limits.expired)()) {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }
}

impl<S: IncrementalDigest> Goal<'_, S> {
    /// Returns the first way with exactly this number of mistakes that hits.
    pub(super) fn search(&self, space: &Space, mistakes: u8, budget: &Budget<'_>) -> Option<Path> {
        if budget.stopped() {
            return None;
        }
        let tasks: Vec<(&Layout, Vec<usize>, u8)> = space
            .layouts
            .iter()
            .filter_map(|layout| {
                let left = mistakes.checked_sub(layout.mistakes)?;
                Some((layout, Vec::new(), left))
            })
            .collect();
        // Threads cost more than a few thousand hashes.
        let tasks = if mistakes > 1 {
            split(space, tasks)
        } else {
            tasks
        };
        let try_one = |(layout, picked, left): &(&Layout, Vec<usize>, u8)| {
            if budget.stopped() {
                return None;
            }
            let mut state = self.start.clone();
            for (place, choice) in picked.iter().enumerate() {
                let line = &space.lines[layout.order[place]];
                state.update(&line.choices[*choice].bytes);
                state.update(layout.after(place).as_bytes());
            }
            let mut picked = picked.clone();
            let found = self.descend(space, layout, *left, &state, &mut picked, budget);
            found.then(|| path(space, layout, &picked))
        };
        if mistakes > 1 {
            tasks.par_iter().find_map_first(try_one)
        } else {
            tasks.iter().find_map(try_one)
        }
    }

    fn descend(
        &self,
        space: &Space,
        layout: &Layout,
        left: u8,
        state: &S,
        picked: &mut Vec<usize>,
        budget: &Budget<'_>,
    ) -> bool {
        let place = picked.len();
        let last = place + 1 == layout.order.len();
        let line = &space.lines[layout.order[place]];
        for (at, choice) in line.choices.iter().enumerate() {
            if choice.mistakes > left || (last && choice.mistakes != left) {
                continue;
            }
            let mut state = state.clone();
            state.update(&choice.bytes);
            budget.hashed(choice.bytes.len());
            state.update(layout.after(place).as_bytes());
            picked.push(at);
            let found = if last {
                budget.count(1);
                (self.hit)(state.finalize().as_ref())
            } else {
                self.descend(
                    space,
                    layout,
                    left - choice.mistakes,
                    &state,
                    picked,
                    budget,
                )
            };
            if found {
                return true;
            }
            picked.pop();
            if budget.stopped() {
                return false;
            }
        }
        false
    }

    /// Tries one message.
    pub(super) fn is(&self, message: &[&[u8]], budget: &Budget<'_>) -> bool {
        let mut state = self.start.clone();
        for part in message {
            state.update(part);
            budget.hashed(part.len());
        }
        self.hits(state, budget)
    }

    /// Tries what was hashed so far.
    pub(super) fn hits(&self, state: S, budget: &Budget<'_>) -> bool {
        budget.count(1);
        (self.hit)(state.finalize().as_ref())
    }
}

impl Layout {
    pub(super) fn after(&self, place: usize) -> &'static str {
        if place + 1 == self.order.len() {
            self.end
        } else {
            self.between
        }
    }
}

type Task<'s> = (&'s Layout, Vec<usize>, u8);

/// Cuts the work into enough pieces for the threads, in the same order.
fn split<'s>(space: &Space, mut tasks: Vec<Task<'s>>) -> Vec<Task<'s>> {
    while tasks.len() < 512 {
        let before = tasks.len();
        let mut finer = Vec::new();
        for (layout, picked, left) in tasks {
            if picked.len() + 1 >= layout.order.len() {
                finer.push((layout, picked, left));
                continue;
            }
            let line = &space.lines[layout.order[picked.len()]];
            for (at, choice) in line.choices.iter().enumerate() {
                if let Some(left) = left.checked_sub(choice.mistakes) {
                    let picked = picked.iter().copied().chain([at]).collect();
                    finer.push((layout, picked, left));
                }
            }
        }
        tasks = finer;
        if tasks.len() == before {
            break;
        }
    }
    tasks
}

fn path(space: &Space, layout: &Layout, picked: &[usize]) -> Path {
    let picked = layout
        .order
        .iter()
        .zip(picked)
        .map(|(line, choice)| (*line, space.lines[*line].choices[*choice].clone()))
        .collect();
    Path {
        layout: layout.clone(),
        picked,
    }
}
