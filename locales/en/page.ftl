### The sandbox's page.

page-brand = WeChat Pay
page-sandbox = Sandbox
page-site = WeChat Pay Sandbox
page-skip = Skip to content
page-navigation = Sections
page-live = Live
page-live-hint = Updates by itself
page-live-off = Offline
page-live-off-hint = The sandbox does not respond; the page connects again by itself
page-welcome = Open the sandbox
page-merchant = Merchant
page-base-url = Base URL
page-signs-with = Signs with
page-signs-certificate = platform certificate
page-signs-public-key = WeChat Pay public key
page-signs-both = platform certificate or public key, as the request asks
page-data-folder = Data folder
page-no-money = A sandbox on this machine. No money moves.
page-copy = Copy
page-copied = Copied
page-copy-this = Copy { $text }
page-fen = { $fen } fen

## Pages instead of another

page-locked = This page needs its key
page-locked-why = The sandbox only opens for the person who started it.
page-locked-help = Open the URL that the sandbox printed when it started, or start it with:
page-foreign = Not from here
page-foreign-why = Only this machine may open the sandbox, under a name of its own such as 127.0.0.1 or localhost, and no page of another site may use it.
page-missing = There is no such page
page-missing-why = The address may be mistyped, or the order was removed by a reset.
page-to-orders = All orders
page-broken = The sandbox cannot use its state
page-broken-why = Its data folder cannot be read or written:

## The list of orders

page-orders = Orders
page-orders-about = Every order that your program places appears here at once.
page-search = Search orders
page-search-hint = Order, transaction or refund number
page-filter = Status
page-filter-all = All
page-amount = Amount
page-status = Status
page-order = Order
page-product = Trade type
page-created = Created
page-pages = Pages
page-newest = Newest
page-older = Older
page-no-orders = No orders yet
page-no-orders-help = Place one from a terminal, or point your own program at the sandbox. It shows up here without reloading.
page-no-orders-place = Place an order
page-no-orders-profile = Get a profile with keys for your own program, when starting the sandbox
page-example-goods = Coffee
page-no-match = Nothing found
page-no-match-help = No order has a number that begins like this, in this status.
page-show-all = Show all orders

## States

page-state-unpaid = Awaiting payment
page-state-paid = Paid
page-state-refunded = Refunded
page-state-partly-refunded = Partly refunded
page-state-closed = Closed
page-state-expired = Expired
page-state-other = { $code }
page-refund-processing = Processing
page-refund-success = Succeeded
page-refund-abnormal = Abnormal
page-refund-closed = Closed
page-delivery-acknowledged = acknowledged
page-delivery-sending = being sent
page-delivery-retrying = not acknowledged, will be repeated
page-delivery-not-posted = not posted
page-delivery-given-up = given up

## One order

page-details = Details
page-time-line = Time line
page-request-body = Request body
page-trade-state = Trade state
page-transaction-id = Transaction ID
page-prepay-id = Prepay ID
page-payer = Payer
page-notify-url = Notify URL
page-time-expire = Pay until
page-attach = Attach
page-pay = Pay
page-open-cashier = Open the cashier
page-more = More
page-payer-cancels = Payer cancels
page-payment-fails = Payment fails
page-expire-order = Let it expire
page-close-order = Close the order
page-refund = Refund
page-combined = Combined order
page-combined-about = Placed and paid together, { $amount } in all:
page-part-of = part of { $number }
page-cashier-combined = { $count } orders at once
page-refunds = Refunds
page-refund-amount = Amount
page-refund-up-to = Up to { $amount } can be refunded.
page-refund-outcome = Outcome
page-refund-console = in the merchant console
page-end-refunds = Finish refunds
page-query = Query
page-commands = Commands
page-commands-about = The same from a terminal.
page-scan = Scan to pay
page-scan-about = Opens the cashier. Click the code, or scan it in an emulator on this machine.
page-h5 = H5 payment
page-h5-about = The h5_url of the order leads to this cashier.

## The time line

page-step-ordered = Order placed: { $amount }, { $product }
page-step-prepaid-again = Ordered again, with a new prepay_id
page-step-cancelled = The payer cancelled
page-step-failed = The payment failed
page-step-paid = Paid: { $amount }
page-step-refund-requested = Refund requested: { $amount }
page-step-refund-success = Refund succeeded: { $amount }
page-step-refund-abnormal = Refund abnormal: { $amount }
page-step-refund-closed = Refund closed: { $amount }
page-step-notification = Notification { $state }
page-step-closed = Order closed
page-step-expired = time_expire has passed
page-step-expired-note = It can no longer be paid, and stays NOTPAY until it is closed.
page-attempts = { $count ->
    [one] one attempt
   *[other] { $count } attempts
}
page-next-attempt = Next attempt
page-outcome-status = HTTP status { $status }
page-outcome-refused = Connection refused: nothing listens there
page-outcome-no-response = No response: { $reason }
page-outcome-not-posted = The refund names no notify_url

## What an action came to

page-notice-paid = Paid. The notification is on its way.
page-notice-cancelled = The payer cancelled. The order can still be paid.
page-notice-failed = The payment failed. The order can still be paid.
page-notice-closed = The order is closed.
page-notice-expired = The time to pay has ended.
page-notice-refunded = The refund is recorded. The notification is on its way.
page-notice-refunds-ended = The refunds are finished.
page-notice-is-closed = Not possible: the order is closed.
page-notice-is-expired = Not possible: time_expire has passed.
page-notice-is-paid = Not possible: the order is paid. Refund it instead.
page-notice-not-paid = Not possible: the order is not paid.
page-notice-not-open = Not possible: the order does not await a payment.
page-notice-too-much = Not refunded: less than that remains.
page-notice-wrong-amount = Not refunded: enter an amount in yuan, such as 12.34.

## The cashier

page-cashier = Cashier
page-cashier-title = WeChat Pay · Sandbox
page-cashier-fine = A sandbox. No money moves.
page-cashier-method = Pay with
page-cashier-balance = Balance
page-cashier-goods = Goods
page-cashier-pay = Pay { $amount }
page-cashier-paid = Payment successful
page-cashier-cancelled = Payment cancelled
page-cashier-cancelled-note = The order can still be paid.
page-cashier-failed = Payment failed
page-cashier-failed-note = The bank refused. The order can still be paid.
page-cashier-expired = The order has expired
page-cashier-expired-note = Its last moment to pay has passed. Place a new order.
page-cashier-closed = The order is closed
page-cashier-closed-note = The merchant has closed it. Place a new order.
page-cashier-again = Try again
page-cashier-back = Back to the merchant
page-payer-side = Simulate the payer
page-payer-side-about = What else a payer may do. Your program sees it as the result of the payment.
page-payer-side-done = Nothing is left to do here.
page-to-order = Back to the order
page-to-requests = Related requests
page-to-deliveries = Related notifications

## Faults

page-faults = Faults
page-faults-about = Let calls fail on purpose, to see what your program makes of it.
page-faults-active = Active faults
page-faults-none = No fault is set: every call succeeds that should.
page-faults-known = What can go wrong
page-faults-clear = Remove all
page-fault-add = Add a fault
page-fault-refused = Not added: { $reason }
page-fault-name = Fault
page-fault-count = How often
page-fault-next = { $count ->
    [one] the next call
   *[other] the next { $count } calls
}
page-fault-rate = { $percent } % of the calls
page-fault-always = every call
page-fault-path = Only this path
page-fault-path-hint = Empty for all paths; * stands for any part.
page-fault-occurred = occurred: { $count }
page-fault-left = left: { $count }
page-fault-on = On
page-fault-over = Over
page-fault-remove = Remove
page-fault-remove-this = Remove { $fault }

## Requests and notifications

page-requests = Requests
page-requests-about = Everything that the sandbox received, with the check of its signature.
page-requests-of = Requests about { $number }
page-requests-all = Show all requests
page-requests-refused = Refused
page-request = Request
page-response = Response
page-duration = Duration
page-time = Time
page-no-requests = No requests yet
page-no-requests-help = Point your program at the sandbox. In a terminal, the same appears with:
page-no-refusals = Nothing was refused
page-no-refusals-help = Every signature fitted, and every request was accepted.
page-signature = Signature check
page-signature-fits = The signature covers these lines.
page-signature-differs = What had to be signed, and what was signed. The difference is marked.
page-signature-unknown = This had to be signed. What was signed instead could not be found.
page-signature-none = The request has no signature of API v3 that can be read.
page-line-expected = had to be
page-line-signed = was
page-findings = Why it was refused
page-in-terminal = In a terminal
page-as-curl = As curl
page-request-id = Request-ID
page-code = Code
page-message = Message
page-failure = Failed because
page-serial-no = Certificate
page-body-empty = No body.
page-body-binary = The body is not text.
page-bytes = { $count } bytes
page-deliveries = Notifications
page-deliveries-about = Everything that the sandbox posts to your notify_url, and what came of it.
page-notification = Notification
page-attempt-count = Attempts
page-no-deliveries = No notifications yet
page-no-deliveries-help = Pay an order; its notification appears here with headers, body and response.
page-resend = Send again
page-no-attempts = It was not posted yet.
page-attempt-scheduled = on schedule
page-attempt-resent = sent again by hand
page-attempt-duplicate = duplicate
page-attempt-probe = probe with a wrong signature
page-attempt-messages = Headers, body and response
page-signed-by = Signed by
page-verify-with = Verify with
page-posted = Posted
page-resource = Decrypted resource
