### `bill`: downloads, verifies and parses a day's bill.

bill-written = { $path } written
bill-hash-over-text = { $hash } (over the text)
bill-hash-over-raw = { $hash } (over the bytes as sent)
bill-retrying = * { $reason }; requesting the bill again

## The day and the file

bill-parse-to-gzip = --parse writes text: the name of its file cannot end in .gz
    .help = name the file without .gz, or leave --parse out
bill-in-the-future = { $date } is still to come: today is { $today } in China
    .help = choose a day before today
bill-of-today = there is no bill of { $date } before tomorrow
    .help = bills are made on the next day, from about 10 o'clock in China; `yesterday` is the newest
bill-too-old = { $date } is more than three months ago; WeChat Pay keeps bills for three months
bill-no-folder = cannot write { $path }: there is no folder { $folder }
    .help = create it first: `mkdir -p { $folder }`

## The download

bill-deadline = the bill did not arrive within { $deadline }
    .help = nothing was kept; run the command again with a longer --deadline
bill-broken-off-help = nothing was kept; run the command again, with a longer --timeout or --deadline, or more --retries
bill-no-temporary-file = cannot keep the bill in a temporary file in { $folder }
    .help = make room there, or name another folder in TMPDIR

## The verification

bill-unverified-help = nothing was kept; run the command again, and if that does not help, look for a proxy that changes the file on its way
bill-hash-mismatch = the bill of { $received } bytes is not the one that was promised: its hash is wrong
bill-hash-promised = SHA1 { $promised } was promised
bill-link-host = the download_url of the response leads there, and no request was sent to it
bill-hash-received = SHA1 { $text } arrived
bill-hash-raw = SHA1 { $raw } before it was inflated
bill-damaged = the bill cannot be inflated: its gzip stream is damaged or cut
bill-bomb = the gzip stream inflates to more than { $ratio } times its size, as no bill does
bill-unreadable-help = its hash was right; download it without --parse to inspect it
