//! The expected and the signed lines side by side, with the place where they part.

use super::visible::VisibleLine;

/// Two lines, one under the other, as far as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ComparedLine {
    /// The line's name in WeChat Pay's documentation.
    pub label: String,
    /// The line as it is expected.
    pub expected: String,
    /// What was signed instead; none if it is the same.
    pub signed: Option<DifferingLine>,
}

/// A line that differs from the expected one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DifferingLine {
    /// The line.
    pub text: String,
    /// The column in which it begins to differ.
    pub column: usize,
}

/// Compares the lines of two messages; none if they have different numbers of lines, which do not
/// belong together. A line longer than `width` is cut around what differs.
#[must_use]
pub fn compare(
    expected: &[VisibleLine],
    signed: &[VisibleLine],
    width: usize,
) -> Option<Vec<ComparedLine>> {
    if expected.len() != signed.len() {
        return None;
    }
    let pairs = expected.iter().zip(signed);
    Some(pairs.map(|(one, two)| compared(one, two, width)).collect())
}

fn compared(expected: &VisibleLine, signed: &VisibleLine, width: usize) -> ComparedLine {
    let label = signed.label.clone();
    let (one, two) = (&expected.text, &signed.text);
    if one == two {
        return ComparedLine {
            label,
            expected: window(one, 0, width).text,
            signed: None,
        };
    }
    let pairs = one.chars().zip(two.chars());
    let parting = pairs.take_while(|(a, b)| a == b).count();
    ComparedLine {
        label,
        expected: window(one, parting, width).text,
        signed: Some(window(two, parting, width)),
    }
}

/// Returns the beginning of a line.
#[must_use]
pub fn shortened(line: &VisibleLine, width: usize) -> String {
    window(&line.text, 0, width).text
}

/// Cuts a long line around a place, and says where in the cut that place is, in columns.
fn window(text: &str, place: usize, width: usize) -> DifferingLine {
    let chars: Vec<char> = text.chars().collect();
    let start = if chars.len() <= width {
        0
    } else {
        place.saturating_sub(width / 3).min(chars.len() - width)
    };
    let end = chars.len().min(start + width);
    let mut cut: String = chars[start..end].iter().collect();
    // Chinese characters take two columns.
    let columns = |c: &char| if *c < '\u{2e80}' { 1 } else { 2 };
    let before = &chars[start..place.clamp(start, end)];
    let mut column: usize = before.iter().map(columns).sum();
    if start > 0 {
        cut.insert(0, '…');
        column += 1;
    }
    if end < chars.len() {
        cut.push('…');
    }
    DifferingLine { text: cut, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> VisibleLine {
        VisibleLine {
            label: "body".to_owned(),
            text: text.to_owned() + "␊",
        }
    }

    #[test]
    fn a_long_line_is_cut_around_what_differs() {
        let (one, two) = ("一".repeat(30) + "x", "一".repeat(30) + "y");
        let compared = compare(&[line(&one)], &[line(&two)], 12).unwrap();
        let signed = compared[0].signed.as_ref().unwrap();
        assert!(signed.text.starts_with("…一"), "{}", signed.text);
        let before: Vec<char> = signed.text.chars().take_while(|c| *c != 'y').collect();
        assert_eq!(signed.column, 1 + (before.len() - 1) * 2);
        assert_eq!(compare(&[line(&one)], &[], 12), None);
    }
}
