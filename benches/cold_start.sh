#!/usr/bin/env bash
# The whole process `wechatpay pay-params` beside `openssl dgst -sha256 -sign` and Node, in turn,
# and `download-certs` on the sandbox beside `java -version`: medians of 31 runs, in milliseconds.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
bin=$PWD/target/release/wechatpay
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$dir"' EXIT
cd "$dir"
export WECHATPAY_SANDBOX_DATA=$dir/sandbox
"$bin" sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml >up.json &
server=$!
until [ -s up.json ]; do sleep 0.05; done
printf 'wx8888888888888888\n1554208460\n593BEC0C\nprepay_id=wx2014\n' >message
cat >sign.js <<'JS'
const crypto = require('crypto'), fs = require('fs');
const key = fs.readFileSync('merchant-keys/apiclient_key.pem');
console.log(JSON.stringify({ paySign: crypto.sign('sha256', fs.readFileSync('message'), key).toString('base64') }));
JS
python3 - "$bin" <<'PY'
import os, shutil, statistics, subprocess, sys, time
bin = sys.argv[1]
commands = {
    "pay-params": [bin, "pay-params", "wx2014"],
    "openssl": ["openssl", "dgst", "-sha256", "-sign", "merchant-keys/apiclient_key.pem", "message"],
    "node": ["node", "sign.js"],
    "download-certs": [bin, "download-certs", "-o", "certs"],
    "java": ["java", "-version"],
}
commands = {name: command for name, command in commands.items() if shutil.which(command[0])}
times = {name: [] for name in commands}
peak = 0
for _ in range(31):
    for name, command in commands.items():
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        times[name].append((time.perf_counter() - began) * 1000)
        if status:
            sys.exit(f"{name} failed")
        if name == "pay-params":
            peak = max(peak, usage.ru_maxrss)
medians = {name: statistics.median(values) for name, values in times.items()}
for name, value in medians.items():
    print(f"{name:15} {value:8.2f} ms")
print(f"pay-params / openssl {medians['pay-params'] / medians['openssl']:.2f}, peak {peak / 1024:.1f} MB")
for slower, faster in (("node", "pay-params"), ("java", "download-certs")):
    if slower in medians:
        print(f"{slower} / {faster} {medians[slower] / medians[faster]:.2f}")
PY
