### `--batch`: one call for each line of a file.

## What running the command again does not do

batch-once-order = no line becomes a second order
batch-once-refund = no line is refunded twice
batch-once-query = a query changes nothing

## The report

batch-done = { $done } of { $total } lines are done
batch-done-and-skipped = { $done } of { $total } lines are done; { $skipped } had been settled before
batch-results-file = results in { $results }
batch-continue-help = run the same command again to continue with the open lines; { $once }
batch-futile = stopped: too many consecutive lines failed
batch-damaged = { $path }: { $lines } damaged lines were removed; they are sent again with the same numbers
batch-paused = WeChat Pay limits the rate: the batch goes on in { $seconds } s
batch-stopping = ending: { $lines } lines under way have { $seconds } s to finish; Ctrl-C again ends at once
batch-given-up = given up before there was a response
batch-no-response-yet = before there was a response
batch-lines-open = with { $open } of { $total } lines open
batch-lines-sent = lines of the batch were sent

## Options that do not fit

batch-wait = --wait is for one order, not for a batch
    .help = leave out --wait or --batch
batch-option-alone = { $option } is for a batch, and --batch is not given
    .help = leave { $option } out, or give --batch FILE; > FILE writes the result of one order to a file
batch-curl = --curl is for one call; --dry-run checks the lines of a batch and sends nothing
batch-needs-output = a batch needs -o FILE: the results in it let the batch be resumed, and no line be done twice
    .help = add -o results.jsonl
batch-output-is-input = -o names the input file of the batch itself
    .help = write the results to another file, such as -o results.jsonl
batch-not-regular = { $path } is not a regular file
    .help = a batch is resumed from its results: give a file as -o, or a name that is free
batch-shared-number = --set must not give all lines the same { $name }
batch-no-notify-url = no notify_url: for lines without one, WeChat Pay sends an API v2 notification at most; set it in the profile or with --notify-url

## The lines of the input

batch-read-input = cannot read { $input }
    .help = name a file of rows, as CSV or JSON Lines, or - for standard input
batch-copy-input = cannot copy { $input } to a temporary file
    .help = free some space, or set TMPDIR to a folder that has it
batch-input-copy-help = the input that these results were started with is in { $copy }: run the same command with `--batch { $copy }` to resume it
batch-sort-numbers = the lines' numbers cannot be sorted on disk
batch-line = { $input } line { $line }: { $problem }
batch-line-cause = { $message }: { $cause }
batch-more-lines =
    { $more ->
        [one] and at least 1 more invalid line
       *[other] and at least { $more } more invalid lines
    }
batch-lines-help = nothing was sent; fix these lines and run the command again
batch-line-help = nothing was sent; correct the input and run the command again
batch-misspelled-field = unknown field '{ $name }'; did you mean '{ $nearest }'?
batch-not-text = { $input } is { $kind }, not CSV or JSON Lines
batch-is-key = { $input } is { $kind }, not CSV or JSON Lines
batch-not-text-help = pass a CSV file (UTF-8) with a header, or JSON Lines
batch-separator = the columns are separated by '{ $found }'; save the file with commas
batch-separator-tab = the columns are separated by tabs; save the file with commas (CSV UTF-8)
batch-unknown-field = unknown field '{ $name }'; the fields are { $known }
batch-duplicate-column = duplicate column { $name }
batch-line-too-long = it is longer than 1 MiB
batch-line-not-json = it is not JSON: { $error }
batch-line-not-object = it is not a JSON object; each is one object, on one line
batch-line-not-utf8 = it is not UTF-8; save the file as CSV UTF-8
batch-cell-count = it has { $found } cells, and the header has { $expected }
batch-too-many-lines = a batch has up to { $max } lines
batch-empty = the input has no rows
batch-duplicate-number = duplicate { $name }: also used on line { $first }
batch-exclusive-fields = it has both { $one } and { $other }; only one of them can be used
batch-missing-field = { $field } is missing
batch-missing-one-of = { $one } or { $other } is missing
batch-field = { $name }: { $problem }
batch-field-decimal = decimal numbers are not exact; use a quoted string
batch-field-not-text = a text is needed
batch-field-not-boolean = true or false is needed
batch-field-not-object = a JSON object is needed
batch-field-not-array = a JSON array is needed
batch-field-not-one-of = it is not one of { $words }

## The files of a batch

batch-nothing-sent = nothing was sent
batch-make-room-help = make room on the disk, then run the same command again
batch-results-not-written = lines were sent whose results are not in the file
batch-results-not-written-help = make room on the disk, then run the same command again: lines without a result are sent again with the same numbers
batch-locked = { $results } is locked by another running batch
    .help = wait until it has ended, then run the same command again
batch-other-command = { $results } is of { $command }
    .help = repeat the first command to resume it, or give another -o
batch-other-process = { $results } is of another process, which started at the same time
    .help = repeat the first command to resume it, or give another -o
batch-other-options = { $results } is of the same input with other options or another profile
    .help = repeat the first command, with its options and profile, to resume it; with another -o, every line is sent again
batch-other-input = { $input } is not the input that { $results } was started with
    .help = put the input back as it was to resume the batch; put new lines into a file of their own, with another -o: there, every line is sent again
batch-other-input-saved = { $input } is not the input that { $results } was started with
    .cause = { $difference }
    .help = the first input is in { $copy }: run the same command with `--batch { $copy }` to finish it; put new lines into a file of their own, with another -o
batch-input-line-differs = line { $line } is not the same
batch-input-lines-added = lines were added at its end: { $lines }
batch-input-lines-missing = lines are missing at its end: { $lines }
batch-journal-missing-input = { $file } is the input of a batch whose { $journal } is missing or empty: which lines were sent is unknown
    .help = put { $journal } back to resume the batch; if it is lost, look up the orders or refunds of these lines with query or in a bill; only if none of them was made, remove { $file } to start again
batch-journal-missing-results = { $file } belongs to a batch whose { $journal } is missing or empty: which lines were sent is unknown
    .help = put { $journal } back to resume the batch; if it is lost, the lines in { $file } are known: take them out of the input, look up the others with query, and send the rest with another -o
batch-journal-changed = { $path } is not the journal of a batch, or was changed
    .help = put the file back as it was to resume the batch; only a batch of which nothing was sent may be started again, with another -o
batch-journal-damaged = { $path } is damaged
    .help = put the file back as it was, then run the same command again
batch-no-result = { $results }:{ $number } does not belong to this batch
    .help = take that line out of the file, or put the file back as it was; lines without a result are sent again with the same numbers
batch-edited-result = line { $number } of { $results } was changed: the outcome of the input's line { $line } is unknown
    .help = take that line out of the file, or put the file back as it was; lines without a result are sent again with the same numbers
batch-result-of-other-batch = line { $number } of { $results } is of batch { $theirs }, and { $journal } is of batch { $batch }
    .help = put the files of one batch back together, FILE with its FILE.journal, then run the same command again; do not remove the lines: under the numbers of { $batch }, what they did would be done again
batch-file-removed = { $path } was removed while the batch was running
    .cause = no more lines were sent; the batch is { $batch }
batch-file-replaced = { $path } was replaced by another file while the batch was running
    .cause = no more lines were sent; the batch is { $batch }
batch-file-changed = { $path } was changed by another program while the batch was running
    .cause = no more lines were sent; the batch is { $batch }
batch-rescue-unneeded-help = run the same command again: it checks the file and sends the lines without a result with the same numbers
batch-rescue-put-back-help = the file was put back: run the same command again to continue
batch-rescue-saved-help = move { $saved } back to { $path }, then run the same command again
batch-rescue-failed-help = it could not be written again: do not send these lines as a new batch; numbers that were generated for them begin with { $batch }, look them up with query
batch-files-changed = the results or the journal were changed while the batch was running
    .help = run the same command again to continue

## Lines that failed

batch-order-of-another-run = another run of this batch has created this order; its prepay_id is in the results of that run
batch-order-of-another-run-help = look it up with `wechatpay query --out-trade-no { $number }`; do not order this line again elsewhere before it is closed
