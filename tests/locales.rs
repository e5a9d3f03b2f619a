//! Every text that the program shows is in both languages, with the arguments that it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast;
use proc_macro2::{TokenStream, TokenTree};

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

/// Reads the catalogue of a language, each file of which has the ids that begin with its name.
fn catalogue(tag: &str) -> Catalogue {
    let mut catalogue = Catalogue::new();
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
            let id = message.id.name.to_owned();
            let rest = id.strip_prefix(area.as_str());
            assert!(
                rest.is_some_and(|rest| rest.starts_with('-')),
                "{shown}: {id} does not begin with {area}-"
            );
            let value = message.value.as_ref();
            assert!(value.is_some(), "{shown}: {id} has no text of its own");
            let mut read = Message::default();
            for attribute in &message.attributes {
                read.attributes.insert(attribute.id.name.to_owned());
                of_pattern(&attribute.value, &mut read.arguments);
            }
            of_pattern(value.expect("checked"), &mut read.arguments);
            let earlier = catalogue.insert(id.clone(), read);
            assert!(earlier.is_none(), "{shown}: {id} is there twice");
        }
    }
    catalogue
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

/// Returns the arguments that the code gives each text, with the places where it does.
fn uses() -> BTreeMap<String, Vec<(String, BTreeSet<String>)>> {
    let mut uses = BTreeMap::new();
    for path in files(&root().join("src/bin"), "rs") {
        let source = fs::read_to_string(&path).expect("a file");
        let tokens: TokenStream = source.parse().expect("Rust");
        let shown = path
            .strip_prefix(root())
            .expect("a path")
            .display()
            .to_string();
        of_tokens(tokens, &shown, &mut uses);
    }
    uses
}

fn of_tokens(
    tokens: TokenStream,
    path: &str,
    uses: &mut BTreeMap<String, Vec<(String, BTreeSet<String>)>>,
) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        of_tokens(group.stream(), path, uses);
        let is_text = at >= 2
            && matches!(&tokens[at - 2], TokenTree::Ident(name) if name == "text")
            && matches!(&tokens[at - 1], TokenTree::Punct(mark) if mark.as_char() == '!');
        // The macro's own definition calls itself with `@`.
        let is_inner = || group.stream().to_string().starts_with('@');
        if is_text && !is_inner() {
            let (id, arguments) = of_call(group.stream());
            uses.entry(id)
                .or_default()
                .push((path.to_owned(), arguments));
        }
    }
}

/// Reads `"id", name = value, name` of one `text!`.
fn of_call(tokens: TokenStream) -> (String, BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut parts =
        tokens.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','));
    let id = match parts.next() {
        Some([TokenTree::Literal(id)]) => id.to_string().trim_matches('"').to_owned(),
        other => panic!("the id of a text is not a literal: {other:?}"),
    };
    let names = parts.filter_map(|part| match part.first() {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        Some(other) => panic!("an argument of {id} begins with {other}"),
        None => None,
    });
    (id.clone(), names.collect())
}

#[test]
fn both_languages_have_the_same_texts() {
    let (en, zh) = (catalogue("en"), catalogue("zh-CN"));
    let ids = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    let differing: Vec<_> = ids(&en).symmetric_difference(&ids(&zh)).cloned().collect();
    assert!(differing.is_empty(), "in one language only: {differing:?}");
    for (id, message) in &en {
        assert_eq!(message, &zh[id], "{id} differs between the languages");
    }
}

#[test]
fn every_text_of_the_program_is_in_the_catalogues_with_its_arguments() {
    let en = catalogue("en");
    for (id, calls) in uses() {
        let Some(message) = en.get(&id) else {
            panic!("{id} of {} is not in the catalogues", calls[0].0);
        };
        for (path, arguments) in calls {
            assert_eq!(
                arguments, message.arguments,
                "the arguments of {id} in {path} are not those of the catalogues"
            );
        }
    }
}

#[test]
fn no_text_of_the_catalogues_is_unused() {
    let uses = uses();
    let unused: Vec<_> = catalogue("en")
        .into_keys()
        .filter(|id| !uses.contains_key(id))
        .collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}
