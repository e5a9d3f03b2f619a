#!/usr/bin/env bash
# How fast notifications are verified and kept: the same load on the same machine in one run,
# against serve-notify without a store, with SQLite, with PostgreSQL where DATABASE names one,
# and against a server in Node that verifies and keeps nothing.
#   benches/serve_notify.sh [COUNT] [CONNECTIONS]
# Needs wrk and node. BINARY is the program to measure.
#
# One run of 100,000 over 200 connections, 2 cores shared with wrk, dist build:
#   store off            20,800 requests/s   p99 22 ms    51 MB
#   SQLite, durable      14,400 requests/s   p99 45 ms    57 MB   0.69 of it, 3.0 times Node
#   PostgreSQL, durable   8,300 requests/s   p99 38 ms    50 MB
#   Node, nothing kept    4,800 requests/s
#   SQLite at 6,100/s                        p99 20 ms    55 MB
# Two more runs: SQLite 0.73 and 0.76 of store off, 2.4 and 2.3 times Node.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-100000} connections=${2:-200} threads=2
binary=${BINARY:-target/dist/wechatpay}
here=benches/serve_notify
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
export WECHATPAY_SANDBOX_DATA=$folder/sandbox HOME=$folder
"$binary" --sandbox profile show >/dev/null
identity=$folder/sandbox/identity

mint() { # a signature is fresh for five minutes
  node "$here/mint.js" "$identity" "$count" "$folder/load"
}
start() { # a serve-notify, and sets its port
  rm -f "$folder/out"
  "$binary" --sandbox -q --json serve-notify --listen 127.0.0.1:0 "$@" >"$folder/out" 2>"$folder/err" &
  server=$!
  until grep -qs listening "$folder/out"; do
    kill -0 "$server" || exit 1
    sleep 0.1
  done
  port=$(sed -n '1s/.*127.0.0.1:\([0-9]*\).*/\1/p' "$folder/out")
}
load() { # name, pause in ms
  printf '%-34s' "$1"
  rm -f "$folder"/load.done.*
  LOAD=$folder/load THREADS=$threads CONNECTIONS=$connections PAUSE=${2:-0} \
    wrk -t$threads -c"$connections" -d240s --timeout 10s -s "$here/load.lua" "http://127.0.0.1:$port" >"$folder/wrk" &
  local wrk=$!
  until [ "$(ls "$folder"/load.done.* 2>/dev/null | wc -l)" = $threads ]; do
    kill -0 $wrk || exit 1
    sleep 0.2
  done
  kill -INT $wrk
  wait $wrk || true
  tail -1 "$folder/wrk" | tee "$folder/result"
  if [ -r "/proc/$server/status" ]; then
    printf '%34s%s\n' '' "peak memory $(awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$server/status") MB"
  fi
}
stop() {
  kill "$server" && wait "$server" 2>/dev/null || true
  server=
}

mint
start --no-store; load "store off"; stop
start --store "$folder/inbox.db"; load "SQLite, durable"; stop
rate=$(sed 's/ .*//' "$folder/result")
if [ -n "${DATABASE:-}" ]; then
  start --store "$DATABASE"; load "PostgreSQL, durable"; stop
fi
node "$here/node.js" "$identity" >"$folder/node" & server=$!
until grep -qs listening "$folder/node"; do sleep 0.1; done
port=$(sed 's/listening //' "$folder/node")
load "Node, nothing kept"; stop
mint
# Half of the peak: each connection pauses for as long as two of its turns take.
pause=$((connections * 2000 / rate))
start --store "$folder/half.db"; load "SQLite, about half the rate" "$pause"; stop
