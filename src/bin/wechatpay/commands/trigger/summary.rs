//! Counts and times over all cases.

use std::collections::BTreeMap;

use serde::Serialize;

use super::case::Case;

/// How many cases ended how.
#[derive(Debug, Default)]
pub(super) struct Summary {
    passed: u64,
    failed: u64,
    by_status: BTreeMap<String, u64>,
    by_problem: BTreeMap<&'static str, u64>,
    elapsed: Vec<u64>,
    good: u64,
    /// The good ones that were refused as by a receiver with other keys.
    unknown_key: u64,
}

/// The counts as they are told.
#[derive(Serialize)]
pub(super) struct Counts {
    pub(super) cases: u64,
    pub(super) passed: u64,
    pub(super) failed: u64,
    /// Answers by status; `none` where there was none.
    pub(super) by_status: BTreeMap<String, u64>,
    /// Failed cases by what was wrong.
    pub(super) by_problem: BTreeMap<&'static str, u64>,
    pub(super) latency_ms: Latency,
}

/// How long answers took, in milliseconds.
#[derive(Serialize)]
pub(super) struct Latency {
    pub(super) p50: u64,
    pub(super) p99: u64,
    pub(super) max: u64,
}

impl Summary {
    pub(super) fn count(&mut self, case: &Case) {
        match case.problem {
            None => self.passed += 1,
            Some((problem, _)) => {
                self.failed += 1;
                *self.by_problem.entry(problem.as_str()).or_default() += 1;
            }
        }
        for exchange in &case.exchanges {
            let status = match &exchange.outcome {
                Ok(answer) => answer.status.to_string(),
                Err(_) => "none".to_owned(),
            };
            *self.by_status.entry(status).or_default() += 1;
            self.elapsed.push(exchange.elapsed_ms);
        }
        if !case.must_be_refused() {
            self.good += 1;
            let refused = matches!(case.deciding(), Ok(400 | 401 | 403 | 500));
            self.unknown_key += u64::from(refused);
        }
    }

    pub(super) fn passed(&self) -> bool {
        self.failed == 0
    }

    /// Tells whether every good one was refused as a receiver refuses that has other keys.
    pub(super) fn keys_seem_unknown(&self) -> bool {
        self.good > 0 && self.good == self.unknown_key
    }

    pub(super) fn counts(mut self) -> Counts {
        self.elapsed.sort_unstable();
        Counts {
            cases: self.passed + self.failed,
            passed: self.passed,
            failed: self.failed,
            latency_ms: Latency {
                p50: percentile(&self.elapsed, 50),
                p99: percentile(&self.elapsed, 99),
                max: percentile(&self.elapsed, 100),
            },
            by_status: self.by_status,
            by_problem: self.by_problem,
        }
    }
}

/// Returns the smallest value that so many of a hundred do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted
        .get(rank.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<u64> = (1..=200).collect();
        let of = |percent| percentile(&values, percent);
        assert_eq!((of(50), of(99), of(100)), (100, 198, 200));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 99)), (7, 7));
        assert_eq!(percentile(&[], 99), 0);
    }
}
