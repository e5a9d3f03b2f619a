### 终端自身的提示。

ui-reading-stdin = 正在读取标准输入；在新行按 Ctrl-D 结束输入，按 Ctrl-C 取消
ui-reading-stdin-windows = 正在读取标准输入；按 Ctrl-Z 再按回车结束输入，按 Ctrl-C 取消
ui-error-label = 错误：
ui-warning-label = 警告：
ui-cause-label = 原因：
ui-help-label = 帮助：
ui-request-id-means = Request-ID 表示：{ $meaning }
ui-progress = { $done }/{ $total } 行
ui-progress-with-failures = { $done }/{ $total } 行，{ $failed } 行未成功
ui-progress-failed = { $failed } 行未成功
ui-no-field = 结果中没有字段“{ $path }”
ui-field-meant = 是否应为“{ $meant }”？可用的字段有 { $list }
ui-field-known = 可用的字段有 { $list }
ui-no-fields = 此命令的输出没有字段，无法取“{ $path }”
    .help = 请去掉 --get
ui-local-time = { $time }（本地时间 { $local }）
ui-choose-one = 请输入 1 至 { $count } 的数字
