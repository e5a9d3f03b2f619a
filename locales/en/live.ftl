### Real money: which profiles move it, and what is asked before.

live-mark = live
live-mark-sandbox = sandbox
live-profile = live profile: orders and refunds move real money
live-profile-sandbox = a sandbox's profile: no real money moves

live-merchant = merchant { $mchid }, profile { $profile }
live-merchant-at = merchant { $mchid }, profile { $profile }, at { $url }
live-refund = Live money: refund { $yuan } ({ $fen } fen) of order { $number } from { $merchant }
live-refund-as-it-is = Live money: refund order { $number } from { $merchant }
live-orders =
    { $lines ->
        [one] Live money: place 1 order, { $yuan } ({ $fen } fen), for { $merchant }
       *[other] Live money: place { $lines } orders, { $yuan } ({ $fen } fen) in all, for { $merchant }
    }
live-orders-left =
    { $lines ->
        [one] Live money: place the 1 order that is left (settled: { $settled }), { $yuan } ({ $fen } fen), for { $merchant }
       *[other] Live money: place the { $lines } orders that are left (settled: { $settled }), { $yuan } ({ $fen } fen) in all, for { $merchant }
    }
live-refunds =
    { $lines ->
        [one] Live money: make 1 refund, { $yuan } ({ $fen } fen), from { $merchant }
       *[other] Live money: make { $lines } refunds, { $yuan } ({ $fen } fen) in all, from { $merchant }
    }
live-refunds-left =
    { $lines ->
        [one] Live money: make the 1 refund that is left (settled: { $settled }), { $yuan } ({ $fen } fen), from { $merchant }
       *[other] Live money: make the { $lines } refunds that are left (settled: { $settled }), { $yuan } ({ $fen } fen) in all, from { $merchant }
    }
live-go-ahead = Go ahead?
live-not-confirmed = not confirmed: nothing was sent
    .help = run it again and answer y, or add --yes to send without a question
