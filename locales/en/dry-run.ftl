### Requests that are shown instead of sent.

dry-run-message = The message signed, each line with its line feed:
