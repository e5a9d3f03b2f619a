//! WeChat Pay's rules for the answer to a notification.

use super::post::{Answer, NoAnswer};

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// What must be refused was acknowledged.
    Accepted,
    /// What is genuine was not acknowledged.
    NotAccepted,
    /// It points elsewhere, where WeChat Pay does not follow.
    Redirected,
    /// It is neither 2xx nor 4xx nor 5xx.
    OddStatus,
    /// It was not complete in 5 seconds.
    TooSlow,
    /// There is nobody.
    Unreachable,
    /// The connection was cut.
    NoAnswer,
}

impl Problem {
    /// Returns its name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotAccepted => "not-accepted",
            Self::Redirected => "redirected",
            Self::OddStatus => "odd-status",
            Self::TooSlow => "too-slow",
            Self::Unreachable => "unreachable",
            Self::NoAnswer => "no-answer",
        }
    }
}

/// Judges what came of a notification: 2xx for a genuine one, 4xx or 5xx for one that must be
/// refused, either within 5 seconds.
///
/// # Errors
/// Says which rule is broken.
pub fn judge(must_be_refused: bool, outcome: &Result<Answer, NoAnswer>) -> Result<(), Problem> {
    let status = match outcome {
        Ok(answer) => answer.status,
        Err(NoAnswer::Unreachable(_)) => return Err(Problem::Unreachable),
        Err(NoAnswer::TooSlow) => return Err(Problem::TooSlow),
        Err(NoAnswer::Broken(_)) => return Err(Problem::NoAnswer),
    };
    match (status, must_be_refused) {
        (200..=299, false) | (400..=599, true) => Ok(()),
        (200..=299, true) => Err(Problem::Accepted),
        (300..=399, _) => Err(Problem::Redirected),
        (400..=599, false) => Err(Problem::NotAccepted),
        _ => Err(Problem::OddStatus),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            truncated: false,
        }
    }

    #[test]
    fn each_answer_is_judged_by_what_it_answers() {
        for (status, genuine, forged) in [
            (200, Ok(()), Err(Problem::Accepted)),
            (204, Ok(()), Err(Problem::Accepted)),
            (302, Err(Problem::Redirected), Err(Problem::Redirected)),
            (401, Err(Problem::NotAccepted), Ok(())),
            (500, Err(Problem::NotAccepted), Ok(())),
            (999, Err(Problem::OddStatus), Err(Problem::OddStatus)),
        ] {
            assert_eq!(judge(false, &Ok(answered(status))), genuine, "{status}");
            assert_eq!(judge(true, &Ok(answered(status))), forged, "{status}");
        }
        for (why, problem) in [
            (NoAnswer::Unreachable(String::new()), Problem::Unreachable),
            (NoAnswer::TooSlow, Problem::TooSlow),
            (NoAnswer::Broken(String::new()), Problem::NoAnswer),
        ] {
            assert_eq!(judge(true, &Err(why.clone())), Err(problem));
            assert_eq!(judge(false, &Err(why)), Err(problem));
        }
    }
}
