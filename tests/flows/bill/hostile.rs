//! Bills from servers that lie, stumble and flood: what is said of it, and what is left.

use std::os::unix::fs::FileTypeExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use serde_json::json;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::bill::BillLink;
use wechatpay::protocol::keys::SigningKey;

use crate::PATIENCE;
use crate::bill::server::{
    TEXT, URL, dripping, fetch, gzip, serve, sha1, target, wechat_pay, wrap,
};
use crate::home::{Home, IDENTITY, files, read};
use crate::prompt::in_time;
use crate::responses::{closed_address, home, http, server};
use crate::wire::Captured;

#[test]
fn a_bill_is_taken_apart_without_its_back_quotes_and_mark() {
    let ok = http(200, &[], TEXT.as_bytes());
    let (home, url, _requests) = wechat_pay(TEXT.as_bytes(), vec![ok]);
    let options = format!("--base-url {url} bill trade yesterday");
    let csv = home.run(&format!("{options} --parse csv"));
    assert!(
        csv.stderr.ends_with("总交易单数 2.0, 订单总金额 19.98\n"),
        "{}",
        csv.stderr
    );
    assert_eq!(
        csv.ok(),
        "交易时间,商户订单号,订单金额,商品名称\n\
         2024-05-01 09:00:00,order-1,19.99,\"a, \"\"b\"\"\"\n\
         2024-05-01 10:00:00,order-2,-0.01,\n"
    );
    let table = home.run(&format!("{options} --parse table")).ok();
    assert!(table.contains("order-2") && table.contains("19.98") && !table.contains('`'));
}

#[test]
fn amounts_that_stay_yuan_are_named_at_the_end() {
    let last = |text: &str| {
        let ok = http(200, &[], text.as_bytes());
        let (home, url, _requests) = wechat_pay(text.as_bytes(), vec![ok]);
        let done = fetch(&home, &url, "--parse json").ok();
        read(done.lines().last().unwrap())
    };
    assert_eq!(last(TEXT)["text_columns"], json!([]));
    for odd in ["1e3", "1,000.00", "1.005", "99999999999999999999.99"] {
        let last = last(&TEXT.replace("19.99", odd));
        assert_eq!(last["unit"], "fen");
        assert_eq!(last["text_columns"], json!(["订单金额"]), "{odd}");
    }
}

#[test]
fn what_is_no_bill_is_not_let_out_in_part() {
    let text = TEXT.replace(",`order-2", "");
    let ok = http(200, &[], text.as_bytes());
    let (home, url, _requests) = wechat_pay(text.as_bytes(), vec![ok]);
    let error = fetch(&home, &url, "--parse csv").failed(6);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("line 3 has 3 values"), "{message}");
}

#[test]
fn a_bill_of_today_or_tomorrow_is_not_asked_for() {
    let home = home();
    let (url, requests) = server(vec![http(500, &[], b"")]);
    // Today's bill is for the sandbox's made-up merchant alone.
    let folder = home.path(IDENTITY);
    // Beside its certificate the key would tell whose it is.
    std::fs::copy(folder.join("apiclient_key.pem"), home.path("own_key.pem")).unwrap();
    let folder = folder.display();
    let real = format!(
        "[profiles.real]\nmchid = '1900000001'\nserial_no = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'\n\
         private_key = 'own_key.pem'\npublic_key = '{folder}/pub_key.pem'\n\
         public_key_id = 'PUB_KEY_ID_0114232134912410000000000000'\n"
    );
    home.write("real.toml", real);
    let options = format!("--json --config real.toml --base-url {url}");
    let error = home.run(&format!("{options} bill trade today")).failed(2);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("before tomorrow"), "{message}");
    for date in ["2999-01-01", "2024-02-30", "2024-1-1", "tomorrow"] {
        let error = home.run(&format!("--json --base-url {url} bill trade {date}"));
        assert_eq!(error.failed(2)["kind"], "usage", "{date}");
    }
    assert_eq!(requests.try_iter().count(), 0);
    let old = home.run(&format!(
        "--retries 0 --base-url {url} bill trade 2020-01-01"
    ));
    assert!(old.stderr.contains("three months"), "{}", old.stderr);
}

#[test]
fn a_bill_that_is_being_made_is_asked_for_once() {
    let home = home();
    let creating = br#"{"code":"STATEMENT_CREATING","message":"x"}"#;
    let (url, requests) = server(vec![http(400, &[], creating)]);
    assert_eq!(
        fetch(&home, &url, "").failed(6)["code"],
        "STATEMENT_CREATING"
    );
    assert_eq!(requests.try_iter().count(), 1);
}

#[test]
fn a_wrong_hash_lets_nothing_out_and_leaves_what_was_there() {
    let changed = TEXT.replace("19.99", "99.99");
    let answer = http(200, &[], changed.as_bytes());
    let (home, url, requests) = wechat_pay(TEXT.as_bytes(), vec![answer]);
    home.write("bill.csv", "older");
    let before = files(&home.path("."));
    for rest in [
        "-o bill.csv",
        "",
        "--parse json",
        "--parse csv -o bill.csv",
        "-o new.csv",
    ] {
        let error = fetch(&home, &url, rest).failed(4);
        assert_eq!(error["kind"], "verification", "{rest}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(&sha1(TEXT.as_bytes())), "{message}");
        assert_eq!(files(&home.path(".")), before, "{rest}");
        assert_eq!(requests.try_iter().count(), 2, "{rest}");
    }
}

#[test]
fn a_hash_over_the_compressed_bytes_is_accepted_and_said() {
    let packed = gzip(TEXT.as_bytes());
    let (home, url, _requests) = wechat_pay(&packed, vec![http(200, &[], &packed)]);
    let report = fetch(&home, &url, "--gzip -o bill.csv").json();
    assert_eq!(report["hash_over"], "raw");
    assert_eq!(home.read("bill.csv"), TEXT);
    let report = fetch(&home, &url, "-o bill.csv.gz").json();
    assert_eq!(report["bytes"], packed.len());
    assert_eq!(std::fs::read(home.path("bill.csv.gz")).unwrap(), packed);
}

#[test]
fn a_damaged_a_cut_and_an_endless_gzip_stream_do_not_verify() {
    let packed = gzip(TEXT.as_bytes());
    let mut damaged = packed.clone();
    damaged[30] ^= 0x10;
    let cut = packed[..packed.len() - 9].to_vec();
    let bomb = gzip(&vec![b'0'; 64 * 1024 * 1024]);
    for body in [damaged, cut, bomb] {
        let answer = http(200, &[], &body);
        let (home, url, requests) = wechat_pay(TEXT.as_bytes(), vec![answer]);
        let before = files(&home.path("."));
        for rest in ["--gzip -o bill.csv", "-o bill.csv.gz"] {
            assert_eq!(fetch(&home, &url, rest).failed(4)["kind"], "verification");
            assert_eq!(files(&home.path(".")), before);
        }
        assert_eq!(requests.try_iter().count(), 4);
    }
}

#[test]
fn a_broken_transfer_begins_again_with_a_new_link() {
    let whole = http(200, &[], TEXT.as_bytes());
    let cut = whole[..whole.len() - 10].to_vec();
    let busy = http(503, &[], b"<html>");
    let answers = vec![cut.clone(), busy, whole];
    let (home, url, requests) = wechat_pay(TEXT.as_bytes(), answers);
    fetch(&home, &url, "-o bill.csv").json();
    assert_eq!(home.read("bill.csv"), TEXT);
    let seen: Vec<String> = requests.try_iter().map(|one| target(&one)).collect();
    assert_eq!(seen.len(), 6, "{seen:?}");
    let mut asked = seen.iter().step_by(2);
    assert!(asked.all(|one| one.starts_with("/v3/bill/tradebill?")));

    let before = files(&home.path("."));
    let (url, requests) = serve(&home, TEXT.as_bytes(), URL, vec![cut]);
    let error = fetch(&home, &url, "--retries 1 -o bill.csv").failed(7);
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("nothing was kept"), "{hint}");
    assert_eq!(files(&home.path(".")), before);
    assert_eq!(requests.try_iter().count(), 4);
}

#[test]
fn an_expired_link_is_replaced() {
    let refusal = br#"{"code":"INVALID_REQUEST","message":"x"}"#;
    let expired = http(400, &[], refusal);
    let whole = http(200, &[], TEXT.as_bytes());
    let (home, url, requests) = wechat_pay(TEXT.as_bytes(), vec![expired.clone(), whole]);
    let done = home.run(&format!("-v --base-url {url} bill trade yesterday"));
    assert!(done.stderr.contains("again"), "{}", done.stderr);
    assert_eq!(done.ok(), TEXT);
    assert_eq!(requests.try_iter().count(), 4);

    let (url, requests) = serve(&home, TEXT.as_bytes(), URL, vec![expired]);
    let error = fetch(&home, &url, "--retries 3").failed(5);
    assert_eq!(error["code"], "INVALID_REQUEST");
    assert_eq!(requests.try_iter().count(), 8);
}

#[test]
fn the_backup_is_asked_for_the_file_too() {
    let whole = http(200, &[], TEXT.as_bytes());
    let (home, backup, requests) = wechat_pay(TEXT.as_bytes(), vec![whole.clone()]);
    let options = format!("--backup-base-url {backup}");
    let rest = format!("{options} --retries 0 -o bill.csv");
    fetch(&home, &closed_address(), &rest).json();
    assert_eq!(home.read("bill.csv"), TEXT);
    let seen: Vec<Captured> = requests.try_iter().collect();
    assert_eq!(seen.len(), 2);
    assert_signed(&home, &seen[1]);

    // A primary that gives out links and breaks off in the file is away, too.
    let cut = whole[..whole.len() - 10].to_vec();
    let (url, broken) = serve(&home, TEXT.as_bytes(), URL, vec![cut]);
    let rest = format!("{options} --retries 1 -o bill.csv");
    fetch(&home, &url, &rest).json();
    assert_eq!(broken.try_iter().count(), 2);
    assert_eq!(requests.try_iter().count(), 2);
}

#[test]
fn a_pause_that_the_files_host_asks_for_is_kept_or_ends_the_bill() {
    let whole = http(200, &[], TEXT.as_bytes());
    let limited = |pause: &str| {
        let body = br#"{"code":"FREQUENCY_LIMITED","message":"x"}"#;
        http(429, &[("Retry-After", pause)], body)
    };
    let (home, url, _requests) = wechat_pay(TEXT.as_bytes(), vec![limited("2"), whole]);
    let began = Instant::now();
    fetch(&home, &url, "-o bill.csv").json();
    assert!(began.elapsed() >= Duration::from_secs(2));
    let (url, requests) = serve(&home, TEXT.as_bytes(), URL, vec![limited("3600")]);
    let error = fetch(&home, &url, "").failed(6).to_string();
    assert!(error.contains("asks to wait for 3600 s"), "{error}");
    assert_eq!(requests.try_iter().count(), 2);
}

#[test]
fn another_merchants_link_is_explained() {
    let refused = http(403, &[], br#"{"code":"NO_AUTH","message":"x"}"#);
    let (home, url, requests) = wechat_pay(TEXT.as_bytes(), vec![refused]);
    let error = fetch(&home, &url, "").failed(5);
    assert!(error["hint"].as_str().unwrap().contains("mchid"), "{error}");
    assert_eq!(requests.try_iter().count(), 2);
}

#[test]
fn a_download_is_signed_goes_where_calls_go_and_follows_nothing() {
    let (elsewhere, asked) = server(vec![http(200, &[], TEXT.as_bytes())]);
    let to = format!("{elsewhere}/x");
    let redirect = http(302, &[("Location", &to)], b"");
    let (home, url, requests) = wechat_pay(TEXT.as_bytes(), vec![redirect]);
    let error = fetch(&home, &url, "").failed(7);
    assert!(!error.to_string().contains("ok-en"), "{error}");
    assert_eq!(asked.try_iter().count(), 0);
    let seen: Vec<Captured> = requests.try_iter().collect();
    assert_eq!(seen.len(), 2);
    assert_eq!(target(&seen[1]), "/v3/billdownload/file?token=t%2Fok-en");
    assert_signed(&home, &seen[1]);

    // A link to another server of this machine is followed there, and signed as it stands.
    let to = format!("{elsewhere}/v3/billdownload/file?token=b");
    let nothing = http(500, &[], b"");
    let (url, _requests) = serve(&home, TEXT.as_bytes(), &to, vec![nothing]);
    fetch(&home, &url, "-o bill.csv").json();
    let seen: Vec<Captured> = asked.try_iter().collect();
    assert_eq!(target(&seen[0]), "/v3/billdownload/file?token=b");
    assert_signed(&home, &seen[0]);
}

fn assert_signed(home: &Home, request: &Captured) {
    let pem = std::fs::read(home.path(IDENTITY).join("apiclient_key.pem")).unwrap();
    let header: Authorization = request.header("authorization").parse().unwrap();
    let key = SigningKey::from_pem(header.serial_no.clone(), &pem).unwrap();
    assert!(header.verify(key.verifying_key(), "GET", &target(request), b""));
}

#[test]
fn a_signed_request_goes_to_no_foreign_host() {
    let home = home();
    let file = "/v3/billdownload/file?token=ok-en";
    for (host, says) in [
        ("https://bills.example.com", "bills.example.com"),
        ("http://10.0.0.1", "https"),
        ("http://api.mch.weixin.qq.com", "https"),
    ] {
        let to = format!("{host}{file}");
        let (url, requests) = serve(&home, TEXT.as_bytes(), &to, vec![Vec::new()]);
        let error = fetch(&home, &url, "-o bill.csv").failed(6).to_string();
        assert!(error.contains(says), "{error}");
        assert!(error.contains("download_url of the response"), "{error}");
        let may_be_allowed = host.starts_with("https:");
        assert_eq!(
            error.contains("--allow-foreign-host"),
            may_be_allowed,
            "{error}"
        );
        assert!(!error.contains("ok-en"), "{error}");
        assert_eq!(requests.try_iter().count(), 1);
    }
    for to in [
        "",
        "x",
        "ftp://127.0.0.1/x?ok-en",
        "https://u:ok-en@127.0.0.1/x",
    ] {
        let (url, _requests) = serve(&home, TEXT.as_bytes(), to, vec![Vec::new()]);
        let error = fetch(&home, &url, "").failed(6).to_string();
        assert!(error.contains("download_url"), "{error}");
        assert!(!error.contains("ok-en"), "{error}");
    }
}

#[test]
fn a_link_is_believed_only_where_it_is_signed() {
    let home = home();
    let link = BillLink::new(TEXT.as_bytes(), URL.to_owned());
    let link = serde_json::to_vec(&link).unwrap();
    let (url, requests) = server(vec![http(200, &[], &link)]);
    assert_eq!(fetch(&home, &url, "").failed(4)["kind"], "verification");
    assert_eq!(requests.try_iter().count(), 1);
}

#[test]
fn a_place_that_cannot_be_written_is_reported_before_anything_is_sent() {
    let whole = http(200, &[], TEXT.as_bytes());
    let (home, url, requests) = wechat_pay(TEXT.as_bytes(), vec![whole]);
    std::fs::create_dir(home.path("folder")).unwrap();
    for (place, says) in [("none/bill.csv", "mkdir -p none"), ("folder", "directory")] {
        for parse in ["", "--parse csv"] {
            let error = fetch(&home, &url, &format!("-o {place} {parse}")).failed(3);
            assert!(error.to_string().contains(says), "{error}");
        }
    }
    assert_eq!(requests.try_iter().count(), 0);
}

#[test]
fn a_full_disk_is_reported_and_a_device_is_written_not_replaced() {
    let whole = http(200, &[], TEXT.as_bytes());
    let (home, url, _requests) = wechat_pay(TEXT.as_bytes(), vec![whole]);
    for parse in ["", "--parse json"] {
        let error = fetch(&home, &url, &format!("-o /dev/full {parse}")).failed(3);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("/dev/full"), "{message}");
        fetch(&home, &url, &format!("-o /dev/null {parse}")).json();
    }
    for device in ["/dev/full", "/dev/null"] {
        let kind = std::fs::metadata(device).unwrap().file_type();
        assert!(kind.is_char_device(), "{device}");
    }
    let full = std::fs::File::options().write(true).open("/dev/full");
    let mut command = home.command(&format!("--base-url {url} bill trade yesterday"));
    let output = command.stdout(full.unwrap()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn time_is_counted_for_each_piece_of_the_transfer() {
    let home = home();
    let nothing = || vec![http(500, &[], b"")];
    let patient = "--timeout 8s --retries 0 -o bill.csv";
    in_time(PATIENCE, || {
        let slow = dripping(3, Duration::from_secs(3));
        let (url, _requests) = serve(&home, TEXT.as_bytes(), &slow.url, nothing());
        let done = fetch(&home, &url, patient);
        // A piece that the machine held up for so long is late, too.
        if done.code == Some(7) {
            return Duration::MAX;
        }
        done.json();
        assert_eq!(home.read("bill.csv"), TEXT);
        Duration::ZERO
    });
    let stuck = dripping(1, Duration::ZERO);
    let (url, _requests) = serve(&home, TEXT.as_bytes(), &stuck.url, nothing());
    let error = fetch(&home, &url, "--timeout 2s --retries 0").failed(7);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("no complete response"), "{message}");
}

#[test]
fn links_files_and_pauses_together_end_by_the_deadline() {
    let home = home();
    let before = files(&home.path("."));
    let ended = |url: &str, options: &str| {
        let began = Instant::now();
        let done = fetch(&home, url, &format!("--deadline 6s {options} -o bill.csv"));
        let took = began.elapsed();
        assert!(took < PATIENCE, "{took:?}");
        assert_eq!(files(&home.path(".")), before);
        let code = done.code.unwrap();
        (code, done.failed(code).to_string())
    };
    // A response that is under way when the time is over is none, and ends the bill in its way.
    let expect = |code: i32, says: &str, ended: &mut dyn FnMut() -> (i32, String)| {
        in_time(PATIENCE, || {
            let (found, error) = ended();
            assert!(found == code || found == 7, "{error}");
            if found == code && error.contains(says) {
                Duration::ZERO
            } else {
                Duration::MAX
            }
        });
    };
    expect(7, "within 6s", &mut || {
        let slow = dripping(3, Duration::from_secs(60));
        let (url, _requests) = serve(&home, TEXT.as_bytes(), &slow.url, vec![Vec::new()]);
        ended(&url, "--retries 0")
    });
    for (broken, code) in [(Vec::new(), 7), (http(503, &[], b"<html>"), 6)] {
        expect(code, "", &mut || {
            let (url, _requests) = serve(&home, TEXT.as_bytes(), URL, vec![broken.clone()]);
            ended(&url, "--retries 99")
        });
    }
}

#[test]
fn an_interrupt_in_the_middle_leaves_what_was_there() {
    let home = home();
    home.write("bill.csv", "older");
    let before = files(&home.path("."));
    let stuck = dripping(1, Duration::ZERO);
    let (url, _requests) = serve(&home, TEXT.as_bytes(), &stuck.url, vec![Vec::new()]);
    let bill = format!("--timeout 120s --base-url {url} bill trade yesterday -o bill.csv");
    let mut child = home.command(&bill).spawn().unwrap();
    stuck.sent.recv_timeout(PATIENCE).unwrap();
    // The file that is there before anything is sent, unlike one that only tried the place.
    assert_ne!(files(&home.path(".")), before);
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(files(&home.path(".")), before);
}

/// Runs a command, and returns its code and the most memory that it held, in kilobytes.
fn watched(mut command: Command) -> (Option<i32>, u64) {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(number.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            return (ended.code(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_bill_of_a_hundred_megabytes_is_never_held_in_memory() {
    // A debug build of the program takes a good part of it.
    const MAX_KB: u64 = 80 * 1024;
    let (head, rest) = TEXT.split_once("`2024-05-01 09").unwrap();
    let (row, end) = rest.split_once("总交易单数").unwrap();
    let row = format!("`2024-05-01 09{row}");
    let text = |bytes: usize| format!("{head}{}总交易单数{end}", row.repeat(bytes / row.len()));

    let large = text(100 * 1024 * 1024);
    let whole = http(200, &[], large.as_bytes());
    let (home, url, _requests) = wechat_pay(large.as_bytes(), vec![whole]);
    let bill = format!("-q --base-url {url} bill trade yesterday -o bill.csv");
    let (code, peak) = watched(home.command(&bill));
    assert_eq!(code, Some(0));
    assert!(peak > 0 && peak < MAX_KB, "{peak} kB");
    let kept = std::fs::metadata(home.path("bill.csv")).unwrap().len();
    assert_eq!(kept, large.len() as u64);

    let large = text(8 * 1024 * 1024);
    let packed = http(200, &[], &wrap(large.as_bytes(), Compression::none()));
    let (url, _requests) = serve(&home, large.as_bytes(), URL, vec![packed]);
    for parse in ["json", "table"] {
        let bill = format!("-q --base-url {url} bill trade yesterday --gzip --parse {parse} -o x");
        let (code, peak) = watched(home.command(&bill));
        assert_eq!(code, Some(0), "{parse}");
        assert!(peak > 0 && peak < MAX_KB, "{parse}: {peak} kB");
    }
}
