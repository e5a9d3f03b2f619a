//! A page of Markdown as it grows.

use std::fmt::Write as _;

use serde_json::Value;

#[derive(Default)]
pub(crate) struct Markdown {
    pub(crate) text: String,
}

impl Markdown {
    pub(crate) fn line(&mut self, text: &str) {
        writeln!(self.text, "{}", text.trim_end()).unwrap();
        // A page has no two empty lines, and ends in none.
        while self.text.ends_with("\n\n\n") {
            self.text.pop();
        }
    }

    pub(crate) fn heading(&mut self, level: usize, text: &str) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
        self.line(&format!("{} {text}", "#".repeat(level)));
        self.line("");
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    pub(crate) fn code(&mut self, language: &str, code: &str) {
        self.line(&format!("```{language}"));
        for line in code.lines() {
            self.line(line);
        }
        self.line("```");
        self.line("");
    }

    /// Adds a part of a page of the program's help.
    pub(crate) fn part(&mut self, level: usize, part: &Value) {
        if let Some(heading) = part["heading"].as_str() {
            self.heading(level, heading);
        }
        if let Some(text) = part["text"].as_str() {
            for line in text.lines() {
                // Lines of a paragraph stay lines.
                let end = if line.is_empty() { "" } else { "  " };
                writeln!(self.text, "{}{end}", inline(line)).unwrap();
            }
        } else if let Some(rows) = part["rows"].as_array() {
            for row in rows {
                let mut lines = row["text"].as_str().unwrap().lines();
                let first = inline(lines.next().unwrap_or_default());
                self.line(&format!("- `{}`: {first}", row["name"].as_str().unwrap()));
                for line in lines {
                    self.line(&format!("  - {}", inline(line)));
                }
            }
        } else {
            self.code("console", part["code"].as_str().unwrap());
        }
        self.line("");
    }
}

/// Escapes what Markdown would take for its own, outside of code.
pub(crate) fn inline(text: &str) -> String {
    let mut escaped = String::new();
    let is_paired = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    for c in text.chars() {
        match c {
            '`' if is_paired => is_code = !is_code,
            '<' | '*' | '~' | '\\' | '`' if !is_code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}
