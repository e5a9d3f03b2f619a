#!/usr/bin/env bash
# Whole processes, in turn, medians of 31 runs (RUNS) in milliseconds: `pay-params` beside
# `openssl dgst -sha256 -sign` and Node; `download-certs` on the sandbox beside `java -version`,
# and over TLS beside Node and Python fetching the same answer.
# `cold_start.sh [BINARY [OTHER]]` measures a binary (default: a new dist build), and another one,
# such as that of an earlier commit, in turn with it.
set -euo pipefail
bin=${1:+$(realpath "$1")}
other=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
if [ -z "$bin" ]; then
  cargo build --profile dist --quiet
  bin=$PWD/target/dist/wechatpay
fi
dir=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
export WECHATPAY_SANDBOX_DATA=$dir/sandbox
"$bin" sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml >up.json &
pids+=($!)
until [ -s up.json ]; do sleep 0.05; done
printf 'wx8888888888888888\n1554208460\n593BEC0C\nprepay_id=wx2014\n' >message
cat >sign.js <<'JS'
const crypto = require('crypto'), fs = require('fs');
const key = fs.readFileSync('merchant-keys/apiclient_key.pem');
console.log(JSON.stringify({ paySign: crypto.sign('sha256', fs.readFileSync('message'), key).toString('base64') }));
JS

# A TLS front for the sandbox, so that all three clients pay for a handshake.
openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE 2>/dev/null
cat >front.py <<'PY'
import http.server, json, ssl, urllib.error, urllib.request
up = json.load(open("up.json"))["listening"]
class Front(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
        try:
            answer = urllib.request.urlopen(urllib.request.Request(up + self.path, headers=headers))
        except urllib.error.HTTPError as error:
            answer = error
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in ("date", "server", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Front)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("tls.crt", "tls.key")
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 front.py >port &
pids+=($!)
until [ -s port ]; do sleep 0.05; done
url=https://localhost:$(cat port)
cat >fetch.js <<'JS'
const https = require('https'), fs = require('fs');
https.get(process.argv[2] + '/v3/certificates', { ca: fs.readFileSync('tls.crt') }, r => r.resume().on('end', () => {}));
JS
cat >fetch.py <<'PY'
import ssl, sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(sys.argv[1] + "/v3/certificates", context=ssl.create_default_context(cafile="tls.crt")).read()
except urllib.error.HTTPError as refused:
    refused.read()
PY
python3 - "$url" "$bin" ${other:+"$other"} <<'PY'
import os, shutil, statistics, subprocess, sys, time
url, bin, *others = sys.argv[1:]
commands = {
    "pay-params": [bin, "pay-params", "wx2014"],
    "openssl": ["openssl", "dgst", "-sha256", "-sign", "merchant-keys/apiclient_key.pem", "message"],
    "node": ["node", "sign.js"],
    "download-certs": [bin, "download-certs", "-o", "certs"],
    "java": ["java", "-version"],
    "download-certs over TLS": [bin, "download-certs", "-o", "certs", "--base-url", url, "--ca-file", "tls.crt"],
    "node over TLS": ["node", "fetch.js", url],
    "python over TLS": [sys.executable, "fetch.py", url],
}
compared = ("pay-params", "download-certs", "download-certs over TLS")
commands = {
    name + suffix: [first, *command[1:]]
    for name, command in commands.items()
    for suffix, first in (("", command[0]), *((", other", other) for other in others if name in compared))
    if shutil.which(first)
}
times = {name: [] for name in commands}
for turn in range(int(os.environ.get("RUNS", 31))):
    # What ran before leaves its own data in the caches: both of a pair come first in turn.
    for name, command in list(commands.items())[:: (1, -1)[turn % 2]]:
        began = time.perf_counter()
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        times[name].append((time.perf_counter() - began) * 1000)
        if ended.returncode:
            sys.exit(f"{name} failed: {ended.stderr.decode()}")
medians = {name: statistics.median(values) for name, values in times.items()}
for name, value in medians.items():
    print(f"{name:31} {value:8.2f} ms")
for slower, faster in (
    ("pay-params", "openssl"),
    ("node", "pay-params"),
    ("java", "download-certs"),
    ("node over TLS", "download-certs over TLS"),
    ("python over TLS", "download-certs over TLS"),
    *((name, f"{name}, other") for name in compared),
):
    if slower in medians and faster in medians:
        print(f"{slower} / {faster} {medians[slower] / medians[faster]:.2f}")
PY
# A child's peak starts at its parent's, so the parent must be a small one.
if [ -x /usr/bin/time ]; then
  /usr/bin/time -f 'pay-params peak %M KB' "$bin" pay-params wx2014 >/dev/null
fi
