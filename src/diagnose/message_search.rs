//! A message to be found: its lines, how they vary, and the order in which that is searched.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::Cause;
use super::body::{Body, Orders, Spelling};
use super::search::{Budget, Choice, Goal, IncrementalDigest, Layout, Path, Space};
use super::stamp_lines::{MILLISECONDS, NO_BASE, TIMESTAMP_WINDOW_SECS};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signature_message::SignatureMessage;

/// The maximum number of mistakes that are combined.
pub(super) const MAX_MISTAKES: u8 = 3;
/// The maximum number of common mistakes that are combined.
const MAX_COMMON_MISTAKES: u8 = 5;

/// How many mistakes of a line are likely enough to be tried first beside another one.
const MAX_LIKELY_CHOICES: usize = 80;
/// The same beside a body with changed members, of which there are thousands.
const MAX_LIKELY_BESIDE_MEMBERS: usize = 12;

/// Spaces to search; in the first of them, one line may be a body and one a timestamp.
pub(super) struct MessageSearch<'k> {
    pub(super) spaces: Vec<Space>,
    pub(super) body: Option<(usize, Body)>,
    pub(super) timestamp: Option<usize>,
    /// Messages that are not made of these lines.
    pub(super) fixed_messages: Vec<FixedMessage>,
    /// Appended to those that say so.
    pub(super) apiv3_key: Option<&'k ApiV3Key>,
    /// Bodies of this many mistakes are in the lines already.
    body_mistakes: Option<u8>,
}

/// A message that is not made of the lines of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FixedMessage {
    pub(super) lines: Vec<SignedLine>,
    pub(super) causes: Vec<Cause>,
    /// Whether the APIv3 key follows the last line; it is shown by the line's end.
    pub(super) keyed: bool,
}

/// A message that fits: how it was made and what that means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Solution {
    pub(super) causes: Vec<Cause>,
    pub(super) lines: Vec<SignedLine>,
}

/// What stands for the APIv3 key behind a line.
pub(super) const HIDDEN_KEY: &str = "<apiv3_key>";

/// A line as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLine {
    /// The line's name in WeChat Pay's documentation, such as `timestamp`.
    pub label: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What follows it: a line feed, unless it was signed wrongly.
    pub end: &'static str,
}

impl SignedLine {
    /// Returns the lines of a message.
    #[must_use]
    pub fn of(message: &SignatureMessage<'_>) -> Vec<Self> {
        let lines = message.lines().iter();
        lines
            .map(|line| Self {
                label: line.label,
                bytes: line.value.to_vec(),
                end: "\n",
            })
            .collect()
    }

    /// Returns the exact bytes of a message; `None` if a secret is hidden in it.
    #[must_use]
    pub fn join(lines: &[Self]) -> Option<Vec<u8>> {
        let is_whole = lines.iter().all(|line| line.end != HIDDEN_KEY);
        let parts = lines
            .iter()
            .flat_map(|line| [&*line.bytes, line.end.as_bytes()]);
        is_whole.then(|| parts.collect::<Vec<_>>().concat())
    }
}

impl MessageSearch<'_> {
    pub(super) fn new(
        spaces: Vec<Space>,
        body: Option<(usize, Body)>,
        timestamp: Option<usize>,
    ) -> Self {
        Self {
            spaces,
            body,
            timestamp,
            fixed_messages: Vec::new(),
            apiv3_key: None,
            body_mistakes: None,
        }
    }

    /// Returns the message that should have been signed.
    pub(super) fn expected(&self) -> Vec<SignedLine> {
        let lines = self.spaces[0].lines.iter();
        lines
            .map(|line| SignedLine {
                label: line.label,
                bytes: line.choices[0].bytes.clone(),
                end: "\n",
            })
            .collect()
    }

    /// Searches everything, cheapest first.
    pub(super) fn search_all<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        self.search_up_to(goal, budget, 1)
            .or_else(|| self.search_deeper(goal, budget))
    }

    /// Searches what takes more than one mistake.
    pub(super) fn search_deeper<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        self.layouts_alone(goal, budget)
            .or_else(|| self.bodies_alone(goal, budget))
            .or_else(|| self.orders(goal, budget, Orders::Few))
            .or_else(|| self.changed_members(goal, budget, Spelling::Plain))
            .or_else(|| self.likely_pairs(goal, budget))
            .or_else(|| self.pairs(goal, budget))
            .or_else(|| self.other_members(goal, budget))
            .or_else(|| self.common_milliseconds(goal, budget, 2))
            .or_else(|| self.orders(goal, budget, Orders::Many))
            .or_else(|| self.common(goal, budget, 2..=MAX_MISTAKES))
            .or_else(|| self.orders(goal, budget, Orders::Most))
            .or_else(|| self.common(goal, budget, MAX_MISTAKES + 1..=MAX_COMMON_MISTAKES))
            .or_else(|| self.common_milliseconds(goal, budget, MAX_MISTAKES))
            .or_else(|| self.combined(goal, budget, 2))
            .or_else(|| self.bodies(goal, budget))
            .or_else(|| self.orders(goal, budget, Orders::All))
            .or_else(|| self.milliseconds(goal, budget))
            .or_else(|| self.combined(goal, budget, MAX_MISTAKES))
    }

    /// Searches messages of up to `max_mistakes` mistakes.
    pub(super) fn search_up_to<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        max_mistakes: u8,
    ) -> Option<Solution> {
        (0..=max_mistakes).find_map(|mistakes| self.combined(goal, budget, mistakes))
    }

    /// Two mistakes that are likely by themselves: few messages, whatever parts they are in.
    fn likely_pairs<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let path = goal.search(&self.likely(MAX_LIKELY_CHOICES), 2, budget);
        path.map(|path| self.solution(0, path))
    }

    /// The first space with the first of each line's single mistakes, which are the likeliest.
    fn likely(&self, choices: usize) -> Space {
        let mut space = self.spaces[0].clone();
        for (place, line) in space.lines.iter_mut().enumerate() {
            let is_timestamp = Some(place) == self.timestamp;
            let mut left = choices;
            let mut has_milliseconds = false;
            line.choices.retain(|choice| {
                let is_named = is_timestamp
                    && match choice.causes {
                        [Cause::TimestampTimezone] => choice.common,
                        MILLISECONDS => !std::mem::replace(&mut has_milliseconds, true),
                        _ => false,
                    };
                // Of few timestamps, those nearby are the likeliest.
                let is_nearby = choice.common || choices == MAX_LIKELY_CHOICES;
                let is_early = choice.mistakes == 1 && left > 0 && (!is_timestamp || is_nearby);
                left -= usize::from(is_early);
                choice.mistakes == 0 || is_early || is_named
            });
        }
        space.layouts.retain(|layout| layout.mistakes <= 1);
        space
    }

    /// Two mistakes in different parts, with the right timestamp: the many other timestamps take
    /// most of the time.
    fn pairs<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let path = goal.search(&self.at_timestamp(), 2, budget);
        path.map(|path| self.solution(0, path))
    }

    /// Searches messages of up to one mistake with the right timestamp.
    pub(super) fn search_at_timestamp<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        self.add_bodies(1, budget);
        let space = self.at_timestamp();
        let path = (0..=1).find_map(|mistakes| goal.search(&space, mistakes, budget));
        path.map(|path| self.solution(0, path))
    }

    /// The first space with its timestamp as it is.
    fn at_timestamp(&self) -> Space {
        let mut space = self.spaces[0].clone();
        if let Some(line) = self.timestamp {
            space.lines[line].choices.truncate(1);
        }
        space
    }

    /// Layouts of several mistakes around lines that are right: few, and quick to rule out.
    fn layouts_alone<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let mut space = self.spaces[0].clone();
        for line in &mut space.lines {
            line.choices.truncate(1);
        }
        let path = (2..=MAX_MISTAKES).find_map(|mistakes| goal.search(&space, mistakes, budget));
        path.map(|path| self.solution(0, path))
    }

    /// Bodies of two mistakes between lines that are right: few, and met more often than two
    /// mistakes in different lines.
    fn bodies_alone<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        if budget.stopped() {
            return None;
        }
        self.add_bodies(2, budget);
        let (line, _) = self.body.as_ref()?;
        let space = &self.spaces[0];
        let right = &space.layouts[0];
        let mut bodies = space.lines[*line]
            .choices
            .iter()
            .filter(|choice| choice.mistakes == 2);
        let found = bodies.find(|choice| {
            !budget.stopped() && self.fits(goal, budget, *line, &choice.bytes, right)
        })?;
        Some(self.with(*line, found.clone(), right))
    }

    /// Combines this many mistakes that are common in practice.
    fn common<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        mut mistakes: RangeInclusive<u8>,
    ) -> Option<Solution> {
        if budget.stopped() {
            return None;
        }
        self.add_bodies(2, budget);
        let space = self.spaces[0].common();
        let path = mistakes.find_map(|mistakes| goal.search(&space, mistakes, budget));
        path.map(|path| self.solution(0, path))
    }

    /// Searches every millisecond of the timestamp's second, with common mistakes.
    fn common_milliseconds<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        mistakes: u8,
    ) -> Option<Solution> {
        let line = self.timestamp.filter(|_| !budget.stopped())?;
        let mut space = self.spaces[0].common();
        for line in &mut space.lines {
            line.choices.retain(|choice| choice.mistakes <= 1);
        }
        let choices = self.spaces[0].lines[line].choices.iter();
        let milliseconds = choices.filter(|choice| choice.causes == MILLISECONDS);
        space.lines[line].choices = milliseconds.cloned().collect();
        let path = goal.search(&space, mistakes, budget);
        path.map(|path| self.solution(0, path))
    }

    fn combined<S: IncrementalDigest>(
        &mut self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        mistakes: u8,
    ) -> Option<Solution> {
        if budget.stopped() {
            return None;
        }
        self.add_bodies(mistakes, budget);
        let path = self.spaces.iter().enumerate().find_map(|(place, space)| {
            let path = goal.search(space, mistakes, budget)?;
            Some((place, path))
        });
        path.map(|(place, path)| self.solution(place, path))
            .or_else(|| (mistakes == 1).then(|| self.fixed_message(goal, budget))?)
    }

    /// Tries the messages that are not made of lines.
    fn fixed_message<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let found = self.fixed_messages.iter().find(|message| {
            let mut state = goal.start.clone();
            for line in &message.lines {
                state.update(&line.bytes);
                if !message.keyed {
                    state.update(line.end.as_bytes());
                }
            }
            if message.keyed {
                let Some(key) = self.apiv3_key else {
                    return false;
                };
                key.hash_into(|bytes| state.update(bytes));
            }
            !budget.stopped() && goal.hits(state, budget)
        })?;
        Some(Solution {
            causes: found.causes.clone(),
            lines: found.lines.clone(),
        })
    }

    /// Adds the bodies of up to `mistakes` mistakes to the choices of their line.
    fn add_bodies(&mut self, mistakes: u8, budget: &Budget<'_>) {
        let Some((line, body)) = &mut self.body else {
            return;
        };
        let from = self
            .body_mistakes
            .map_or(1, |body_mistakes| body_mistakes + 1);
        for wanted in from..=mistakes {
            self.spaces[0].lines[*line]
                .choices
                .extend(body.choices(wanted, || budget.expired()));
            self.body_mistakes = Some(wanted);
        }
    }

    /// Every way of writing the body, between the other lines as they should be.
    fn bodies<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let (line, body) = self.body.as_ref()?;
        let layout_for = |bytes: &[u8]| self.layout_for(goal, budget, *line, bytes);
        let found = body.product(|bytes| layout_for(bytes).is_some(), || budget.expired())?;
        let layout = layout_for(&found.bytes)?;
        Some(self.with(*line, found, layout))
    }

    fn orders<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        orders: Orders,
    ) -> Option<Solution> {
        let (line, body) = self.body.as_ref()?;
        let space = &self.spaces[0];
        let right = &space.layouts[0];
        let mut start = goal.start.clone();
        let (before, after) = space.lines.split_at(*line);
        for (place, other) in before.iter().enumerate() {
            start.update(&other.choices[0].bytes);
            start.update(right.after(place).as_bytes());
        }
        let fits = |mut state: S| {
            state.update(right.after(*line).as_bytes());
            for (at, other) in after.iter().enumerate().skip(1) {
                state.update(&other.choices[0].bytes);
                state.update(right.after(line + at).as_bytes());
            }
            goal.hits(state, budget)
        };
        let found = body.permutations(orders, &start, &fits, &|| budget.stopped())?;
        Some(self.with(*line, found, right))
    }

    /// Bodies one of whose members was changed, between the other lines as they should be.
    fn changed_members<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        spelling: Spelling,
    ) -> Option<Solution> {
        let (line, body) = self.body.as_ref().filter(|_| !budget.stopped())?;
        let choices = body.changed_members(spelling);
        let (found, layout) = choices.into_iter().find_map(|choice| {
            let layout = self.layout_for(goal, budget, *line, &choice.bytes)?;
            Some((choice, layout))
        })?;
        Some(self.with(*line, found, layout))
    }

    /// What else is likely of a body with changed members: another spelling, a mistake in another
    /// line, two moves.
    fn other_members<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let mut spellings = Spelling::ALL.into_iter().skip(1);
        spellings
            .find_map(|spelling| self.changed_members(goal, budget, spelling))
            .or_else(|| self.changed_members_in_pairs(goal, budget))
            .or_else(|| self.two_moves(goal, budget))
    }

    /// Bodies one of whose members was changed, with one likely mistake in another line.
    fn changed_members_in_pairs<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let (line, body) = self.body.as_ref().filter(|_| !budget.stopped())?;
        let mut space = self.likely(MAX_LIKELY_BESIDE_MEMBERS);
        space.lines[*line].choices = body.changed_members(Spelling::Plain);
        space
            .layouts
            .retain(|layout| layout.common || layout.mistakes == 0);
        let path = goal.search(&space, 2, budget)?;
        Some(self.solution(0, path))
    }

    /// Bodies two of whose members were moved.
    fn two_moves<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        let (line, body) = self.body.as_ref()?;
        let right = &self.spaces[0].layouts[0];
        let found = body.two_moves(|bytes| {
            // Once the time is up, nothing else is tried.
            !budget.stopped() && self.fits(goal, budget, *line, bytes, right)
        })?;
        Some(self.with(*line, found, right))
    }

    /// Returns the usual way of joining the lines in which a body fits.
    fn layout_for<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        line: usize,
        bytes: &[u8],
    ) -> Option<&Layout> {
        let mut usual = self.spaces[0].layouts.iter().filter(|layout| layout.common);
        usual.find(|layout| !budget.stopped() && self.fits(goal, budget, line, bytes, layout))
    }

    /// Every millisecond around the timestamp.
    fn milliseconds<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
    ) -> Option<Solution> {
        const CAUSES: &[Cause] = &[Cause::TimestampMilliseconds, Cause::TimestampMismatch];
        let line = self.timestamp?;
        let original = &self.spaces[0].lines[line].choices[0].bytes;
        let seconds: i64 = std::str::from_utf8(original).ok()?.parse().ok()?;
        let mut offsets: Vec<i64> = (-TIMESTAMP_WINDOW_SECS..=TIMESTAMP_WINDOW_SECS)
            .filter(|offset| *offset != 0)
            .collect();
        offsets.sort_by_key(|offset| offset.abs());
        let right = &self.spaces[0].layouts[0];
        let found = offsets.par_iter().find_map_first(|offset| {
            let start = seconds.checked_add(*offset)?.checked_mul(1000)?;
            (start..start.saturating_add(1000)).find_map(|moment| {
                let bytes = moment.to_string().into_bytes();
                let fits = !budget.stopped() && self.fits(goal, budget, line, &bytes, right);
                fits.then_some(bytes)
            })
        })?;
        let choice = Choice {
            bytes: found,
            mistakes: 2,
            causes: CAUSES,
            base: NO_BASE,
            common: false,
        };
        Some(self.with(line, choice, right))
    }

    fn fits<S: IncrementalDigest>(
        &self,
        goal: &Goal<'_, S>,
        budget: &Budget<'_>,
        line: usize,
        bytes: &[u8],
        layout: &Layout,
    ) -> bool {
        let lines = &self.spaces[0].lines;
        let mut message: Vec<&[u8]> = Vec::with_capacity(lines.len() * 2);
        for (place, other) in lines.iter().enumerate() {
            message.push(if place == line {
                bytes
            } else {
                &other.choices[0].bytes
            });
            message.push(layout.after(place).as_bytes());
        }
        goal.is(&message, budget)
    }

    /// Makes the right message, except for one line and the layout.
    fn with(&self, line: usize, choice: Choice, layout: &Layout) -> Solution {
        let lines = self.spaces[0].lines.iter();
        let mut picked: Vec<(usize, Choice)> = lines
            .map(|line| line.choices[0].clone())
            .enumerate()
            .collect();
        picked[line].1 = choice;
        let layout = layout.clone();
        self.solution(0, Path { layout, picked })
    }

    fn solution(&self, place: usize, path: Path) -> Solution {
        let mut causes = Vec::new();
        let body_line = self.body.as_ref().filter(|_| place == 0);
        for (line, choice) in &path.picked {
            match body_line {
                Some((body_line, body))
                    if body_line == line && choice.mistakes > 0 && is_written(choice) =>
                {
                    causes.extend(body.causes(choice));
                }
                _ => causes.extend(choice.causes),
            }
        }
        causes.extend(&path.layout.causes);
        let mut seen = Vec::new();
        causes.retain(|cause| {
            let new = !seen.contains(cause);
            seen.push(*cause);
            new
        });
        let count = path.picked.len();
        let lines = path
            .picked
            .into_iter()
            .enumerate()
            .map(|(at, (line, choice))| SignedLine {
                label: self.spaces[place].lines[line].label,
                bytes: choice.bytes,
                end: if at + 1 == count {
                    path.layout.end
                } else {
                    path.layout.between
                },
            });
        Solution {
            causes,
            lines: lines.collect(),
        }
    }
}

/// Whether a choice was made from the received body, so that its causes follow from comparing both.
fn is_written(choice: &Choice) -> bool {
    choice.base != NO_BASE
}
