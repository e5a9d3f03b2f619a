//! The pages, and the blocks of code in them.

use std::path::{Path, PathBuf};

/// A page in one language.
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) lines: Vec<String>,
    pub(crate) blocks: Vec<Block>,
}

/// A fenced block of code.
#[derive(Clone)]
pub(crate) struct Block {
    /// The words after the fence: the language, and how it is run.
    pub(crate) info: Vec<String>,
    /// The line after the fence, counted from 0.
    pub(crate) start: usize,
    pub(crate) lines: Vec<String>,
}

/// A command of a transcript, and what the page says that it prints.
pub(crate) struct Step {
    pub(crate) command: String,
    pub(crate) printed: Vec<String>,
    /// The first line of what is printed, counted from 0 in the page.
    pub(crate) start: usize,
}

pub(crate) fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Block {
    pub(crate) fn language(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    pub(crate) fn is(&self, word: &str) -> bool {
        self.info.iter().skip(1).any(|known| known == word)
    }

    /// Returns the name of the file that this block is.
    pub(crate) fn file(&self) -> Option<&str> {
        if ["sh", "console", "text", ""].contains(&self.language()) {
            return None;
        }
        let first = self.lines.iter().find(|line| *line != "<?php")?;
        let comment = ["// ", "# "];
        let name = comment.iter().find_map(|mark| first.strip_prefix(mark))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        (name.contains('.') && name.chars().all(plain)).then_some(name)
    }

    /// Returns the commands: of a transcript with what they print, else all as one.
    pub(crate) fn steps(&self) -> Vec<Step> {
        if self.language() != "console" {
            return vec![Step {
                command: self.lines.join("\n"),
                printed: Vec::new(),
                start: self.start,
            }];
        }
        let mut steps: Vec<Step> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let after = self.start + index + 1;
            if let Some(command) = line.strip_prefix("$ ") {
                steps.push(Step {
                    command: command.to_owned(),
                    printed: Vec::new(),
                    start: after,
                });
                continue;
            }
            let step = steps.last_mut().expect("a transcript begins with `$ `");
            match line.strip_prefix("> ") {
                Some(more) if step.printed.is_empty() => {
                    step.command.push('\n');
                    step.command.push_str(more);
                    step.start = after;
                }
                Some(_) | None => step.printed.push(line.clone()),
            }
        }
        steps
    }
}

impl Page {
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for (index, line) in lines.iter().enumerate() {
            match line.strip_prefix("```") {
                Some(info) if !open => {
                    open = true;
                    blocks.push(Block {
                        info: info.split_whitespace().map(str::to_owned).collect(),
                        start: index + 1,
                        lines: Vec::new(),
                    });
                }
                Some(_) => open = false,
                None if open => blocks.last_mut().unwrap().lines.push(line.clone()),
                None => {}
            }
        }
        assert!(!open, "{}: a fence is not closed", path.display());
        Self {
            path: path.to_owned(),
            lines,
            blocks,
        }
    }

    /// Returns the path within the repository.
    pub(crate) fn name(&self) -> String {
        let name = self.path.strip_prefix(top()).unwrap();
        name.to_string_lossy().into_owned()
    }

    pub(crate) fn is_chinese(&self) -> bool {
        self.name().contains("zh-CN")
    }

    /// Returns the lines outside of blocks, with their numbers from 0.
    pub(crate) fn prose(&self) -> impl Iterator<Item = (usize, &String)> {
        let inside = |index: usize| {
            self.blocks
                .iter()
                .any(|block| (block.start - 1..=block.start + block.lines.len()).contains(&index))
        };
        self.lines
            .iter()
            .enumerate()
            .filter(move |(index, _)| !inside(*index))
    }
}

/// Pages for people who work on the program: in English, and nothing in them is run.
const FOR_CONTRIBUTORS: [&str; 1] = ["docs/architecture.md"];

fn markdown(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(top().join(folder)).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| {
            !FOR_CONTRIBUTORS
                .iter()
                .any(|other| *path == top().join(other))
        })
        .collect();
    files.sort();
    files
}

/// Returns the pages that people read, in English or Chinese.
pub(crate) fn all(chinese: bool) -> Vec<Page> {
    let (readme, folder) = if chinese {
        ("README.zh-CN.md", "docs/zh-CN")
    } else {
        ("README.md", "docs")
    };
    let mut paths = vec![top().join(readme)];
    paths.extend(markdown(folder));
    paths.iter().map(|path| Page::read(path)).collect()
}
