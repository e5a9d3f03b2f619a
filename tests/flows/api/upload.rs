//! Uploads: a form of which only the meta is signed.

use std::process::Command;

use serde_json::Value;

use crate::api::calls::{api, start};
use crate::home::Home;
use crate::wire;

/// Megabytes take a busy machine its time.
const PATIENT: &str = "--timeout 60s";

#[test]
fn an_upload_signs_its_meta_alone() {
    let home = Home::new();
    let sandbox = start(&home, "both");
    let picture: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    home.write("图 片.PNG", &picture);
    let upload = ["POST", "/v3/merchant/media/upload", "--upload", "图 片.PNG"];
    let number = api(&home, &format!("{PATIENT} --get body.media_id"), &upload).ok();
    assert!(number.starts_with("SANDBOX_"), "{number}");
    // curl sends the same, with a form of its own making.
    let command = api(&home, "--curl", &upload).ok();
    let output = Command::new("sh")
        .args(["-c", &command])
        .current_dir(home.path(""))
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["media_id"].is_string(), "{answer}");
    // A file that changed on the way, or a meta that did, is noticed.
    let dry = api(&home, "--json --dry-run", &upload).json();
    assert!(!dry["body"].as_str().unwrap().contains('\u{fffd}'));
    let meta = dry["message"]
        .as_str()
        .unwrap()
        .lines()
        .last()
        .unwrap()
        .to_owned();
    let authorization = dry["headers"]["Authorization"].as_str().unwrap();
    let send = |meta: &str, file: &[u8]| {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{meta}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
        let headers = [
            ("Authorization", authorization),
            ("Content-Type", "multipart/form-data; boundary=b"),
            ("Accept", "*/*"),
            ("User-Agent", "x"),
        ];
        let request = wire::request("POST", "/v3/merchant/media/upload", &headers, &body);
        let answer = wire::send(&sandbox.address(), &request);
        (answer.status, answer.body)
    };
    assert_eq!(send(&meta, &picture).0, 200);
    let (status, message) = send(&meta, &picture[1..]);
    assert!(status == 400 && message.contains("sha256"), "{message}");
    let (status, message) = send(&meta.replace("PNG", "png"), &picture);
    assert!(status == 401 && message.contains("SIGN_ERROR"), "{message}");
    home.write("a.gif", b"GIF89a");
    let wrong = api(
        &home,
        PATIENT,
        &["POST", "/v3/merchant/media/upload", "--upload", "a.gif"],
    );
    let message = wrong.fails_with(5);
    assert!(
        message.contains("warning: this API accepts only files that end in jpg"),
        "{message}"
    );
    home.write("large.mp4", vec![0; 5 * 1024 * 1024 + 1]);
    let wrong = api(
        &home,
        PATIENT,
        &[
            "POST",
            "/v3/merchant/media/video_upload",
            "--upload",
            "large.mp4",
        ],
    );
    let message = wrong.fails_with(5);
    assert!(
        message.contains("warning: the file has 5242881 bytes") && message.contains("5M"),
        "{message}"
    );
}
