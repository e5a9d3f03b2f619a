//! The house from its imports: a layer uses what stands below it, and no files go round in circles.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Each module of the library, and the modules that it may use, all of which stand below it.
const LAYERS: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("capture", &["protocol"]),
    ("diagnose", &["protocol"]),
    ("ambient", &["protocol"]),
    ("backoff", &["ambient"]),
    ("fs", &[]),
    ("error_chain", &[]),
    ("shell", &[]),
    ("spreadsheet", &[]),
    ("migration", &[]),
    ("loopback", &[]),
    ("transport", &["protocol", "error_chain", "loopback"]),
    ("notify_url", &["loopback"]),
    ("error", &["protocol", "transport"]),
    (
        "profile",
        &["protocol", "diagnose", "fs", "loopback", "shell"],
    ),
    (
        "inbox",
        &[
            "protocol",
            "ambient",
            "error_chain",
            "fs",
            "loopback",
            "migration",
        ],
    ),
    (
        "client",
        &[
            "protocol",
            "ambient",
            "backoff",
            "transport",
            "error",
            "profile",
        ],
    ),
    (
        "orders",
        &["protocol", "ambient", "notify_url", "error", "client"],
    ),
    (
        "refunds",
        &["protocol", "ambient", "fs", "notify_url", "error", "client"],
    ),
    (
        "batch",
        &[
            "protocol",
            "ambient",
            "backoff",
            "fs",
            "profile",
            "transport",
            "error",
            "client",
            "notify_url",
            "orders",
            "refunds",
        ],
    ),
    ("login", &["protocol", "transport", "error"]),
    (
        "receiver",
        &[
            "protocol",
            "ambient",
            "backoff",
            "error_chain",
            "fs",
            "loopback",
            "inbox",
        ],
    ),
    (
        "sandbox",
        &[
            "protocol",
            "diagnose",
            "ambient",
            "error_chain",
            "fs",
            "loopback",
            "migration",
            "transport",
            "profile",
        ],
    ),
    (
        "serving",
        &[
            "protocol",
            "ambient",
            "profile",
            "transport",
            "error",
            "client",
            "notify_url",
            "orders",
            "login",
            "loopback",
            "inbox",
            "receiver",
        ],
    ),
    (
        "listen",
        &[
            "protocol",
            "ambient",
            "backoff",
            "fs",
            "transport",
            "inbox",
            "receiver",
        ],
    ),
    (
        "bills",
        &[
            "protocol",
            "ambient",
            "backoff",
            "fs",
            "transport",
            "error",
            "client",
        ],
    ),
    (
        "certificates",
        &["protocol", "ambient", "fs", "error", "profile", "client"],
    ),
    (
        "setup",
        &[
            "protocol",
            "fs",
            "notify_url",
            "profile",
            "error",
            "client",
            "certificates",
            "sandbox",
        ],
    ),
    (
        "doctor",
        &[
            "protocol",
            "ambient",
            "loopback",
            "transport",
            "notify_url",
            "error",
            "profile",
            "client",
        ],
    ),
    (
        "demo",
        &[
            "protocol",
            "diagnose",
            "ambient",
            "profile",
            "inbox",
            "transport",
            "notify_url",
            "error",
            "client",
            "login",
            "orders",
            "receiver",
            "sandbox",
            "serving",
            "explain",
        ],
    ),
    (
        "explain",
        &[
            "protocol", "capture", "diagnose", "ambient", "fs", "profile", "sandbox",
        ],
    ),
];

/// The modules that are pure values, and what would let the world in.
const PURE: &[&str] = &["protocol", "capture", "diagnose"];
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "rand",
    "reqwest",
    "tokio",
];

/// What belongs to the program alone.
const PROGRAM: &[&str] = &["clap", "dialoguer", "dirs", "std::env", "std::process"];

/// The files of the library that start programs.
const START_PROGRAMS: [&str; 3] = [
    "profile/secret_command.rs",
    "profile/system_keyring.rs",
    "receiver/forward/exec.rs",
];

/// The files of the binary that may know its commands.
const KNOW_COMMANDS: &[&str] = &["main.rs", "dispatch.rs", "usage.rs"];

/// Files that begin one of the two crates.
const ROOTS: [(&str, &str); 2] = [("wechatpay", "lib.rs"), ("bin", "bin/wechatpay/main.rs")];

/// A path that a file names: its segments, from the crate's name on.
type Named = Vec<String>;

/// A source file: its module, what it names outside of tests, and what it re-exports.
struct Source {
    /// The macros that the file exports at the root of the crate.
    macros: Vec<String>,
    file: String,
    module: Named,
    named: BTreeSet<Named>,
    /// The name under which something is re-exported, and where it comes from.
    exports: BTreeMap<String, Named>,
}

/// Collects the paths that a file names, with `crate`, `self` and `super` resolved.
struct Names<'a> {
    module: &'a Named,
    named: BTreeSet<Named>,
    /// What the file imports, by the name that it has here.
    imports: BTreeMap<String, Named>,
    /// The paths that begin with a name that may be imported.
    relative: Vec<Named>,
    exports: BTreeMap<String, Named>,
    children: Vec<String>,
    /// Modules written inside the file, in which `super` is one level less.
    inner: usize,
}

impl Names<'_> {
    fn resolve(&self, path: &[String]) -> Named {
        let mut base = self.module.clone();
        let mut rest = path;
        let mut inner = self.inner;
        match path.first().map(String::as_str) {
            Some("crate") => {
                base.truncate(1);
                rest = &path[1..];
            }
            Some("self") => rest = &path[1..],
            Some("super") => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    if inner > 0 {
                        inner -= 1;
                    } else {
                        base.pop();
                    }
                    rest = &rest[1..];
                }
            }
            Some(child) if self.children.iter().any(|name| name == child) => {}
            Some(_) | None => return path.to_vec(),
        }
        base.extend_from_slice(rest);
        base
    }

    /// Adds what is named through a module that is imported, or is a child: `batch::run`.
    fn resolve_relative(&mut self) {
        for path in std::mem::take(&mut self.relative) {
            let imported = self.imports.get(&path[0]).cloned();
            if let Some(mut base) = imported {
                base.extend_from_slice(&path[1..]);
                self.named.insert(base);
            } else if self.children.contains(&path[0]) {
                let resolved = self.resolve(&path);
                self.named.insert(resolved);
            }
        }
    }

    fn take(&mut self, prefix: &[String], tree: &syn::UseTree, public: bool) {
        let under = |ident: &syn::Ident| {
            let mut path = prefix.to_vec();
            if ident != "self" || path.is_empty() {
                path.push(ident.to_string());
            }
            path
        };
        match tree {
            syn::UseTree::Path(path) => self.take(&under(&path.ident), &path.tree, public),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.take(prefix, tree, public);
                }
            }
            syn::UseTree::Name(name) => {
                let path = self.resolve(&under(&name.ident));
                self.used(name.ident.to_string(), path, public);
            }
            syn::UseTree::Rename(rename) => {
                let path = self.resolve(&under(&rename.ident));
                self.used(rename.rename.to_string(), path, public);
            }
            syn::UseTree::Glob(_) => {
                let path = self.resolve(prefix);
                self.named.insert(path);
            }
        }
    }

    fn used(&mut self, name: String, path: Named, public: bool) {
        self.imports.insert(name.clone(), path.clone());
        self.named.insert(path.clone());
        if public && self.inner == 0 {
            self.exports.insert(name, path);
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_some() {
            self.inner += 1;
            visit::visit_item_mod(self, item);
            self.inner -= 1;
        }
    }

    /// `pub(in crate::module)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = !matches!(item.vis, syn::Visibility::Inherited);
        self.take(&[], &item.tree, public);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Named = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let outside = ["std", "tokio", "rand", "reqwest", "wechatpay"];
        let begins = ["crate", "super", "self"].iter().chain(&outside);
        if segments.len() > 1 {
            if begins.into_iter().any(|name| segments[0] == *name) {
                let resolved = self.resolve(&segments);
                self.named.insert(resolved);
            } else {
                self.relative.push(segments);
            }
        }
        visit::visit_path(self, path);
    }
}

fn exports_macro(item: &syn::ItemMacro) -> bool {
    let is_exported = |attribute: &syn::Attribute| attribute.path().is_ident("macro_export");
    item.attrs.iter().any(is_exported)
}

/// Reads a file and the modules that it declares, but for those of tests.
fn read(file: &Path, module: &Named, folder: &Path, sources: &mut Vec<Source>) {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let text = std::fs::read_to_string(file).unwrap();
    let parsed =
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let declared: Vec<&syn::ItemMod> = parsed
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Mod(item) if item.content.is_none() => Some(item),
            _ => None,
        })
        .filter(|item| !is_for_tests(&item.attrs))
        .collect();
    let mut names = Names {
        module,
        named: BTreeSet::new(),
        imports: BTreeMap::new(),
        relative: Vec::new(),
        exports: BTreeMap::new(),
        children: declared.iter().map(|item| item.ident.to_string()).collect(),
        inner: 0,
    };
    names.visit_file(&parsed);
    names.resolve_relative();
    let Names {
        named,
        exports,
        children,
        ..
    } = names;
    let macros = parsed.items.iter().filter_map(|item| match item {
        syn::Item::Macro(item) if exports_macro(item) => item.ident.as_ref(),
        _ => None,
    });
    sources.push(Source {
        macros: macros.map(ToString::to_string).collect(),
        file: file.strip_prefix(&top).unwrap().display().to_string(),
        module: module.clone(),
        named,
        exports,
    });
    for child in children {
        let mut module = module.clone();
        module.push(child.clone());
        let flat = folder.join(format!("{child}.rs"));
        let nested = folder.join(&child).join("mod.rs");
        let file = if flat.exists() { flat } else { nested };
        read(&file, &module, &folder.join(&child), sources);
    }
}

fn sources() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for (name, root) in ROOTS {
        let file: PathBuf = top.join(root);
        let folder = file.parent().unwrap().to_owned();
        let first = sources.len();
        read(&file, &vec![name.to_owned()], &folder, &mut sources);
        // Whatever file defines an exported macro, its path begins at the root.
        let macros: Vec<(String, Named)> = sources[first..]
            .iter_mut()
            .flat_map(|source| {
                let module = source.module.clone();
                let names = std::mem::take(&mut source.macros).into_iter();
                names.map(move |name| (name, module.clone()))
            })
            .collect();
        sources[first].exports.extend(macros);
    }
    sources
}

/// Finds the file that defines what a path names, through re-exports; none for other crates.
fn defined_in<'a>(by_module: &BTreeMap<&Named, &'a Source>, path: &Named) -> Option<&'a Source> {
    let mut path = path.clone();
    // A re-export leads to another, and these are few.
    for _ in 0..8 {
        let length = (1..=path.len())
            .rev()
            .find(|length| by_module.contains_key(&path[..*length].to_vec()))?;
        let source = by_module[&path[..length].to_vec()];
        let Some(origin) = path.get(length).and_then(|name| source.exports.get(name)) else {
            return Some(source);
        };
        let mut next = origin.clone();
        next.extend_from_slice(&path[length + 1..]);
        path = next;
    }
    None
}

/// Each file, and the files that it uses with a name of theirs.
fn edges(sources: &[Source]) -> BTreeMap<&str, BTreeMap<&str, String>> {
    let by_module = sources
        .iter()
        .map(|source| (&source.module, source))
        .collect();
    sources
        .iter()
        .map(|source| {
            let used = source.named.iter().filter_map(|path| {
                let used = defined_in(&by_module, path)?;
                (used.file != source.file).then(|| (used.file.as_str(), path.join("::")))
            });
            (source.file.as_str(), used.collect())
        })
        .collect()
}

/// Returns the module of the library that a file belongs to, if it belongs to one.
fn layer(file: &str) -> Option<&str> {
    let first = file.split('/').next()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (name != "bin" && name != "lib").then_some(name)
}

#[test]
fn a_module_uses_only_what_stands_below_it() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (file, used) in edges(&sources) {
        let Some(own) = layer(file) else { continue };
        let below = LAYERS.iter().find(|(name, _)| *name == own);
        let (_, below) = below.unwrap_or_else(|| panic!("{own} has no layer"));
        for (other, name) in used {
            let known = layer(other).is_some_and(|name| name == own || below.contains(&name));
            if !known {
                wrong.push(format!("{file} uses {other}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_is_pure_and_the_library_leaves_the_process_to_the_program() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(own) = layer(&source.file) else {
            continue;
        };
        let pure = if PURE.contains(&own) { IMPURE } else { &[] };
        for path in source.named.iter().map(|path| path.join("::")) {
            let is_named = |name: &&&str| path == **name || path.starts_with(&format!("{name}::"));
            let allowed = START_PROGRAMS.contains(&source.file.as_str())
                && path.starts_with("std::process::");
            if !allowed && pure.iter().chain(PROGRAM).any(|name| is_named(&name)) {
                wrong.push(format!("{} names {path}", source.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_dispatch_knows_the_commands() {
    let sources = sources();
    let edges = edges(&sources);
    let outside = edges.iter().filter_map(|(file, used)| {
        let name = file.strip_prefix("bin/wechatpay/")?;
        let is_command = name.starts_with("commands/");
        (!is_command && !KNOW_COMMANDS.contains(&name)).then_some((name, used))
    });
    let commands = |file: &&&str| file.starts_with("bin/wechatpay/commands/");
    let wrong: Vec<String> = outside
        .flat_map(|(name, used)| {
            let used = used.keys().filter(commands);
            used.map(move |other| format!("{name} uses {other}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the files that a file uses, directly and through others.
fn reached<'a>(
    edges: &BTreeMap<&'a str, BTreeMap<&'a str, String>>,
    file: &'a str,
) -> BTreeSet<&'a str> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![file]);
    while let Some(file) = open.pop() {
        for next in edges[file].keys() {
            if reached.insert(*next) {
                open.push(next);
            }
        }
    }
    reached
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = sources();
    let edges = edges(&sources);
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|file| (*file, reached(&edges, file)))
        .collect();
    let mut wrong = Vec::new();
    for (file, used) in &edges {
        let back = used
            .iter()
            .filter(|(other, _)| reached[*other].contains(file));
        wrong.extend(back.map(|(other, name)| format!("{file} uses {other}: {name}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
