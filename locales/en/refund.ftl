### Refunding payments, and querying refunds.

refund-amount-missing = --refund FEN or --refund-yuan 12.34 is needed
    .help = --refund 100 and --refund-yuan 1 are the same amount
refund-total-unknown = --total FEN is needed: --dry-run and --curl do not look the order up
refund-exceeds-total = a refund of { $refund } is more than the order's { $total }
    .help = refund at most the order's total, less what was refunded before
refund-not-json = the refund's body is not JSON
refund-field-missing = the refund's body has no valid { $field }
refund-no-notify-url = no notify_url: WeChat Pay sends an API v2 notification at most; set it in the profile or with --notify-url

refund-no-data-folder = no data folder is known to record refunds in
    .help = set HOME or XDG_DATA_HOME to a folder that is kept
refund-record-needed = refunds are recorded there before they are sent, so that none is sent twice: make room or change the permissions, or set XDG_DATA_HOME to a folder that is kept
refund-pending-damaged = { $file } is damaged
    .help = it recorded a refund whose outcome was unknown: find that out in the merchant console, then remove the file
refund-accepted-damaged = { $file } is damaged
    .help = it recorded the refunds of an order that were accepted in the last two days: look them up in the merchant console, then remove the file
refund-not-serialized = the refund cannot be recorded as JSON
refund-task-failed = the thread that records refunds failed

refund-different-parameters = out_refund_no { $number } was sent with other parameters ({ $refund } of { $total } fen) at { $since }, and its outcome is unknown
    .help = run `{ $query }`; repeat it with the parameters of the first time: under this number there is no other refund
refund-unfinished = an earlier refund { $number } of this order ({ $refund } fen, { $since }) has an unknown outcome; a new number would refund twice
    .help = run `{ $query }`; if it does not exist, repeat the first command without --out-refund-no; --new-refund refunds beside it
refund-accepted-before = this order was refunded by the same amount within a day: out_refund_no { $number }, { $refund } fen, accepted at { $at }
    .help = run `{ $query }` to look at it; only if a second refund is meant, add --new-refund (in a batch, with --retry-failed) or choose a new number with --out-refund-no
refund-has-status = its status is { $status }
refund-lookup-failed = it could not be looked up: { $error }

refund-sending = while the refund was being sent
refund-resumed = out_refund_no { $number }: resuming the refund of { $since }, with its parameters
refund-may-be-accepted = the refund may have been accepted
refund-accepted-elsewhere = another command saw that the refund was accepted
refund-not-made = nothing was refunded by this command
refund-was-accepted = the refund was accepted
refund-resume = repeat the same command, which resumes it with the same number
refund-resume-with-number = repeat the same command with --out-refund-no { $number }, which resumes it with the same number
refund-resume-batch = run the same batch again, which resumes it with the same number
refund-not-known-yet = WeChat Pay does not know the refund yet: wait a minute, then { $resume }

refund-wait = accepted; to wait for completion run `{ $command }`
refund-not-refunded = refund { $number } is { $status }: nothing was refunded
refund-under-new-number = run the same command again to refund under a new number
refund-closed = run `{ $query }` to look at it; a closed refund is not carried out any more: refund again with refund create and without this number
refund-abnormal = an abnormal refund can still be completed
refund-complete-abnormal = complete it in the merchant console or with the abnormal-refund API (apply-abnormal-refund); only if it will never be completed and a second refund is meant, add --new-refund (in a batch, with --retry-failed)
refund-not-arrived = the money could not reach the payer: complete the refund in the merchant console or with apply-abnormal-refund
