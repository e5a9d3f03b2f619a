### 可能已被执行的请求。

outcome-advice = { $fact }：运行 `{ $command }`，或{ $alternative }
outcome-unreported = { $fact }，但无法显示结果
outcome-interrupted = 操作被中断（{ $doing }）
outcome-terminated = 操作被终止（{ $doing }）
