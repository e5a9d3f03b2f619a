//! 主备域名: the host that requests go to, the primary or its backup.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::transport::{Obstacle, Transport, TransportError};

/// How long requests go to the backup before the primary is tried again.
const PRIMARY_RETRY_INTERVAL: Duration = Duration::from_secs(30);

/// The primary, and the host that requests go to while the primary is unreachable.
///
/// All calls of a client share this state, so that only one of them waits for a primary that is
/// unreachable.
#[derive(Debug)]
pub(super) struct Hosts {
    primary: Transport,
    backup: Option<Transport>,
    /// When the primary is tried again; none while it responds.
    away_until: Mutex<Option<Instant>>,
    /// Why the primary could not be reached the last time.
    obstacle: Mutex<Option<Obstacle>>,
}

impl Hosts {
    pub(super) fn new(primary: Transport) -> Self {
        Self {
            primary,
            backup: None,
            away_until: Mutex::default(),
            obstacle: Mutex::default(),
        }
    }

    pub(super) fn set_backup(&mut self, backup: Transport) {
        self.backup = Some(backup);
    }

    pub(super) fn primary(&self) -> &Transport {
        &self.primary
    }

    /// Returns the host for the next request.
    pub(super) fn choose(&self) -> &Transport {
        match &self.backup {
            Some(backup) if self.is_away(Instant::now()) => backup,
            Some(_) | None => &self.primary,
        }
    }

    /// Tells whether the primary counts as unreachable. Of the calls after the interval, one tries
    /// it and the others wait for the result.
    fn is_away(&self, now: Instant) -> bool {
        let mut until = self.lock();
        match *until {
            None => false,
            Some(end) if now < end => true,
            Some(_) => {
                *until = Some(now + PRIMARY_RETRY_INTERVAL);
                false
            }
        }
    }

    /// Records that a host responded, whatever the response.
    pub(super) fn answered(&self, host: &Transport) {
        if host.base() == self.primary.base() {
            *self.lock() = None;
            let mut obstacle = self.obstacle.lock();
            *obstacle
                .as_deref_mut()
                .unwrap_or_else(|poisoned| poisoned.get_mut()) = None;
        }
    }

    /// Records that a host did not respond; tells whether another can be tried at once.
    pub(super) fn failed(&self, host: &Transport) -> bool {
        if self.backup.is_none() {
            return false;
        }
        let primary = host.base() == self.primary.base();
        // If the backup is unreachable too, the primary is as good.
        *self.lock() = primary.then(|| Instant::now() + PRIMARY_RETRY_INTERVAL);
        primary
    }

    /// Names the host that a caller knows: if neither host is reachable, the primary, and why.
    pub(super) fn named(&self, error: TransportError, host: &Transport) -> TransportError {
        let is_backup = host.base() != self.primary.base();
        let mut last = self.obstacle.lock().unwrap_or_else(PoisonError::into_inner);
        match (error, is_backup) {
            (TransportError::Unreachable { host, source, .. }, true) => match &*last {
                Some(obstacle) => TransportError::Unreachable {
                    host: self.primary.base().host(),
                    backup: Some(host),
                    source: obstacle.clone(),
                },
                None => TransportError::Unreachable {
                    host,
                    backup: None,
                    source,
                },
            },
            (error, true) => error,
            (error, false) => {
                *last = match &error {
                    TransportError::Unreachable { source, .. } => Some(source.clone()),
                    TransportError::Timeout { .. }
                    | TransportError::NoAnswer { .. }
                    | TransportError::TooLarge { .. } => None,
                };
                error
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.away_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{BaseUrl, TransportOptions};

    fn hosts(backup: bool) -> Hosts {
        let transport = |url| {
            let base = BaseUrl::parse(url, false).unwrap();
            Transport::new(base, &TransportOptions::default()).unwrap()
        };
        let mut hosts = Hosts::new(transport("http://127.0.0.1:1"));
        if backup {
            hosts.set_backup(transport("http://127.0.0.1:2"));
        }
        hosts
    }

    fn asked(hosts: &Hosts) -> String {
        hosts.choose().base().host()
    }

    #[test]
    fn the_backup_is_asked_until_the_primary_is_tried_again() {
        let hosts = hosts(true);
        assert_eq!(asked(&hosts), "127.0.0.1:1");
        assert!(hosts.failed(hosts.choose()));
        assert_eq!(asked(&hosts), "127.0.0.1:2");
        let later = Instant::now() + PRIMARY_RETRY_INTERVAL;
        assert!(!hosts.is_away(later), "one tries the primary");
        assert!(hosts.is_away(later), "and the others wait for it");
        hosts.answered(hosts.primary());
        assert_eq!(asked(&hosts), "127.0.0.1:1");
    }

    #[test]
    fn a_backup_that_is_away_too_gives_way_to_the_primary() {
        let hosts = hosts(true);
        assert!(hosts.failed(hosts.choose()));
        assert!(!hosts.failed(hosts.choose()));
        assert_eq!(asked(&hosts), "127.0.0.1:1");
    }

    #[test]
    fn without_a_backup_the_primary_is_tried_again() {
        let hosts = hosts(false);
        assert!(!hosts.failed(hosts.choose()));
        assert_eq!(asked(&hosts), "127.0.0.1:1");
    }
}
