//! How many files and connections the system lets a server have open.

/// What a server opens besides connections of its listeners: the store, its deliveries, keys.
#[cfg(unix)]
const OTHER_FILES: u64 = 512;

/// Raises the limit as far as these connections need it, to both listeners, and the system allows
/// it. The usual limit of 1024 is less than the default of `--max-connections` needs, and without
/// files left, not even `/healthz` responds.
pub(super) fn raise(max_connections: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let needed = 2 * u64::from(max_connections) + OTHER_FILES;
        let mut limit = getrlimit(Resource::Nofile);
        let allowed = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
        if limit.current.is_some_and(|current| current < allowed) {
            limit.current = Some(allowed);
            // If the system refuses it, connections wait where there are too many.
            let _ = setrlimit(Resource::Nofile, limit);
        }
    }
    #[cfg(not(unix))]
    let _ = max_connections;
}
