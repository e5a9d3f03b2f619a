### What the terminal's own lines say.

ui-reading-stdin = reading standard input; end it with Ctrl-D on a line of its own, or stop with Ctrl-C
ui-reading-stdin-windows = reading standard input; end it with Ctrl-Z and Enter, or stop with Ctrl-C
ui-error-label = error:{" "}
ui-warning-label = warning:{" "}
ui-cause-label = cause:{" "}
ui-help-label = help:{" "}
ui-request-id-means = the Request-ID says: { $meaning }
ui-progress = { $done } of { $total } lines
ui-progress-with-failures = { $done } of { $total } lines, { $failed } not done
ui-progress-failed = { $failed } not done
ui-no-field = the result has no field '{ $path }'
ui-field-meant = did you mean '{ $meant }'? The fields are { $list }
ui-field-known = name one of the fields { $list }
ui-no-fields = this command prints no fields, so there is no '{ $path }'
    .help = leave --get out
ui-local-time = { $time } ({ $local } local)
ui-choose-one = type a number from 1 to { $count }
