//! Which of the recorded requests are listed.

/// How many records are listed unless a limit is set.
pub const DEFAULT_LIMIT: usize = 50;

/// Which requests are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestFilter {
    /// At most this many, the newest.
    pub limit: usize,
    /// Only those with a greater number.
    pub after: i64,
    /// Only those with a smaller number.
    pub before: Option<i64>,
    /// Only those that are about this number, or about this order.
    pub number: Option<String>,
    /// Only those that were refused.
    pub refused: bool,
}

impl Default for RequestFilter {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
            after: 0,
            before: None,
            number: None,
            refused: false,
        }
    }
}
