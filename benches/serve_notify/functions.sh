# What the benchmarks of serve-notify share: a folder with the sandbox's keys, servers, and load on
# them. `count`, `connections` and `binary` are set by the script that reads this.
threads=2
here=benches/serve_notify
folder=$(mktemp -d)
server=
listeners=()
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ ${#listeners[@]} = 0 ] || kill "${listeners[@]}" 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT
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
}
memory() {
  if [ -r "/proc/$server/status" ]; then
    printf '%34s%s\n' '' "peak memory $(awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$server/status") MB"
  fi
}
rate() { # requests/s of the last load
  sed 's/ .*//' "$folder/result"
}
stop() {
  kill "$server" && wait "$server" 2>/dev/null || true
  server=
}
