//! Which lines something is true of.

/// A bit for each line.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub(super) fn insert(&mut self, line: u64) {
        let (word, bit) = place(line);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    pub(super) fn contains(&self, line: u64) -> bool {
        let (word, bit) = place(line);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the lines that are marked and not marked there.
    pub(super) fn without(&self, other: &Self) -> impl Iterator<Item = u64> {
        let end = self.0.len() as u64 * 64;
        (0..end).filter(|line| self.contains(*line) && !other.contains(*line))
    }
}

fn place(line: u64) -> (usize, u64) {
    let word = usize::try_from(line / 64).unwrap_or(usize::MAX);
    (word, 1 << (line % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_beyond_others_is_told() {
        let (mut marks, mut other) = (Marks::default(), Marks::default());
        for line in [1, 63, 64, 200] {
            marks.insert(line);
        }
        other.insert(64);
        assert!(marks.contains(200) && !marks.contains(2) && !marks.contains(900));
        assert_eq!(marks.without(&other).collect::<Vec<_>>(), [1, 63, 200]);
    }
}
