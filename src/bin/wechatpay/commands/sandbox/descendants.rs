//! The processes under this one, where the system can tell.

/// Makes this process the parent of those below it whose own parents end from now on.
#[cfg(target_os = "linux")]
pub(super) fn adopt() {
    use rustix::process::{getpid, set_child_subreaper};
    let _ = set_child_subreaper(Some(getpid()));
}

#[cfg(not(target_os = "linux"))]
pub(super) fn adopt() {}

/// Calls `act` once for each process below this one, those that start meanwhile included.
#[cfg(target_os = "linux")]
pub(super) fn each(act: impl Fn(rustix::process::Pid)) {
    let mut known = std::collections::BTreeSet::new();
    loop {
        let found = below(rustix::process::getpid().as_raw_pid());
        let new: Vec<_> = found.into_iter().filter(|id| known.insert(*id)).collect();
        if new.is_empty() {
            return;
        }
        for id in new.into_iter().filter_map(rustix::process::Pid::from_raw) {
            act(id);
        }
    }
}

/// Returns the processes below one.
#[cfg(target_os = "linux")]
fn below(root: i32) -> Vec<i32> {
    let folders = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = folders.filter_map(|folder| folder.file_name().to_str()?.parse::<i32>().ok());
    let parents: Vec<_> = ids.filter_map(|id| Some((id, parent(id)?))).collect();
    let mut below = vec![root];
    let mut next = 0;
    while let Some(above) = below.get(next).copied() {
        let children = parents.iter().filter(|(_, parent)| *parent == above);
        below.extend(children.map(|(id, _)| *id));
        next += 1;
    }
    below.split_off(1)
}

/// Returns the parent of a process.
#[cfg(target_os = "linux")]
fn parent(id: i32) -> Option<i32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name before it may hold spaces and parentheses.
    let (_, behind_name) = stat.rsplit_once(')')?;
    behind_name.split_whitespace().nth(1)?.parse().ok()
}
