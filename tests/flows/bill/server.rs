//! A WeChat Pay that gives out links to bills of a test's own making.

use std::io::Write;
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use wechatpay::protocol::bill::{BillDigest, BillLink};

use crate::home::{Done, Home};
use crate::responses::{home, platform_key, signed};
use crate::wire::{Captured, receive};

pub(crate) const URL: &str = "https://api.mch.weixin.qq.com/v3/billdownload/file?token=t%2Fok-en";

pub(crate) const TEXT: &str = "\u{feff}交易时间,商户订单号,订单金额,商品名称\r\n\
    `2024-05-01 09:00:00,`order-1,`19.99,`a, \"b\"\r\n\
    `2024-05-01 10:00:00,`order-2,`-0.01,`\r\n\
    总交易单数,订单总金额\r\n\
    `2.0,`19.98\r\n";

pub(crate) fn sha1(bytes: &[u8]) -> String {
    let mut digest = BillDigest::default();
    digest.update(bytes);
    digest.finish()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    wrap(bytes, Compression::default())
}

/// Compresses as much as is asked for; the numbers of a real bill hardly shrink.
pub(crate) fn wrap(bytes: &[u8], compression: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), compression);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A home, and a WeChat Pay that gives out a link whenever it is asked for a bill, and each of
/// these answers in turn to each client that follows one, the last again and again.
pub(crate) fn wechat_pay(
    promised: &[u8],
    files: Vec<Vec<u8>>,
) -> (Home, String, Receiver<Captured>) {
    let home = home();
    let (url, requests) = serve(&home, promised, URL, files);
    (home, url, requests)
}

/// The same for a home that is there, with links to `to`.
pub(crate) fn serve(
    home: &Home,
    promised: &[u8],
    to: &str,
    files: Vec<Vec<u8>>,
) -> (String, Receiver<Captured>) {
    let key = platform_key(home);
    let link = serde_json::to_vec(&BillLink::new(promised, to.to_owned())).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        let mut place = 0;
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(captured) = receive(&mut stream) else {
                continue;
            };
            let answer = if target(&captured).starts_with("/v3/bill/") {
                &signed(&key, 0, &link)
            } else {
                place += 1;
                &files[(place - 1).min(files.len() - 1)]
            };
            // Before the answer, as the other side ends once it has that.
            let _ = sender.send(captured);
            // The other side may have enough before this one is done.
            let _ = stream.write_all(answer);
        }
    });
    (url, requests)
}

/// A server that sends the first N thirds of the bill, with a pause before each, and then
/// holds the connection for as long as it is kept.
pub(crate) struct Dripping {
    pub(crate) url: String,
    /// Has something once these thirds are sent.
    pub(crate) sent: Receiver<()>,
    _held: Sender<()>,
}

pub(crate) fn dripping(thirds: usize, pause: Duration) -> Dripping {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (held, hold) = channel::<()>();
    let (done, sent) = channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        receive(&mut stream).unwrap();
        let length = TEXT.len();
        let head = format!("HTTP/1.1 200 X\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        for piece in TEXT.as_bytes().chunks(length.div_ceil(3)).take(thirds) {
            std::thread::sleep(pause);
            stream.write_all(piece).unwrap();
        }
        let _ = done.send(());
        // The other half is dropped at the end of the test.
        let _ = hold.recv();
    });
    Dripping {
        url: format!("http://{address}/v3/billdownload/file?token=x"),
        sent,
        _held: held,
    }
}

pub(crate) fn fetch(home: &Home, url: &str, rest: &str) -> Done {
    home.run(&format!(
        "--json --base-url {url} bill trade yesterday {rest}"
    ))
}

pub(crate) fn target(request: &Captured) -> String {
    let line = String::from_utf8_lossy(&request.raw);
    line.split(' ').nth(1).unwrap().to_owned()
}
