//! Every text that the program shows is in all languages, with the arguments that it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast;
use proc_macro2::{TokenStream, TokenTree};
use wechatpay::diagnose::{Cause, Subject};
use wechatpay::doctor::CheckId;
use wechatpay::protocol::language::Lang;
use wechatpay::sandbox::FaultKind;
use wechatpay::sandbox::trigger::Fault;

/// The arguments of each text, and its attributes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    arguments: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

type Catalogue = BTreeMap<String, Message>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|name| name == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Reads the catalogue of a language.
fn catalogue(tag: &str) -> Catalogue {
    let mut catalogue = Catalogue::new();
    of_language(tag, |message| {
        let mut read = Message::default();
        for attribute in &message.attributes {
            read.attributes.insert(attribute.id.name.to_owned());
            of_pattern(&attribute.value, &mut read.arguments);
        }
        of_pattern(
            message.value.as_ref().expect("checked"),
            &mut read.arguments,
        );
        let id = message.id.name;
        let earlier = catalogue.insert(id.to_owned(), read);
        assert!(earlier.is_none(), "{id} is there twice");
    });
    catalogue
}

/// Visits the texts of a language, each file of which has the ids that begin with its name.
fn of_language(tag: &str, mut visit: impl FnMut(&ast::Message<&str>)) {
    for path in files(&root().join("locales").join(tag), "ftl") {
        let source = fs::read_to_string(&path).expect("a catalogue");
        let shown = path.strip_prefix(root()).expect("a path").display();
        let resource = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{shown}: {errors:?}"));
        let area = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name;
            let rest = id.strip_prefix(area.as_str());
            assert!(
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
                "{shown}: {id} does not begin with {area}-"
            );
            let has_text = message.value.is_some();
            assert!(has_text, "{shown}: {id} has no text of its own");
            visit(&message);
        }
    }
}

fn of_pattern(pattern: &ast::Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            of_expression(expression, arguments);
        }
    }
}

fn of_expression(expression: &ast::Expression<&str>, arguments: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => of_inline(inline, arguments),
        ast::Expression::Select { selector, variants } => {
            of_inline(selector, arguments);
            for variant in variants {
                of_pattern(&variant.value, arguments);
            }
        }
    }
}

fn of_inline(inline: &ast::InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            arguments.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => of_expression(expression, arguments),
        ast::InlineExpression::StringLiteral { .. }
        | ast::InlineExpression::NumberLiteral { .. } => {}
        ast::InlineExpression::FunctionReference { id, .. } => {
            panic!("the function {} is not known", id.name)
        }
        ast::InlineExpression::MessageReference { id, .. }
        | ast::InlineExpression::TermReference { id, .. } => {
            panic!("the text {} is in another text", id.name)
        }
    }
}

/// A call that makes a text.
struct Use {
    path: String,
    id: String,
    /// What a sentence of the library says in English.
    english: Option<String>,
    arguments: BTreeSet<String>,
}

/// Finds the calls of `text!` in the program, of `sentence!` in the library, and of `words!`
/// in the sandbox's page.
fn uses() -> Vec<Use> {
    let mut uses = Vec::new();
    for path in files(&root().join("src"), "rs") {
        let source = fs::read_to_string(&path).expect("a file");
        let tokens: TokenStream = source.parse().expect("Rust");
        let path = path.strip_prefix(root()).expect("a path");
        let names: &[&str] = if path.starts_with("src/bin") {
            &["text"]
        } else if path.starts_with("src/sandbox/page") {
            &["sentence", "words"]
        } else {
            &["sentence"]
        };
        of_tokens(tokens, &path.display().to_string(), names, &mut uses);
    }
    uses
}

fn of_tokens(tokens: TokenStream, path: &str, names: &[&str], uses: &mut Vec<Use>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        of_tokens(group.stream(), path, names, uses);
        let is_text = at >= 2
            && matches!(&tokens[at - 2], TokenTree::Ident(ident) if names.iter().any(|name| ident == name))
            && matches!(&tokens[at - 1], TokenTree::Punct(mark) if mark.as_char() == '!');
        // The macro's own definition calls itself with `@`.
        let is_inner = || group.stream().to_string().starts_with('@');
        if is_text && !is_inner() {
            uses.push(of_call(group.stream(), path));
        }
    }
}

/// Reads `"id", name = value, name` of a `text!` or a `words!`, or `"id", "English", name = value; part: value`
/// of a `sentence!`.
fn of_call(tokens: TokenStream, path: &str) -> Use {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let between = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if ",;".contains(mark.as_char()));
    let literal = |part: &[TokenTree]| match part {
        [TokenTree::Literal(literal)] => {
            let literal: syn::LitStr = syn::parse_str(&literal.to_string()).expect("a text");
            Some(literal.value())
        }
        _ => None,
    };
    let mut parts = tokens.split(between).peekable();
    let id = parts
        .next()
        .and_then(literal)
        .unwrap_or_else(|| panic!("the id of a text in {path} is not a literal"));
    let english = parts.next_if(|part| literal(part).is_some());
    let names = parts.filter_map(|part| match part.first() {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        Some(other) => panic!("an argument of {id} begins with {other}"),
        None => None,
    });
    Use {
        path: path.to_owned(),
        arguments: names.collect(),
        english: english.and_then(literal),
        id,
    }
}

#[test]
fn all_languages_have_the_same_texts() {
    let en = catalogue("en");
    let ids = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    for tag in Lang::ALL.map(Lang::tag) {
        let other = catalogue(tag);
        let differing: Vec<_> = ids(&en)
            .symmetric_difference(&ids(&other))
            .cloned()
            .collect();
        assert!(
            differing.is_empty(),
            "not in both en and {tag}: {differing:?}"
        );
        for (id, message) in &en {
            assert_eq!(message, &other[id], "{id} differs in {tag}");
        }
    }
}

#[test]
fn every_text_of_the_code_is_in_the_catalogues_with_its_arguments() {
    let en = catalogue("en");
    for Use {
        path,
        id,
        arguments,
        ..
    } in uses()
    {
        let Some(message) = en.get(&id) else {
            panic!("{id} of {path} is not in the catalogues");
        };
        assert_eq!(
            arguments, message.arguments,
            "the arguments of {id} in {path} are not those of the catalogues"
        );
    }
}

#[test]
fn a_sentence_of_the_library_is_the_english_of_the_catalogue() {
    let mut catalogue = BTreeMap::new();
    of_language("en", |message| {
        let pattern = message.value.as_ref().expect("checked");
        let format: String = pattern.elements.iter().map(as_format).collect();
        catalogue.insert(message.id.name.to_owned(), format);
    });
    let sentences = uses()
        .into_iter()
        .filter_map(|one| Some((one.id, one.english?)));
    for (id, english) in sentences {
        assert_eq!(catalogue.get(&id), Some(&english), "{id}");
    }
}

/// Writes a part of a text as `format!` has it.
fn as_format(element: &ast::PatternElement<&str>) -> String {
    let expression = match element {
        ast::PatternElement::TextElement { value } => return (*value).to_owned(),
        ast::PatternElement::Placeable { expression } => expression,
    };
    match expression {
        ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
            format!("{{{}}}", id.name)
        }
        ast::Expression::Inline(ast::InlineExpression::StringLiteral { value }) => {
            value.replace('{', "{{").replace('}', "}}")
        }
        other => format!("{other:?}"),
    }
}

/// Returns the ids of what is wrong with a notification, and of how it is handled.
fn texts_of_fault(fault: Fault) -> [String; 2] {
    [format!("trigger-{fault}"), format!("trigger-fix-{fault}")]
}

#[test]
fn every_fault_of_a_notification_has_its_texts() {
    let en = catalogue("en");
    for id in Fault::ALL.into_iter().flat_map(texts_of_fault) {
        assert!(en.contains_key(&id), "{id} is not in the catalogues");
    }
}

/// Returns the texts whose ids are made of the names in a table.
fn named_by_a_table() -> Vec<String> {
    let mut ids = Vec::new();
    for cause in Cause::ALL {
        let texts = Subject::ALL.map(|subject| [cause.meaning(subject), cause.fix(subject)]);
        ids.extend(texts.iter().flatten().map(|text| text.id().to_owned()));
    }
    ids.extend(FaultKind::ALL.map(|kind| kind.description().id().to_owned()));
    ids.extend(Fault::ALL.into_iter().flat_map(texts_of_fault));
    ids.extend(
        CheckId::ALL
            .iter()
            .map(|check| format!("doctor-{}", check.name())),
    );
    ids
}

#[test]
fn no_text_of_the_catalogues_is_unused() {
    let mut used: BTreeSet<String> = uses().into_iter().map(|one| one.id).collect();
    used.extend(named_by_a_table());
    // Those of help pages are found by their place: `help::texts_test` in the program.
    let unused: Vec<_> = catalogue("en")
        .into_keys()
        .filter(|id| !used.contains(id) && !id.starts_with("help-"))
        .collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

#[test]
fn chinese_findings_have_chinese_words_and_marks() {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    of_language("zh-CN", |message| {
        let id = message.id.name;
        let pattern = message.value.as_ref().expect("checked");
        let text: String = pattern.elements.iter().map(as_format).collect();
        // What stands between values, and what is code.
        let is_code = text.contains("openssl") || text.contains("()") || text.contains('`');
        if !id.starts_with("finding-") || is_code {
            return;
        }
        let words = text.split(['{', '}']).step_by(2).collect::<String>();
        if words.contains(char::is_alphabetic) {
            assert!(words.contains(is_chinese), "{id}: {text}");
        }
        for mark in [", ", "; ", ": ", "(", "!"] {
            assert!(!text.contains(mark), "{id}: {text}");
        }
    });
}

/// What stands in the place of code and of arguments when marks are looked at.
const CODE: char = '§';

/// Returns a text without the code in backticks and without its arguments.
fn without_code(pattern: &ast::Pattern<&str>) -> String {
    let whole: String = pattern
        .elements
        .iter()
        .map(|element| match element {
            ast::PatternElement::TextElement { value } => (*value).to_owned(),
            ast::PatternElement::Placeable { .. } => CODE.to_string(),
        })
        .collect();
    let parts: Vec<_> = whole.split('`').step_by(2).collect();
    parts.join(&CODE.to_string())
}

/// Returns what is wrong with the marks of a Chinese text.
fn wrong_marks(text: &str) -> Vec<String> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_half = |c: char| ",;:!?()".contains(c);
    let is_full = |c: char| "，。；：！？、（）「」“”".contains(c);
    let mut found = Vec::new();
    for line in text.lines() {
        let line: Vec<char> = line.trim().chars().collect();
        for pair in line.windows(2) {
            let (one, other) = (pair[0], pair[1]);
            let is_wrong = is_han(one) && is_half(other)
                || is_half(one) && is_han(other)
                || is_full(one) && other == ' '
                || one == ' ' && is_full(other);
            if is_wrong {
                found.push(format!("{one}{other}"));
            }
        }
        for three in line.windows(3) {
            let (one, between, other) = (three[0], three[1], three[2]);
            let is_gap = is_han(one) && between == ' ' && is_han(other);
            let is_quoted = one == '\'' && between == CODE && other == '\'';
            if is_gap || is_quoted || three.iter().all(|c| *c == '.') {
                found.push(three.iter().collect());
            }
        }
    }
    found
}

#[test]
fn chinese_texts_have_chinese_marks() {
    // Commands and usage lines are written as they are typed.
    const TYPED: &[&str] = &["examples", "usage"];
    let mut found = Vec::new();
    of_language("zh-CN", |message| {
        let id = message.id.name;
        let others = message.attributes.iter();
        let others = others.filter(|attribute| !TYPED.contains(&attribute.id.name));
        let patterns = message.value.iter().chain(others.map(|one| &one.value));
        for text in patterns.map(without_code) {
            // A shell takes its words between straight quotes.
            let is_shell = text.contains("--trust-folder");
            let wrong = wrong_marks(&text);
            if !wrong.is_empty() && !is_shell {
                found.push(format!("{id}: {wrong:?}: {text}"));
            }
        }
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns the lines of the snapshots that are shown in Chinese.
fn chinese_lines() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["errors", "pages"] {
        for path in files(&root().join("tests/snapshots").join(folder), "snap") {
            let text = fs::read_to_string(&path).expect("a snapshot");
            let mut is_chinese = false;
            for line in text.lines() {
                if line.starts_with("$ ") || line.starts_with("[en, ") {
                    is_chinese = false;
                } else if line.starts_with("[zh, ") {
                    is_chinese = true;
                } else if is_chinese {
                    found.push(line.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn what_is_shown_in_chinese_has_no_english_phrases() {
    // What WeChat's login server says, and names of the wire.
    const OTHERS: &[&str] = &["code been used, rid:", "profile: sandbox"];
    let is_word = |word: &str| {
        let word = word.trim_end_matches([',', ';', ':', '.']);
        word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase())
    };
    let lines = chinese_lines();
    assert!(lines.len() > 300, "{}", lines.len());
    let mut found = Vec::new();
    for line in lines {
        let plain = line.split("用法：").next().unwrap_or_default();
        let pieces = plain.split(['`', '“', '”', '"', '（']);
        let pieces = pieces.filter(|piece| !piece.starts_with("wechatpay"));
        let has_phrase = |piece: &str| {
            let words: Vec<&str> = piece.split_whitespace().collect();
            words
                .windows(2)
                .any(|pair| is_word(pair[0]) && is_word(pair[1]))
        };
        let is_of_others = OTHERS.iter().any(|words| line.contains(words));
        if !is_of_others && pieces.into_iter().any(has_phrase) {
            found.push(line);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Words that only this project used, which a reader would have to learn.
const PRIVATE_WORDS: &[&str] = &["mends", "mended", "amiss", "askew"];

/// Others that are private only in what people read.
const PRIVATE_IN_TEXTS: &[&str] = &[
    "anew",
    "nobody",
    "somebody",
    "so many",
    "this often",
    "at hand",
];

/// Finds the lines of files that have one of the words, whatever stands around it.
fn lines_with(words: &[&str], paths: Vec<PathBuf>) -> Vec<String> {
    let mut found = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a file");
        for (number, line) in text.lines().enumerate() {
            let separate = |c: char| if c.is_alphanumeric() { c } else { ' ' };
            let plain: String = line.to_lowercase().chars().map(separate).collect();
            let plain: Vec<&str> = plain.split_whitespace().collect();
            let plain = format!(" {} ", plain.join(" "));
            let has = |word: &&&str| plain.contains(&format!(" {word} "));
            if let Some(word) = words.iter().find(has) {
                let path = path.strip_prefix(root()).expect("a path").display();
                found.push(format!("{path}:{}: {word}", number + 1));
            }
        }
    }
    found
}

#[test]
fn texts_and_code_are_written_in_plain_words() {
    let codes = root().join("src/protocol/error_code/codes.json");
    let mut texts = files(&root().join("locales/en"), "ftl");
    texts.push(codes);
    let mut found = lines_with(PRIVATE_IN_TEXTS, texts.clone());
    texts.extend(files(&root().join("src"), "rs"));
    texts.extend(files(&root().join("docs"), "md"));
    found.extend(lines_with(PRIVATE_WORDS, texts));
    assert_eq!(found, Vec::<String>::new());
}
