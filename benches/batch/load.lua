-- Sends the minted orders once each; counting and timing are the notifications' load's.
dofile("benches/serve_notify/load.lua")

function format(line)
  local authorization, body = line:match("^([^\t]+)\t(.*)$")
  return wrk.format("POST", "/v3/pay/transactions/jsapi", {
    ["Host"] = "127.0.0.1", ["Content-Type"] = "application/json", ["Accept"] = "application/json",
    ["Accept-Language"] = "en", ["User-Agent"] = "wrk", ["Authorization"] = authorization,
  }, body)
end
