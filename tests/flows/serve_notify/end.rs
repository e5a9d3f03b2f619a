//! serve-notify while something hangs: it goes on receiving, and ends when it is asked to.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rcgen::{CertificateParams, KeyPair};

use crate::ending::until_signals_are_heard;
use crate::home::{Home, Server, read};
use crate::service::eventually;
use crate::wire::ask;

/// How long a server may take to end that must not be kept from it: at most ten seconds, after
/// which a supervisor kills it, and some more on a machine that is slow and busy. What keeps it up
/// here lasts longer.
const END: Duration = Duration::from_secs(60);

/// Makes a pipe with a name.
fn pipe(path: PathBuf) -> PathBuf {
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

/// Waits until a process has opened a file.
fn until_opened(process: u32, path: &Path) {
    let path = path.canonicalize().unwrap();
    let folder = format!("/proc/{process}/fd");
    until_signals_are_heard(process);
    eventually("the file is opened", || {
        // Only root may look; others go on.
        let Ok(mut files) = std::fs::read_dir(&folder) else {
            return Some(());
        };
        // One may just have been closed.
        let is_it =
            |file: std::fs::DirEntry| std::fs::read_link(file.path()).is_ok_and(|to| to == path);
        files.any(|file| is_it(file.unwrap())).then_some(())
    });
}

/// Writes the sandbox's profile, with another place for the APIv3 key.
fn profile(home: &Home, apiv3_key: &str) {
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    sandbox.signal("-TERM");
    sandbox.end();
    let whole = home.read("merchant.toml");
    let file = "apiv3_key = { file = \"merchant-keys/apiv3_key\" }";
    assert!(whole.contains(file), "{whole}");
    let other = format!("apiv3_key = {{ {apiv3_key} }}");
    home.write("merchant.toml", whole.replace(file, &other));
}

/// Asks a server to end, and checks that it does so in time.
fn ends(mut server: Server) {
    let began = Instant::now();
    server.signal("-TERM");
    assert_eq!(server.wait(), Some(143));
    assert!(began.elapsed() < END, "{:?}", began.elapsed());
}

/// Starts a server that hangs before it listens, and checks that it ends in time and says so.
fn ends_at_the_start(home: &Home, args: &str, hangs: impl FnOnce(u32)) {
    let mut child = home
        .command(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    hangs(child.id());
    let began = Instant::now();
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(sent.success());
    let code = child.wait().unwrap().code();
    assert!(began.elapsed() < END, "{:?}", began.elapsed());
    let mut printed = String::new();
    let mut stderr = child.stderr.take().unwrap();
    stderr.read_to_string(&mut printed).unwrap();
    let kind = read(&printed)["error"]["kind"].clone();
    assert_eq!((code, kind), (Some(143), "terminated".into()), "{printed}");
}

#[test]
fn a_pipe_in_the_place_of_a_file_does_not_keep_it_from_ending() {
    let home = Home::new();
    profile(&home, "file = \"pipe\"");
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    home.write("cert.pem", params.self_signed(&key).unwrap().pem());
    home.write("key.pem", key.serialize_pem());
    let pipe = pipe(home.path("pipe"));
    // Open for reading, too, it does not wait for a reader; it writes nothing.
    let writer = File::options().read(true).write(true).open(&pipe);
    let _writer = writer.unwrap();
    let serve = "--json serve-notify --listen 0 --no-store";
    for args in [
        format!("--sandbox {serve} --tls-cert pipe --tls-key key.pem"),
        format!("--sandbox {serve} --tls-cert cert.pem --tls-key pipe"),
        format!("{serve} --insecure-permissions"),
        format!("--config pipe {serve}"),
    ] {
        ends_at_the_start(&home, &args, |process| until_opened(process, &pipe));
    }
}

#[test]
fn a_command_that_hangs_keeps_it_neither_from_ending_nor_from_receiving() {
    let home = Home::new();
    home.write(
        "secret.sh",
        "if [ -e hang ]; then echo > hangs; exec sleep 300; fi; cat merchant-keys/apiv3_key",
    );
    profile(&home, "command = \"sh secret.sh\"");
    let hangs = || {
        eventually("the command is run", || {
            home.path("hangs").exists().then_some(())
        });
    };
    let serve = "--json serve-notify --listen 0 --store events.db --log-format json";
    home.write("hang", "");
    ends_at_the_start(&home, serve, |_| hangs());
    for name in ["hang", "hangs"] {
        std::fs::remove_file(home.path(name)).unwrap();
    }
    let server = home.start(serve);
    home.write("hang", "");
    server.signal("-HUP");
    hangs();
    let notice = home.notice(&[]);
    for _ in 0..8 {
        let began = Instant::now();
        assert_eq!(notice.send(&server.address()).status, 204);
        assert_eq!(ask(&server.address(), "GET", "/healthz").status, 200);
        assert!(began.elapsed() < END);
    }
    ends(server);
}

#[test]
fn a_second_signal_once_everything_is_delivered_ends_it_as_the_first_does() {
    let home = Home::new();
    // A pipe that is full: it is still printing when all else has ended.
    let (_reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&vec![b' '; 64 * 1024]).unwrap();
    let mut server = home
        .command("--sandbox serve-notify --listen 0 --no-store")
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    let address = line.trim().rsplit("//").next().unwrap();
    let address = address.split('/').next().unwrap();
    assert_eq!(home.notice(&[]).send(address).status, 204);
    let id = server.id().to_string();
    let end = || assert!(Command::new("kill").arg(&id).status().unwrap().success());
    end();
    while TcpStream::connect(address).is_ok() {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(300));
    end();
    let code = server.wait().unwrap().code();
    let mut printed = String::new();
    stderr.read_to_string(&mut printed).unwrap();
    assert_eq!((code, printed.as_str()), (Some(143), ""));
}

#[test]
fn a_certificate_that_becomes_a_pipe_is_reported_and_the_old_one_stays() {
    let home = Home::new();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let cert = params.self_signed(&key).unwrap().pem();
    home.write("cert.pem", &cert);
    home.write("key.pem", key.serialize_pem());
    let mut server =
        home.serve("--no-store --tls-cert cert.pem --tls-key key.pem --log-format json");
    std::fs::remove_file(home.path("cert.pem")).unwrap();
    pipe(home.path("cert.pem"));
    // It may look while there is nothing.
    let line = loop {
        let line = server.logged("tls-not-reloaded");
        if line["message"]
            .as_str()
            .unwrap()
            .contains("not a regular file")
        {
            break line;
        }
    };
    assert!(line["hint"].as_str().unwrap().contains("regular file"));
    std::fs::remove_file(home.path("cert.pem")).unwrap();
    home.write("cert.pem", &cert);
    server.logged("tls-reloaded");
    ends(server);
}

#[test]
fn targets_programs_and_readers_that_hang_do_not_keep_it_from_ending() {
    // It accepts connections and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap();
    let mut held = Vec::new();
    let hung_program = ["--exec", "trap '' TERM; echo > begun; sleep 300; sleep 300"];
    for (options, exec, ack) in [
        (format!("--forward-to {silent}"), &[][..], 204),
        (
            format!("--forward-to {silent} --ack after-forward"),
            &[][..],
            502,
        ),
        (String::new(), &hung_program[..], 204),
    ] {
        let home = Home::new();
        let mut command = home.command(&format!(
            "--sandbox --json serve-notify --listen 0 --store events.db -vv {options}"
        ));
        command.args(exec);
        let server = Server::of(command);
        let (notice, address) = (home.notice(&[]), server.address());
        let sent = std::thread::spawn(move || notice.send(&address).status);
        if ack == 204 {
            assert_eq!(sent.join().unwrap(), ack);
            if exec.is_empty() {
                held.push(listener.accept().unwrap());
            } else {
                eventually("the program is run", || {
                    home.path("begun").exists().then_some(())
                });
            }
            ends(server);
        } else {
            held.push(listener.accept().unwrap());
            ends(server);
            assert_eq!(sent.join().unwrap(), ack);
        }
    }
}

#[test]
fn a_reader_of_the_log_that_does_not_read_holds_nothing_up() {
    let home = Home::new();
    let mut command = home.command(
        "--sandbox --json serve-notify --listen 0 --store events.db --log-format json --exec",
    );
    // More than fits into a pipe, again and again.
    command.arg("cat > /dev/null; head -c 300000 /dev/zero | tr '\\0' 'x'");
    let server = Server::of(command);
    for _ in 0..8 {
        assert_eq!(home.notice(&[]).send(&server.address()).status, 204);
    }
    for _ in 0..20 {
        assert_eq!(ask(&server.address(), "GET", "/healthz").status, 200);
    }
    ends(server);
}

#[test]
fn a_program_sees_its_event_and_no_secret_of_ours() {
    let home = Home::new();
    profile(&home, "env = \"SHOP_APIV3_KEY\"");
    let key = home.read("merchant-keys/apiv3_key");
    let mut command = home.command("--json serve-notify --listen 0 --store events.db --exec");
    command.arg("cat > /dev/null; env > seen.tmp; mv seen.tmp seen");
    let secrets = [
        ("SHOP_APIV3_KEY", key.trim()),
        ("WECHATPAY_APP_SECRET", "0123456789abcdef0123456789abcdef"),
        ("WECHATPAY_P12_PASSWORD", "hush-p12"),
        ("PGPASSWORD", "hush-pg"),
    ];
    command.envs(secrets).env("SHOP_COLOUR", "red");
    // A key in the place of its path.
    let pem = home.read("merchant-keys/apiclient_key.pem");
    command.env("WECHATPAY_PRIVATE_KEY_FILE", &pem);
    command.env("WECHATPAY_NOTIFY_URL", "https://shop.example/notify");
    let server = Server::of(command);
    let notice = home.notice(&[]);
    assert_eq!(notice.send(&server.address()).status, 204);
    eventually("the program is run", || {
        home.path("seen").exists().then_some(())
    });
    let seen = home.read("seen");
    for (name, secret) in secrets {
        assert!(
            !seen.contains(name) && !seen.contains(secret),
            "{name}: {seen}"
        );
    }
    assert!(!seen.contains("PRIVATE KEY"), "{seen}");
    for kept in [
        &format!("WECHATPAY_EVENT_ID={}", notice.id()),
        "WECHATPAY_EVENT_TYPE=TRANSACTION.SUCCESS",
        "WECHATPAY_NOTIFY_URL=https://shop.example/notify",
        "SHOP_COLOUR=red",
        "PATH=",
    ] {
        assert!(seen.contains(kept), "{kept}: {seen}");
    }
    ends(server);
}
