//! What was typed, in the characters that the program reads: a Chinese input method writes `１．５`,
//! and word processors turn `--` into a dash.

/// The dashes that stand for one or two hyphens.
pub(crate) const DASHES: [char; 6] = ['-', '—', '–', '―', '−', '－'];

/// Returns a text with the ASCII characters for those of a Chinese input method.
pub(crate) fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        '、' => ',',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '¥',
        dash if DASHES.contains(&dash) => '-',
        other => other,
    };
    // What a web page or a chat leaves in a text that is copied.
    let is_invisible = |c: &char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let seen = text.chars().filter(|c| !is_invisible(c));
    seen.map(plain).collect()
}
