#!/usr/bin/env bash
# How fast create-order --batch is, beside what wrk gets from the same sandbox with signatures
# that were made before: the same orders on the same machine, turn about.
#   benches/batch.sh [COUNT] [CONCURRENCY] [ROUNDS]
# The batch's time is that of the whole command: start, check of every line, orders, results.
# A batch signs each request on the same processors, which wrk need not; what wrk would get if it
# did is reckoned from what OpenSSL signs in a second.
# Needs wrk, node and openssl. BINARY is the program to measure.
#
# Medians of 3 with 10,000 orders, 64 at once, 2 cores shared by all, dist build:
#   wrk, signed before     1,980 orders/s
#   wrk, if it signed too  1,178 orders/s, as OpenSSL signs 2,911 times a second here
#   batch                  1,045 orders/s, 88 % of that; 29 MB, and 29 MB for a tenth of the lines
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-10000} concurrency=${2:-64} rounds=${3:-3} threads=2
binary=${BINARY:-target/dist/wechatpay}
here=benches/batch
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
export WECHATPAY_SANDBOX_DATA=$folder/sandbox HOME=$folder
"$binary" --sandbox profile show >/dev/null
identity=$folder/sandbox/identity

start() { # a sandbox without orders
  rm -f "$folder/out"
  "$binary" sandbox reset --yes >/dev/null
  "$binary" sandbox --listen 127.0.0.1:0 --json >"$folder/out" 2>"$folder/err" &
  server=$!
  until grep -qs listening "$folder/out"; do
    kill -0 "$server" || exit 1
    sleep 0.1
  done
  port=$(sed -n '1s/.*"listening":"http:..127.0.0.1:\([0-9]*\).*/\1/p' "$folder/out")
}
stop() {
  kill "$server" && wait "$server" 2>/dev/null || true
  server=
}
by_wrk() { # a signature is fresh for five minutes
  node "$here/mint.js" "$identity" "$count" "$folder/load"
  start
  rm -f "$folder"/load.done.*
  LOAD=$folder/load THREADS=$threads CONNECTIONS=$concurrency \
    wrk -t$threads -c"$concurrency" -d240s --timeout 10s -s "$here/load.lua" "http://127.0.0.1:$port" >"$folder/wrk" &
  local wrk=$!
  until [ "$(ls "$folder"/load.done.* 2>/dev/null | wc -l)" = $threads ]; do
    kill -0 $wrk || exit 1
    sleep 0.1
  done
  kill -INT $wrk
  wait $wrk || true
  stop
  printf '%-8s%s\n' wrk "$(tail -1 "$folder/wrk")"
  tail -1 "$folder/wrk" | sed 's/ .*//' >>"$folder/wrk.rates"
}
by_batch() { # lines, file that collects the rate
  node "$here/orders.js" "$1" >"$folder/orders.jsonl"
  rm -f "$folder"/results.jsonl*
  start
  local began=$(date +%s%N) peak=0 now
  "$binary" --sandbox -q --get done create-order --batch "$folder/orders.jsonl" \
    -o "$folder/results.jsonl" --concurrency "$concurrency" >"$folder/done" &
  local batch=$!
  while now=$(awk '/VmHWM/ {print $2}' "/proc/$batch/status" 2>/dev/null) && [ -n "$now" ]; do
    peak=$now
    sleep 0.1
  done
  wait $batch
  local took=$((($(date +%s%N) - began) / 1000000))
  stop
  local rate=$(($1 * 1000 / took))
  printf '%-8s%d orders/s, %d done, peak memory %d KiB\n' batch $rate "$(cat "$folder/done")" "$peak"
  echo $rate >>"$folder/$2"
}
median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }

for _ in $(seq "$rounds"); do
  by_wrk
  by_batch "$count" batch.rates
done
echo "a tenth of the lines, for its memory:"
by_batch $((count / 10)) few.rates
signs=$(openssl speed -seconds 3 -multi "$(nproc)" rsa2048 2>/dev/null | awk '/^rsa 2048/ {print int($6)}')
awk -v batch="$(median "$folder/batch.rates")" -v wrk="$(median "$folder/wrk.rates")" -v signs="$signs" -v rounds="$rounds" 'BEGIN {
  both = 1 / (1 / wrk + 1 / signs)
  printf "batch: %d %% of wrk, by the medians of %d\n", 100 * batch / wrk, rounds
  printf "OpenSSL signs %d times a second: wrk would get %d if it did; batch: %d %% of that\n", signs, both, 100 * batch / both
}'
