### Options that several commands share.

help-common-save-strings = Write the exact strings, expected and signed, to files in DIR
help-common-sub-mchid = Act for this sub-merchant, as a service provider
    .default = the profile's sub_mchid
help-common-sub-appid = The sub-merchant's own App ID
    .default = the profile's sub_appid
help-common-set = Set a field of the body to a text
help-common-set-json = Set a field of the body to a JSON value
help-common-wait = Query until the state is final, for at most D (5m if left out)
help-common-interval = First pause between queries; the pauses grow
help-common-batch = Process each line of a file: JSON Lines, or CSV with a header
    .long = Columns are named after the options (out_trade_no, …); options on the command line are the defaults. Every line is checked before the first request is sent. Exits 0 if all lines are done, else by the worst: 4 a response did not verify; 6 and 7 WeChat Pay or the network was failing, 8 a line waits for another refund of its order, and running the command again continues with the open lines; 5 or 9 a line was refused, which is not sent again without --retry-failed.
help-common-concurrency = Process up to N lines in parallel
    .default = 8
help-common-rate = Start at most R lines per second
help-common-output = Write one JSON object per line here; the same command resumes the batch
    .long = Lines that are done or refused are skipped. FILE.journal beside it names the batch, and so the numbers of lines without one, and FILE.input is a copy of the input: keep the files together.
help-common-retry-failed = When resuming, send refused lines again, with the same numbers
help-common-store = Where notifications are stored: a SQLite file or a PostgreSQL database
    .default = a file for each merchant in the user's data folder
help-common-data = The sandbox's data folder
    .default = wechatpay/sandbox in the user's data folder
