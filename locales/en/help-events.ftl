### The pages of events.

help-events = Inspect and replay the notifications that serve-notify stored
    .examples =
        wechatpay events list --since 1d
        wechatpay events replay --state dead
        wechatpay events export -o events.csv
help-events--since = Received at this time or later: RFC 3339, Unix seconds, a time ago (2h, 7d), or the start of a day in China's time (2019-06-11, yesterday)
help-events--until = Received before this time
help-events--order = With this out_trade_no, transaction_id, refund_id or out_refund_no
help-events--type = Of this event type, such as TRANSACTION.SUCCESS or REFUND.*
help-events--state = In this state: stored, pending, delivered, dead or duplicate
help-events-list = List notifications
    .examples =
        wechatpay events list --store events.db
        wechatpay events list --store events.db --order coffee-0001
        wechatpay events list --store events.db --state pending --json
    .exit = 0 2 3
help-events-list--limit = Show the newest N
help-events-show = Show one notification with everything that is known of it
    .examples =
        wechatpay events show EV-0001 --store events.db
        wechatpay events show EV-0001 --store events.db --json
        wechatpay events show EV-0001 --store events.db --get event_type
    .exit = 0 2 3 9
    .exit-9 = no such notification
help-events-show-id = The notification's id, as `events list` shows it
help-events-replay = Send notifications again
    .long = Without --to, what has not arrived is queued for its own targets again.
    .examples =
        wechatpay events replay --store events.db --state dead
        wechatpay events replay EV-0001 --store events.db --to 3000
        wechatpay events replay --store events.db --since 1d --to http://127.0.0.1:3000/notify
    .exit = 0 2 3 8
    .exit-8 = a target did not accept a notification
help-events-replay-ids = Notifications to send; without any, those that the filter selects
help-events-replay--to = Send them to a port, /path, host:port/path or URL now
help-events-replay--resign = Sign the bytes again with the sandbox's key, for receivers that check the time
help-events-export = Write notifications as JSON Lines or CSV
    .examples =
        wechatpay events export --store events.db
        wechatpay events export --store events.db -o events.csv
        wechatpay events export --store events.db --type 'REFUND.*' --format jsonl
    .exit = 0 2 3
help-events-export--output = Write to this file instead of stdout
help-events-export--format = Format
    .default = by the file's name, else jsonl
    .value-jsonl = one JSON object per line
    .value-csv = a header and one line each; an apostrophe is put before what a spreadsheet would compute
help-events-stats = Count the stored notifications
    .examples =
        wechatpay events stats --store events.db
        wechatpay events stats --store events.db --json
        wechatpay events stats --store events.db --get total
    .exit = 0 2 3
