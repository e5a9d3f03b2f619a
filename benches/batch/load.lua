-- Sends the minted orders once each; counting and timing are the notifications' load's.
dofile("benches/serve_notify/load.lua")

function init()
  refused, right, lines, at, began, ended, pause = 0, 0, {}, 0, 0, 0, 0
  local n, total = 0, tonumber(os.getenv("THREADS"))
  for line in io.lines(os.getenv("LOAD")) do
    if n % total == number then
      local authorization, body = line:match("^([^\t]+)\t(.*)$")
      lines[#lines + 1] = wrk.format("POST", "/v3/pay/transactions/jsapi", {
        ["Host"] = "127.0.0.1", ["Content-Type"] = "application/json", ["Accept"] = "application/json",
        ["Accept-Language"] = "en", ["User-Agent"] = "wrk", ["Authorization"] = authorization,
      }, body)
    end
    n = n + 1
  end
end
