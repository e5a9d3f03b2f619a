#!/usr/bin/env bash
# The action's one step; other CI systems run it with the same variables:
# MODE (download, check), FOLDER, MIN_DAYS, COMMAND, and GITHUB_OUTPUT if there is one.
set -uo pipefail
command=${COMMAND:-wechatpay}
folder=${FOLDER:-certs}
output=${GITHUB_OUTPUT:-/dev/null}
if ! command -v "$command" >/dev/null; then
  echo "::error::$command is not installed; install wechatpay in an earlier step, or set the input wechatpay"
  exit 2
fi
case ${MODE:-download} in
download) options=(-o "$folder") ;;
check) options=(-o "$folder" --check --min-days "${MIN_DAYS:-30}") ;;
*)
  echo "::error::mode must be download or check, not ${MODE}"
  exit 2
  ;;
esac
report=$("$command" download-certs "${options[@]}" --json --no-input)
status=$?
if [ -z "$report" ]; then
  # The reason is on stderr, in the log above.
  echo "::error::wechatpay download-certs ended with exit code $status"
  exit "$status"
fi
printf '%s\n' "$report"
{
  printf 'certificates=%s\n' "$report"
  case $status-$report in
  8-* | *'"action":"written"'*) echo changed=true ;;
  *) echo changed=false ;;
  esac
} >>"$output"
if [ "$status" -eq 8 ]; then
  echo "::warning::a platform certificate has changed, is not verified or expires within ${MIN_DAYS:-30} days"
fi
exit "$status"
