### Requests that may have been carried out.

outcome-advice = { $fact }: run `{ $command }`, or { $alternative }
outcome-unreported = { $fact }, but the report cannot be shown
outcome-interrupted = interrupted { $doing }
outcome-terminated = terminated { $doing }
