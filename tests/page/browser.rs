//! A headless Chromium.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::http::Method;
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

/// How long is waited for what a page is to show.
const TIMEOUT: Duration = Duration::from_secs(120);

/// From when on no other browser is started, if one does not.
const START_TIMEOUT: Duration = Duration::from_secs(300);

const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--accept-lang=en",
];

pub(crate) struct Browser {
    pub(crate) page: Client,
    driver: Child,
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser with it.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A command of chromedriver's own.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// Has the driver start a browser.
async fn session(port: &str, profile: &TempDir) -> Result<Client, NewSessionError> {
    let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
    flags.push(format!("--user-data-dir={}", profile.path().display()));
    let capabilities = json!({
        "goog:chromeOptions": { "args": flags },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": TIMEOUT.as_secs() * 1000 },
    });
    ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(serde_json::from_value(capabilities).unwrap())
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
}

impl Browser {
    /// Starts a browser; `None` if none is installed.
    pub(crate) async fn start() -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .args(["--port=0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut lines = BufReader::new(driver.stdout.take()?).lines();
        let port = lines.find_map(|line| {
            let line = line.ok()?;
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        })?;
        // What it writes later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let began = Instant::now();
        loop {
            let profile = tempfile::tempdir().unwrap();
            match session(&port, &profile).await {
                Ok(page) => {
                    return Some(Self {
                        page,
                        driver,
                        _profile: profile,
                    });
                }
                // The driver gives up a browser that takes a minute to start.
                Err(error) => assert!(began.elapsed() < START_TIMEOUT, "{error}"),
            }
        }
    }

    async fn devtools(&self, command: &str, parameters: Value) {
        let body = json!({ "cmd": command, "params": parameters });
        let path = "goog/cdp/execute";
        self.page.issue_cmd(Own { path, body }).await.unwrap();
    }

    /// Makes the window this wide.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Chooses `light` or `dark`.
    pub(crate) async fn scheme(&self, name: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": name }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Returns what the console has shown since the last time.
    pub(crate) async fn console(&self) -> Vec<String> {
        let body = json!({ "type": "browser" });
        let path = "se/log";
        let log = self.page.issue_cmd(Own { path, body }).await.unwrap();
        let entries = log.as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    pub(crate) async fn open(&self, url: &str) {
        self.page.goto(url).await.unwrap();
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.on_element(selector, async |found| found.click().await)
            .await;
    }

    pub(crate) async fn type_in(&self, selector: &str, text: &str) {
        self.on_element(selector, async |found| {
            found.clear().await?;
            found.send_keys(text).await
        })
        .await;
    }

    /// Does something with an element, again if the page has replaced it meanwhile.
    async fn on_element(
        &self,
        selector: &str,
        action: impl AsyncFn(&Element) -> Result<(), CmdError>,
    ) {
        let began = Instant::now();
        loop {
            let wait = self.page.wait().at_most(TIMEOUT);
            let found = wait.for_element(Locator::Css(selector)).await.unwrap();
            match action(&found).await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {
                    assert!(
                        began.elapsed() < TIMEOUT,
                        "{selector} is replaced all the time"
                    );
                }
                Err(error) => panic!("{selector}: {error}"),
            }
        }
    }

    /// Presses a key, whatever has the focus.
    pub(crate) async fn press(&self, key: &str) {
        let focused = self.page.active_element().await.unwrap();
        focused.send_keys(key).await.unwrap();
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.run(script, vec![json!(selector)])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.page.execute(script, arguments).await.unwrap()
    }

    /// Waits until an element shows a text.
    pub(crate) async fn shows(&self, selector: &str, text: &str) {
        let wait = async {
            while !self.text(selector).await.contains(text) {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        if tokio::time::timeout(TIMEOUT, wait).await.is_err() {
            let body = self.text("body").await;
            panic!("{selector} does not show {text}: {body}");
        }
    }

    /// Stores a picture if `WECHATPAY_TEST_SCREENSHOTS` names a folder for them.
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("WECHATPAY_TEST_SCREENSHOTS") else {
            return;
        };
        let height = self
            .run("return document.documentElement.scrollHeight", vec![])
            .await;
        let width = self.run("return innerWidth", vec![]).await;
        let (width, height) = (width.as_u64().unwrap(), height.as_u64().unwrap());
        self.resize(
            u32::try_from(width).unwrap(),
            u32::try_from(height).unwrap(),
        )
        .await;
        let png = self.page.screenshot().await.unwrap();
        let path = std::path::Path::new(&folder).join(format!("{name}.png"));
        std::fs::write(path, png).unwrap();
    }
}
