//! Connections: where to, under which name, with or without TLS.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::schema;
use crate::error_chain::root_cause;
use crate::inbox::error::{InboxError, StoreName};
use crate::loopback::is_loopback_address;

/// How long a query may take; a notification must be answered within 5 seconds.
pub(super) const QUERY_TIMEOUT: Duration = Duration::from_secs(4);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Reads an address. TLS is used to any host but this machine, unless the address
/// says `sslmode=disable`.
pub(super) fn parse(address: &str) -> Result<(Config, StoreName), InboxError> {
    let mut config: Config = address
        .parse()
        .map_err(|error: tokio_postgres::Error| InboxError::Address(root_cause(&error)))?;
    if config.get_hosts().is_empty() {
        return Err(InboxError::Address("it names no host".to_owned()));
    }
    let local = config.get_hosts().iter().all(is_local);
    config.ssl_mode(match config.get_ssl_mode() {
        SslMode::Disable => SslMode::Disable,
        SslMode::Prefer if local => SslMode::Disable,
        _ => SslMode::Require,
    });
    config
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_user_timeout(Duration::from_secs(5))
        .application_name("wechatpay");
    let name = name(&config);
    Ok((config, name))
}

fn is_local(host: &Host) -> bool {
    match host {
        // Whether other names under `localhost` stay on this machine is up to DNS.
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(is_loopback_address),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// Returns the address without its login.
fn name(config: &Config) -> StoreName {
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .enumerate()
        .map(|(number, host)| {
            let ports = config.get_ports();
            let port = ports.get(number).or(ports.first()).copied().unwrap_or(5432);
            match host {
                Host::Tcp(name) => format!("{name}:{port}"),
                #[cfg(unix)]
                Host::Unix(path) => format!("{}:{port}", path.display()),
            }
        })
        .collect();
    let database = config
        .get_dbname()
        .or(config.get_user())
        .unwrap_or_default();
    StoreName(format!("postgres://{}/{database}", hosts.join(",")))
}

/// Returns a pool of connections; `ca_pem` are certificates to trust instead of the system's.
pub(super) fn pool(
    config: Config,
    store: &StoreName,
    ca_pem: Option<&[u8]>,
) -> Result<Pool, InboxError> {
    let settings = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = if config.get_ssl_mode() == SslMode::Disable {
        Manager::from_config(config, NoTls, settings)
    } else {
        let tls = tls(ca_pem).map_err(|why| InboxError::Store {
            store: store.clone(),
            why: why.into(),
        })?;
        Manager::from_config(config, MakeRustlsConnect::new(tls), settings)
    };
    let start_session = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            let session = format!("{}; {}", schema::SESSION, statement_timeout(QUERY_TIMEOUT));
            client
                .batch_execute(&session)
                .await
                .map_err(HookError::Backend)
        })
    });
    let timeouts = Timeouts {
        wait: Some(CONNECT_TIMEOUT),
        create: Some(CONNECT_TIMEOUT),
        recycle: Some(CONNECT_TIMEOUT),
    };
    Pool::builder(manager)
        .max_size(8)
        .timeouts(timeouts)
        .runtime(Runtime::Tokio1)
        .post_create(start_session)
        .build()
        .map_err(|error| InboxError::Store {
            store: store.clone(),
            why: error.to_string().into(),
        })
}

fn tls(ca_pem: Option<&[u8]>) -> Result<rustls::ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let Some(pem) = ca_pem else {
        let builder = builder.with_platform_verifier();
        return Ok(builder
            .map_err(|error| error.to_string())?
            .with_no_client_auth());
    };
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Returns the statement that sets the server's own limit: a second more, so that it only ends
/// queries that this process has given up.
pub(super) fn statement_timeout(timeout: Duration) -> String {
    format!("SET statement_timeout TO {}", timeout.as_millis() + 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_not_part_of_the_name() {
        let (_, name) = parse("postgres://shop:hunter2@db.example.com:6432/pay").unwrap();
        assert_eq!(name.to_string(), "postgres://db.example.com:6432/pay");
        let error = parse("postgres://shop:hunter2@db:port/pay").unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        let error = parse("postgres://shop:hunter2@/pay").map(|_| ());
        assert!(!format!("{error:?}").contains("hunter2"));
    }

    #[test]
    fn other_machines_are_spoken_to_by_tls() {
        let mode = |address: &str| parse(address).unwrap().0.get_ssl_mode();
        assert_eq!(mode("postgres://db.example.com/pay"), SslMode::Require);
        assert_eq!(mode("postgres://127.0.0.1/pay"), SslMode::Disable);
        assert_eq!(
            mode("postgres://db.example.com/pay?sslmode=disable"),
            SslMode::Disable
        );
        assert_eq!(
            mode("postgres://localhost/pay?sslmode=require"),
            SslMode::Require
        );
    }
}
