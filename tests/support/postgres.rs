//! Databases to try the PostgreSQL store with, one for each test.

use tokio::runtime::Runtime;
use tokio_postgres::NoTls;
use url::Url;

use super::service::say;

/// The variable that names a server where databases may be made.
const SERVER: &str = "WECHATPAY_TEST_POSTGRES";

/// Makes an empty database and returns its address; none where there is no server, which is
/// said.
pub(crate) fn database(name: &str) -> Option<String> {
    let Some(server) = std::env::var(SERVER).ok().filter(|url| !url.is_empty()) else {
        say(&format!(
            "skipped: {name} on PostgreSQL, as {SERVER} names no server"
        ));
        return None;
    };
    let unique = format!("{name}_{}", wechatpay::ambient::digits(12));
    execute(&server, &format!("CREATE DATABASE {unique}"));
    let mut url = Url::parse(&server).unwrap();
    url.set_path(&unique);
    Some(url.into())
}

/// Runs a statement, as an administrator would.
pub(crate) fn execute(url: &str, statement: &str) {
    Runtime::new().unwrap().block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(statement).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    });
}

/// Does something in a transaction that lasts until the client is dropped.
pub(crate) fn hold(runtime: &Runtime, url: &str, statement: &str) -> tokio_postgres::Client {
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        let held = format!("BEGIN; {statement}");
        client.batch_execute(&held).await.unwrap();
        client
    })
}
