#[test]
fn dump() {
    use clap::CommandFactory;
    fn walk(c: &clap::Command, path: Vec<String>) {
        let texts = super::texts::Texts::of(path.iter().map(String::as_str));
        println!("@C\t{}\t{:?}\t{:?}\t{:?}", texts.id(), c.get_about().map(|s| s.to_string()), c.get_long_about().map(|s| s.to_string()), c.get_after_long_help().or(c.get_after_help()).map(|s| s.to_string()));
        for a in c.get_arguments() {
            println!("@A\t{:?}\t{:?}\t{:?}\t{:?}", texts.ids_of(a), a.get_help().map(|s| s.to_string()), a.get_long_help().map(|s| s.to_string()), super::page::values_for_dump(a));
        }
        for s in c.get_subcommands() {
            let mut p = path.clone();
            p.push(s.get_name().to_owned());
            walk(s, p);
        }
    }
    walk(&crate::dispatch::Cli::command(), Vec::new());
}
