//! A layer uses what stands below it, never what stands beside or above.

use std::path::{Path, PathBuf};

/// Each top-level module, and what it must not name.
const LAYERS: [(&str, &[&str]); 13] = [
    (
        "capture",
        &[
            "crate::ambient",
            "crate::client",
            "crate::diagnose",
            "crate::error",
            "crate::inbox",
            "crate::login",
            "crate::profile",
            "crate::receiver",
            "crate::sandbox",
            "crate::transport",
            "std::fs",
            "std::net",
            "std::time::SystemTime",
            "tokio",
            "reqwest",
            "use rand::",
        ],
    ),
    (
        "protocol",
        &[
            "crate::ambient",
            "crate::client",
            "crate::diagnose",
            "crate::error",
            "crate::inbox",
            "crate::login",
            "crate::profile",
            "crate::receiver",
            "crate::sandbox",
            "crate::transport",
            "std::fs",
            "std::net",
            "std::time::SystemTime",
            "tokio",
            "reqwest",
            "use rand::",
        ],
    ),
    (
        "diagnose",
        &[
            "crate::ambient",
            "crate::client",
            "crate::error",
            "crate::inbox",
            "crate::login",
            "crate::profile",
            "crate::receiver",
            "crate::sandbox",
            "crate::transport",
            "std::fs",
            "std::net",
            "tokio",
            "reqwest",
            "use rand::",
        ],
    ),
    (
        "ambient.rs",
        &[
            "crate::client",
            "crate::login",
            "crate::receiver",
            "crate::sandbox",
        ],
    ),
    (
        "error.rs",
        &[
            "crate::client",
            "crate::login",
            "crate::receiver",
            "crate::sandbox",
        ],
    ),
    (
        "inbox",
        &[
            "crate::client",
            "crate::login",
            "crate::receiver",
            "crate::sandbox",
        ],
    ),
    (
        "profile",
        &[
            "crate::client",
            "crate::login",
            "crate::receiver",
            "crate::sandbox",
        ],
    ),
    (
        "transport.rs",
        &[
            "crate::client",
            "crate::login",
            "crate::receiver",
            "crate::sandbox",
        ],
    ),
    (
        "transport",
        &[
            "crate::client",
            "crate::login",
            "crate::receiver",
            "crate::sandbox",
        ],
    ),
    (
        "client",
        &["crate::login", "crate::receiver", "crate::sandbox"],
    ),
    (
        "login.rs",
        &["crate::client", "crate::receiver", "crate::sandbox"],
    ),
    (
        "receiver",
        &["crate::client", "crate::login", "crate::sandbox"],
    ),
    (
        "sandbox",
        &["crate::client", "crate::login", "crate::receiver"],
    ),
];

/// What no part of the library touches.
const NOWHERE: [&str; 4] = ["std::process", "std::env", "dirs::", "println!"];

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap_or_else(|_| panic!("{} is gone", path.display()));
    entries
        .flat_map(|entry| sources(&entry.expect("an entry").path()))
        .collect()
}

#[test]
fn no_layer_reaches_up_or_sideways() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (module, forbidden) in LAYERS {
        for file in sources(&top.join(module)) {
            let text = std::fs::read_to_string(&file).unwrap();
            let code: Vec<&str> = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            for name in forbidden.iter().chain(&NOWHERE) {
                let found = code.iter().find(|line| line.contains(name));
                assert!(
                    found.is_none(),
                    "{} names {name}: {}",
                    file.display(),
                    found.unwrap()
                );
            }
        }
    }
}

#[test]
fn every_module_has_its_layer() {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = std::fs::read_to_string(library).unwrap();
    for module in text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
    {
        let module = module.trim_end_matches(';');
        let known = LAYERS
            .iter()
            .any(|(name, _)| name.trim_end_matches(".rs") == module);
        assert!(known, "{module} stands in no layer");
    }
}
