# Completions of wechatpay for PowerShell; `wechatpay completions --install` puts this file in its place.

Register-ArgumentCompleter -Native -CommandName 'wechatpay', 'wechatpay.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = Get-Command -CommandType Application -Name 'wechatpay' -ErrorAction SilentlyContinue |
        Select-Object -First 1 -ExpandProperty Source
    if (-not $program) { $program = $commandAst.CommandElements[0].Value }
    $words = @(foreach ($element in $commandAst.CommandElements) {
        $start = $element.Extent.StartOffset
        if ($start -lt $cursorPosition) {
            $text = $element.Extent.Text
            $text.Substring(0, [Math]::Min($text.Length, $cursorPosition - $start))
        }
    })
    # At a new word there is no element yet.
    $index = if ($wordToComplete) { $words.Count - 1 } else { $words.Count }
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $lines = @(& $program __complete powershell $index @words 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
    }
    if ($lines.Count -eq 0) { return }
    $kind, $prefix = $lines[0] -split "`t", 2
    $word = if ($wordToComplete.StartsWith($prefix)) { $wordToComplete.Substring($prefix.Length) } else { $wordToComplete }
    switch ($kind) {
        'values' {
            foreach ($line in $lines | Select-Object -Skip 1) {
                $value, $about = $line -split "`t", 2
                if (-not $about) { $about = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
            }
        }
        'commands' { [System.Management.Automation.CompletionCompleters]::CompleteCommand($word) }
        default {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($word) |
                Where-Object { $kind -eq 'files' -or $_.ResultType -eq 'ProviderContainer' } |
                ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new(
                        $prefix + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
                }
        }
    }
}
