### Placing, querying and closing orders, and the options of a request's body.

order-total-missing = --total FEN or --yuan 12.34 is needed
    .help = --total 100 and --yuan 1 are the same amount
order-number-missing = NUMBER, --out-trade-no or --transaction-id is needed
    .help = give one of the two numbers
order-queried-as-transaction-id = the number was looked up as a transaction_id, whose form it has
order-found-as-out-trade-no = no order has this transaction_id; the number was found as an out_trade_no
order-neither-number = the number was looked up as a transaction_id, whose form it has, and as an out_trade_no
order-qr-not-native = --qr goes with --trade-type native
    .help = leave --qr out, or use --trade-type native: only its orders have a link to draw
order-qr-too-long = the link does not fit into a QR code
order-wait-without-number = --wait needs an out_trade_no in the body
    .help = add out_trade_no to the body, or leave --wait out
order-payer-missing = jsapi needs --openid: who pays
    .help = `wechatpay openid CODE` gets one for a wx.login code
order-payer-not-jsapi = --openid and --sub-openid are for jsapi
    .help = leave the openid out, or use --trade-type jsapi
order-sub-openid-direct = --sub-openid is for partner mode, which a sub_mchid sets
    .help = add --sub-mchid, or use a profile with sub_mchid; a direct merchant's payer is --openid
order-sub-openid-without-app = --sub-openid needs a sub_appid: an openid belongs to an App ID
    .help = add the sub-merchant's App ID with --sub-appid, or set sub_appid in the profile
order-client-ip-missing = h5 needs --client-ip: the payer's address
    .help = give the address from which the payer opens the page: --client-ip 203.0.113.7

order-not-json = { $file } is not JSON
    .help = the file is one JSON object, saved as UTF-8
order-not-object = { $file } is not a JSON object
    .help = the file is one JSON object, which begins with {"{"} and ends with {"}"}
order-text-length = { $option } must have 1 to { $max } bytes; this has { $bytes }
    .help = give a text of 1 to { $max } bytes; a Chinese character takes 3
order-text-characters = { $option } must not contain emoji or control characters: WeChat Pay refuses them
    .help = remove them from the text
order-set-path = '{ $path }' is not a path such as scene_info.device_id
    .help = write names with dots between them: --set scene_info.device_id=pos-1
order-set-parent = the value before '{ $part }' in '{ $path }' is not an object
    .help = set a field of an object, or replace the value with --set-json
order-body-not-written = the body cannot be written as JSON

order-notify-url = notify_url '{ $url }' { $problem }
    .help = use an https URL without a query that WeChat Pay can reach, such as https://pay.example.com/notify
order-notify-url-whitespace = contains whitespace
order-notify-url-not-url = is not a URL
order-notify-url-credentials = must not contain credentials
order-notify-url-scheme = must begin with https://
order-notify-url-query = must not have a query or a fragment
order-notify-url-too-long = is longer than 255 bytes
order-notify-url-loopback = is this machine, which WeChat Pay cannot reach
order-notify-url-not-public = cannot be reached from outside
order-notify-url-no-path = is a host alone, without a path

order-placing = while the order was being placed
order-awaiting-payment = while waiting for the payment
order-may-exist = the order may exist
order-not-made = no order was made by this command
order-was-made = the order was made
order-repeat = repeat the same command: it makes no second order
order-repeat-with = repeat the same command with { $options }: it makes no second order
order-still-payable = the order exists and may still be paid: run `{ $command }`
order-pay-params = pay_params, for the payer's client:

order-close-number-missing = an out_trade_no is needed
    .help = `wechatpay close OUT_TRADE_NO`
order-close-not-transaction-id = closing takes the out_trade_no; this number has the form of a transaction_id, which only a paid order has; to refund that order, run `wechatpay refund create --transaction-id NO`
order-closed = { $number } closed
order-closing = while the order was being closed
order-may-be-closed = the order may be closed
order-not-closed = nothing was closed by this command
order-was-closed = the order was closed
order-close-again = repeat the same command: closing twice is safe
