-- Sends the minted notifications once each; LOAD is their file, PAUSE a pause before each in ms.
local threads, started = {}, 0

function setup(thread)
  thread:set("number", started)
  started = started + 1
  table.insert(threads, thread)
end

function init()
  refused, right, wrong, lines, at = 0, 0, 0, {}, 0
  pause = tonumber(os.getenv("PAUSE") or "0")
  local n, total = 0, tonumber(os.getenv("THREADS"))
  for line in io.lines(os.getenv("LOAD")) do
    if n % total == number then
      local _, stamp, nonce, signature, serial, body = line:match("^(%d+)\t(%d+)\t(%w+)\t([^\t]+)\t(%w+)\t(.*)$")
      lines[#lines + 1] = wrk.format("POST", "/notify", {
        ["Host"] = "127.0.0.1", ["Content-Type"] = "application/json", ["User-Agent"] = "Mozilla/4.0",
        ["Wechatpay-Timestamp"] = stamp, ["Wechatpay-Nonce"] = nonce, ["Wechatpay-Signature"] = signature,
        ["Wechatpay-Serial"] = serial, ["Wechatpay-Signature-Type"] = "WECHATPAY2-SHA256-RSA2048",
      }, body)
    end
    n = n + 1
  end
end

function delay() return pause end

function request()
  at = at + 1
  if at > #lines then
    wrk.thread:stop()
    return lines[#lines]
  end
  return lines[at]
end

function response(status)
  if status >= 200 and status < 300 then right = right + 1 else refused = refused + 1 end
end

function done(summary, latency)
  local taken, refused = 0, 0
  for _, thread in ipairs(threads) do
    taken = taken + thread:get("right")
    refused = refused + thread:get("refused")
  end
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("%d requests/s, %d acknowledged, %d refused, %d errors, p50 %.1f ms, p99 %.1f ms\n",
    summary.requests / summary.duration * 1e6, taken, refused, errors,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
