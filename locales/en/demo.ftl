### The steps of the demo: what each side does, and what was sent or proved.

demo-actor-page = page
demo-actor-merchant = merchant
demo-actor-wechat-pay = WeChat Pay
demo-certificates = requests the platform certificates
demo-certificates-request = GET /v3/certificates, signed with the merchant private key
demo-opens = decrypts and verifies them
demo-certificates-opened = { $serial_no } decrypted with the APIv3 key; it verifies the response it came in
demo-login = the payer chooses goods; wx.login returns a code
demo-sends-code = sends the code to the merchant's server
demo-exchanges = exchanges it
demo-session-request = GET /sns/jscode2session with appid and app secret
demo-returns-openid = returns the openid
demo-session = { $openid }; the session key stays on the server
demo-confirmation = POST /wechat/createOrder, ¥{ $yuan }
demo-confirms-order = the payer confirms the order
demo-numbers = generates its number
demo-orders = places the order
demo-order-request = POST { $target }, { $bytes } bytes, signed
demo-verifies-request = verifies the merchant's signature and responds
demo-verifies-response = verifies the response
demo-signed-by = signed by { $serial_no }
demo-signs-params = signs the pay params
demo-pay-sign = 4 lines, paySign { $start }…
demo-sends-params = sends them to the page
demo-requests-payment = calls wx.requestPayment
demo-checks-pay-sign = the payer's client checks paySign
demo-pay-sign-verified = it verifies with merchant certificate { $serial_no }
demo-confirms-payment = the payer confirms with a password
demo-pays = completes the payment
demo-notifies = notifies the merchant
demo-notification = POST { $url }, { $bytes } bytes, signed and encrypted
demo-acknowledges = verifies, decrypts, acknowledges
demo-acknowledged = { $event } { $state }, response { $status }
demo-queries = queries the order, to be sure
demo-order-state = trade_state { $state }, signed by { $serial_no }
demo-shows-result = shows the payer that the order is paid
demo-not-the-client = as the merchant's server says, not the payer's client
demo-done = all signatures verified, in { $milliseconds } ms; next: `wechatpay sandbox` and your own code

## Errors, which only a bug can cause

demo-order-invalid = the demo's order is invalid
demo-no-certificate = the sandbox's merchant has no usable certificate
demo-no-sandbox = the demo has no sandbox
demo-pay-sign-refused = the payer's client would refuse the paySign
demo-cannot-listen = cannot listen on 127.0.0.1
demo-no-notification = the notification did not arrive or did not verify
demo-not-paid = the paid order is { $state }
