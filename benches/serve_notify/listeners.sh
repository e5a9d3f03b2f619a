#!/usr/bin/env bash
# Whether ten `wechatpay listen` slow serve-notify down: the same load with them and without, in
# turn, and the medians. With OTHER, an earlier binary, also that one without listeners.
#   benches/serve_notify/listeners.sh [COUNT] [CONNECTIONS]
# ROUNDS is how many times each is measured, LISTENERS how many there are, STORE a PostgreSQL
# database in place of a SQLite file. Needs wrk and node. BINARY is the program to measure.
set -euo pipefail
cd "$(dirname "$0")/../.."
count=${1:-50000} connections=${2:-200} rounds=${ROUNDS:-7} many=${LISTENERS:-10}
new=${BINARY:-target/dist/wechatpay}
binary=$new
source benches/serve_notify/functions.sh
openssl rand -hex 32 >"$folder/token"
chmod 600 "$folder/token"

listen() { # N listeners, once each is connected
  for number in $(seq "$1"); do
    "$binary" --json listen "http://127.0.0.1:$port/notify" --token-file "$folder/token" >"$folder/listener.$number" 2>&1 &
    listeners+=($!)
  done
  for number in $(seq "$1"); do
    until grep -qs '"listening"' "$folder/listener.$number"; do sleep 0.1; done
  done
}
measure() { # name, listeners, options
  local name=$1 many=$2
  shift 2
  rm -f "$folder"/inbox.db*
  start --store "${STORE:-$folder/inbox.db}" "$@"
  if [ "$many" != 0 ]; then listen "$many"; fi
  load "$name"
  rate >>"$folder/rates.$name"
  if [ "$many" != 0 ]; then
    kill "${listeners[@]}"
    wait "${listeners[@]}" 2>/dev/null || true
    listeners=()
  fi
  stop
}
median() {
  sort -n "$folder/rates.$1" | awk '{rates[NR] = $1} END {print (rates[int((NR + 1) / 2)] + rates[int(NR / 2) + 1]) / 2}'
}

for _ in $(seq "$rounds"); do
  mint
  binary=$new measure without 0 --relay-token-file "$folder/token"
  binary=$new measure with "$many" --relay-token-file "$folder/token"
  if [ -n "${OTHER:-}" ]; then binary=$OTHER measure other 0; fi
done
printf 'median: %s requests/s without listeners, %s with %s of them: %s\n' "$(median without)" "$(median with)" "$many" \
  "$(awk "BEGIN {printf \"%.2f\", $(median with) / $(median without)}")"
if [ -n "${OTHER:-}" ]; then
  printf 'other binary: %s requests/s; this one / other: %s\n' "$(median other)" \
    "$(awk "BEGIN {printf \"%.2f\", $(median without) / $(median other)}")"
fi
