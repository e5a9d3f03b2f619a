-- Sends the minted notifications once each; LOAD is their file, PAUSE a pause before each in ms.
-- wrk sleeps until its time is over, so each thread leaves a mark when it has all its answers.
local threads = {}
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, micros; } timeval; int gettimeofday(timeval *, void *);")

local function now()
  local time = ffi.new("timeval")
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.seconds) + tonumber(time.micros) / 1e6
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

-- Other loads have other lines.
function format(line)
  local _, stamp, nonce, signature, serial, body = line:match("^(%d+)\t(%d+)\t(%w+)\t([^\t]+)\t(%w+)\t(.*)$")
  return wrk.format("POST", "/notify", {
    ["Host"] = "127.0.0.1", ["Content-Type"] = "application/json", ["User-Agent"] = "Mozilla/4.0",
    ["Wechatpay-Timestamp"] = stamp, ["Wechatpay-Nonce"] = nonce, ["Wechatpay-Signature"] = signature,
    ["Wechatpay-Serial"] = serial, ["Wechatpay-Signature-Type"] = "WECHATPAY2-SHA256-RSA2048",
  }, body)
end

function init()
  lines, at, began, ended = {}, 0, 0, 0
  pause = tonumber(os.getenv("PAUSE") or "0")
  local n, total = 0, tonumber(os.getenv("THREADS"))
  room = tonumber(os.getenv("CONNECTIONS")) / total
  for line in io.lines(os.getenv("LOAD")) do
    if n % total == number then
      lines[#lines + 1] = format(line)
    end
    n = n + 1
  end
end

if tonumber(os.getenv("PAUSE") or "0") > 0 then
  function delay() return pause end
end

-- There is no response(): calling it for each answer would cost more than the answer. A connection
-- asks for its next request when it has its answer, so all are answered once each has asked in vain.
function request()
  if at == 0 then began = now() end
  at = at + 1
  if at == #lines + room then
    ended = now()
    io.open(os.getenv("LOAD") .. ".done." .. number, "w"):close()
    wrk.thread:stop()
  end
  return lines[math.min(at, #lines)]
end

function done(summary, latency)
  local began, ended = math.huge, 0
  for _, thread in ipairs(threads) do
    began = math.min(began, thread:get("began"))
    ended = math.max(ended, thread:get("ended"))
  end
  local refused = summary.errors.status
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("%d requests/s, %d acknowledged, %d refused, %d errors, p50 %.1f ms, p99 %.1f ms\n",
    summary.requests / (ended - began), summary.requests - refused, refused, errors,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
