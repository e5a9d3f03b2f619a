//! serve-notify over TLS, and its certificate when it changes.

use std::path::Path;
use std::process::Command;

use rcgen::{CertificateParams, KeyPair};
use reqwest::{Client, Version};
use serde_json::Value;

use crate::home::{Home, Server};
use crate::wire::Notice;

/// Makes a certificate and its key, both in PEM.
fn pair() -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

fn client(root: &str, http1: bool) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots = reqwest::Certificate::from_pem_bundle(root.as_bytes()).unwrap();
    let builder = Client::builder().tls_certs_only(roots).no_proxy();
    let builder = if http1 { builder.http1_only() } else { builder };
    builder.build().unwrap()
}

fn post(
    server: &Server,
    client: &Client,
    notice: Notice,
) -> Result<(u16, Version), reqwest::Error> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut request = client.post(server.url()).body(notice.body);
    for (name, value) in notice.headers {
        request = request.header(name, value);
    }
    let answer = runtime.block_on(request.send())?;
    Ok((answer.status().as_u16(), answer.version()))
}

#[test]
fn tls_carries_either_http_and_its_certificate_is_read_again_when_it_changes() {
    let home = Home::new();
    let (first, first_key) = pair();
    home.write("cert.pem", &first);
    home.write("key.pem", &first_key);
    let mut server =
        home.serve("--no-store --tls-cert cert.pem --tls-key key.pem --log-format json");
    assert!(server.url().starts_with("https://127.0.0.1:"));
    let send = |server: &Server, root: &str, http1: bool| {
        post(server, &client(root, http1), home.notice(&[]))
    };
    assert_eq!(
        send(&server, &first, false).unwrap(),
        (204, Version::HTTP_2)
    );
    assert_eq!(
        send(&server, &first, true).unwrap(),
        (204, Version::HTTP_11)
    );
    // A pair that does not fit is reported, and the old one stays.
    let (second, second_key) = pair();
    home.write("cert.pem", &second);
    let line = server.logged("tls-not-reloaded");
    assert_eq!(line["level"], "warning");
    assert!(line["message"].as_str().unwrap().contains("cert.pem"));
    assert_eq!(send(&server, &first, false).unwrap().0, 204);
    home.write("key.pem", &second_key);
    server.logged("tls-reloaded");
    assert_eq!(send(&server, &second, false).unwrap().0, 204);
    assert!(
        send(&server, &first, false).is_err(),
        "the old one has gone"
    );
    // So are files that have gone or hold something else.
    for (name, bytes) in [("key.pem", "nothing"), ("cert.pem", "nothing")] {
        home.write(name, bytes);
        // It may have looked while the file before was being written.
        let is_told = |line: Value| line["message"].as_str().unwrap().contains(name);
        while !is_told(server.logged("tls-not-reloaded")) {}
    }
    std::fs::remove_file(home.path("cert.pem")).unwrap();
    server.logged("tls-not-reloaded");
    assert_eq!(send(&server, &second, false).unwrap().0, 204);
}

#[test]
fn keys_as_openssl_writes_them_are_read() {
    let home = Home::new();
    let openssl = |args: &str, folder: &Path| {
        let done = Command::new("openssl")
            .args(args.split(' '))
            .current_dir(folder)
            .output();
        assert!(done.is_ok_and(|done| done.status.success()), "{args}");
    };
    home.write(
        "config",
        "[req]\ndistinguished_name=dn\nx509_extensions=v3\n[dn]\n[v3]\nbasicConstraints=CA:FALSE\nsubjectAltName=IP:127.0.0.1\n",
    );
    // PKCS #8, PKCS #1 and SEC1.
    for (make, convert) in [
        ("rsa:2048", None),
        ("rsa:2048", Some("rsa -traditional")),
        ("ec -pkeyopt ec_paramgen_curve:P-256", Some("ec")),
    ] {
        openssl(
            &format!(
                "req -x509 -newkey {make} -nodes -config config -subj /CN=x -days 1 -keyout key.pem -out cert.pem"
            ),
            &home.path(""),
        );
        if let Some(convert) = convert {
            openssl(
                &format!("{convert} -in key.pem -out key.pem"),
                &home.path(""),
            );
        }
        let server = home.serve("--no-store --tls-cert cert.pem --tls-key key.pem");
        let client = client(&home.read("cert.pem"), false);
        let answer = post(&server, &client, home.notice(&[]));
        assert_eq!(answer.unwrap().0, 204, "{make} {convert:?}");
    }
}

#[test]
fn files_that_are_no_pair_are_refused_at_the_start() {
    let home = Home::new();
    let (cert, key) = pair();
    home.write("cert.pem", &cert);
    home.write("key.pem", &key);
    home.write("other.pem", pair().1);
    for (cert, key, named) in [
        ("cert.pem", "other.pem", "cert.pem"),
        ("cert.pem", "missing.pem", "missing.pem"),
        ("key.pem", "key.pem", "key.pem"),
        ("cert.pem", "cert.pem", "cert.pem"),
    ] {
        let stderr = home
            .run(&format!(
                "--sandbox serve-notify --listen 127.0.0.1:0 --no-store --tls-cert {cert} --tls-key {key}"
            ))
            .fails_with(3);
        assert!(stderr.contains(named), "{stderr}");
        assert!(!stderr.contains("PRIVATE"), "{stderr}");
    }
    home.run("--sandbox serve-notify --no-store --tls-cert cert.pem")
        .fails_with(2);
}
