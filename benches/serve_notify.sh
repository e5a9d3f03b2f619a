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
count=${1:-100000} connections=${2:-200}
binary=${BINARY:-target/dist/wechatpay}
source benches/serve_notify/functions.sh

mint
start --no-store; load "store off"; memory; stop
start --store "$folder/inbox.db"; load "SQLite, durable"; memory; stop
rate=$(rate)
if [ -n "${DATABASE:-}" ]; then
  start --store "$DATABASE"; load "PostgreSQL, durable"; memory; stop
fi
node "$here/node.js" "$identity" >"$folder/node" & server=$!
until grep -qs listening "$folder/node"; do sleep 0.1; done
port=$(sed 's/listening //' "$folder/node")
load "Node, nothing kept"; memory; stop
mint
# Half of the peak: each connection pauses for as long as two of its turns take.
pause=$((connections * 2000 / rate))
start --store "$folder/half.db"; load "SQLite, about half the rate" "$pause"; memory; stop
