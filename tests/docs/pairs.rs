//! The two languages: the same pages, sections and code; and links that lead somewhere.

use std::collections::BTreeSet;
use std::path::Path;

use crate::pages::{self, Page};

/// Returns the levels of the headings.
fn outline(page: &Page) -> Vec<usize> {
    page.prose()
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| line.bytes().take_while(|byte| *byte == b'#').count())
        .collect()
}

/// Returns what does not depend on the language: commands and files, not what is printed.
fn code(page: &Page) -> Vec<String> {
    let mut code = Vec::new();
    for block in &page.blocks {
        match block.language() {
            "text" => code.push("text".to_owned()),
            "console" => code.extend(block.steps().into_iter().map(|step| step.command)),
            "sh" => {
                let lines: Vec<&str> = block.lines.iter().map(|line| uncommented(line)).collect();
                code.push(format!("{:?}\n{}", block.info, lines.join("\n")));
            }
            _ => code.push(format!("{:?}\n{}", block.info, block.lines.join("\n"))),
        }
    }
    code
}

/// Leaves out the comment of a line of shell, which is in the page's language.
fn uncommented(line: &str) -> &str {
    if line.starts_with("# ") {
        return "#";
    }
    line.split_once("  # ")
        .map_or(line, |(code, _)| code)
        .trim_end()
}

/// Returns how many rows, list items and pictures the prose has.
fn shapes(page: &Page) -> [usize; 3] {
    let count = |of: &dyn Fn(&str) -> bool| page.prose().filter(|(_, line)| of(line)).count();
    [
        count(&|line| line.starts_with('|')),
        count(&|line| line.trim_start().starts_with("- ")),
        count(&|line| line.starts_with("![")),
    ]
}

#[test]
fn both_languages_have_the_same_pages_sections_and_code() {
    let (english, chinese) = (pages::all(false), pages::all(true));
    let names = |pages: &[Page]| -> Vec<String> {
        let names = pages.iter().map(Page::name);
        names
            .map(|name| name.replace("zh-CN/", "").replace(".zh-CN", ""))
            .collect()
    };
    assert_eq!(names(&english), names(&chinese));
    for (english, chinese) in english.iter().zip(&chinese) {
        let name = english.name();
        assert_eq!(outline(english), outline(chinese), "headings of {name}");
        let (ours, theirs) = (code(english), code(chinese));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours, theirs, "code of {name}");
        }
        assert_eq!(ours.len(), theirs.len(), "blocks of {name}");
        let [rows, items, pictures] = shapes(english);
        assert_eq!(
            [rows, items, pictures],
            shapes(chinese),
            "rows, items and pictures of {name}"
        );
    }
}

/// Returns the anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().replace('`', "");
    text.to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .collect()
}

fn anchors(path: &Path) -> BTreeSet<String> {
    let page = Page::read(path);
    let headings = page.prose().filter(|(_, line)| line.starts_with('#'));
    headings.map(|(_, line)| anchor(line)).collect()
}

/// Returns the targets of the links and pictures.
fn links(page: &Page) -> Vec<String> {
    let mut links = Vec::new();
    for (_, line) in page.prose() {
        let mut rest = line.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let (link, after) = after.split_once(')').unwrap();
            links.push(link.to_owned());
            rest = after;
        }
        for quoted in line.split("src=\"").skip(1) {
            links.push(quoted.split('"').next().unwrap().to_owned());
        }
    }
    links
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut wrong = Vec::new();
    let contributors = ["CONTRIBUTING.md", "docs/architecture.md"];
    let others = contributors.map(|name| Page::read(&pages::top().join(name)));
    let (english, chinese) = (pages::all(false), pages::all(true));
    for page in english.iter().chain(&chinese).chain(&others) {
        for link in links(page) {
            if link.contains("://") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                page.path.clone()
            } else {
                page.path.parent().unwrap().join(file)
            };
            let found =
                target.exists() && (heading.is_empty() || anchors(&target).contains(heading));
            if !found {
                wrong.push(format!("{}: {link}", page.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_listed_in_the_index() {
    for (chinese, index) in [(false, "docs/README.md"), (true, "docs/zh-CN/README.md")] {
        let index = Page::read(&pages::top().join(index));
        let linked = links(&index);
        for page in pages::all(chinese).iter().skip(1) {
            let name = page
                .path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let listed = name == "README.md" || linked.contains(&name);
            assert!(listed, "{} does not list {name}", index.name());
        }
    }
}
