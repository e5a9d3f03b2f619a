### `--batch`：对文件的每一行发起一次请求。

## 再次运行命令不会做的事

batch-once-order = 不会重复下单
batch-once-refund = 不会重复退款
batch-once-query = 查询不会改变任何数据

## 报告

batch-done = 共 { $total } 行，已完成 { $done } 行
batch-done-and-skipped = 共 { $total } 行，已完成 { $done } 行；此前已处理 { $skipped } 行
batch-results-file = 结果文件 { $results }
batch-continue-help = 再次运行同一命令即可继续未完成的行，{ $once }
batch-futile = 连续多行均未成功，已停止发送
batch-damaged = { $path }：已移除 { $lines } 个损坏的行，将以相同单号重新发送
batch-paused = 微信支付限制了请求频率：批次将在 { $seconds } 秒后继续
batch-stopping = 正在结束：{ $lines } 行进行中，最多再等 { $seconds } 秒；再按 Ctrl-C 立即结束
batch-given-up = 未等到应答即已放弃
batch-no-response-yet = 尚未收到应答
batch-lines-open = 共 { $total } 行，{ $open } 行未完成
batch-lines-sent = 批处理中的行已发送

## 选项不符合要求

batch-wait = --wait 用于单个订单，不能用于批量操作
    .help = 请去掉 --wait 或 --batch
batch-option-alone = { $option } 用于批量操作，但没有给出 --batch
    .help = 请去掉 { $option }，或用 --batch 给出文件；单个订单的结果请用 > 重定向到文件
batch-curl = --curl 用于单次请求；批量操作可用 --dry-run 检查各行而不发送
batch-needs-output = 批量操作需要 -o 文件：其中的记录用于续跑，并保证同一行不会重复执行
    .help = 加上 -o results.jsonl
batch-output-is-input = -o 与批处理的输入是同一文件
    .help = 请将结果写入另一个文件，例如 -o results.jsonl
batch-not-regular = { $path } 不是普通文件
    .help = 批处理依靠结果文件继续：-o 须为普通文件，或尚不存在的文件名
batch-shared-number = --set 不能让所有行使用同一个 { $name }
batch-no-notify-url = 未设置 notify_url：对未给出该字段的行，微信支付至多发送 v2 格式的通知；请在配置中设置，或使用 --notify-url

## 输入的各行

batch-read-input = 无法读取 { $input }
    .help = 请指定 CSV 或 JSON Lines 文件，或用 - 从标准输入读取
batch-copy-input = 无法将 { $input } 复制到临时文件
    .help = 请释放磁盘空间，或将 TMPDIR 设为有足够空间的目录
batch-input-copy-help = 这些结果开始时的输入保存在 { $copy }：请以 `--batch { $copy }` 运行同一命令以继续
batch-sort-numbers = 无法在磁盘上对各行的单号排序
batch-line = { $input }，第 { $line } 行：{ $problem }
batch-line-cause = { $message }：{ $cause }
batch-more-lines = 至少还有 { $more } 个无效行
batch-lines-help = 未发送任何请求；请修正这些行后重新运行
batch-line-help = 未发送任何请求；请修正输入后重新运行
batch-misspelled-field = 未知字段“{ $name }”；是否应为“{ $nearest }”？
batch-not-text = { $input } 是 { $kind }，不是 CSV 或 JSON Lines
batch-is-key = { $input } 是{ $kind }，不是 CSV 或 JSON Lines
batch-not-text-help = 请传入带表头的 CSV 文件（UTF-8）或 JSON Lines 文件
batch-separator = 各列以“{ $found }”分隔；请改用英文逗号
batch-separator-tab = 各列以制表符分隔；请另存为以英文逗号分隔的文件（CSV UTF-8）
batch-unknown-field = 未知字段“{ $name }”；可用字段有 { $known }
batch-duplicate-column = 列 { $name } 重复
batch-line-too-long = 超过 1 MiB
batch-line-not-json = 不是 JSON：{ $error }
batch-line-not-object = 不是 JSON 对象；每行应为一个对象
batch-line-not-utf8 = 不是 UTF-8；请将文件另存为 CSV UTF-8
batch-cell-count = 有 { $found } 个单元格，而表头有 { $expected } 个
batch-too-many-lines = 一个批次最多 { $max } 行
batch-empty = 输入中没有数据行
batch-duplicate-number = { $name } 重复：第 { $first } 行已使用
batch-exclusive-fields = 同时给出了 { $one } 与 { $other }；只能使用其一
batch-missing-field = 缺少 { $field }
batch-missing-one-of = 缺少 { $one } 或 { $other }
batch-field = { $name }：{ $problem }
batch-field-decimal = 小数不精确，请改用带引号的字符串
batch-field-not-text = 应为文本
batch-field-not-boolean = 应为 true 或 false
batch-field-not-object = 应为 JSON 对象
batch-field-not-array = 应为 JSON 数组
batch-field-not-one-of = 只能是 { $words } 之一

## 批处理的文件

batch-nothing-sent = 未发送任何请求
batch-make-room-help = 请释放磁盘空间后，再次运行同一命令
batch-results-not-written = 部分已发送的行，其结果未能写入文件
batch-results-not-written-help = 请释放磁盘空间后再次运行同一命令：尚无结果的行将以相同单号重新发送
batch-locked = { $results } 正被另一批处理进程锁定
    .help = 请等待其结束后，再次运行同一命令
batch-other-command = { $results } 是 { $command } 的结果文件
    .help = 请重复首次的命令以继续，或使用另一个 -o
batch-other-process = { $results } 是同时启动的另一进程的结果文件
    .help = 请重复首次的命令以继续，或使用另一个 -o
batch-other-options = { $results } 属于同一输入，但选项或配置不同
    .help = 请以首次的选项与配置重复命令以继续；使用另一个 -o 会重新发送所有行
batch-other-input = { $input } 不是 { $results } 开始时的输入
    .help = 请恢复原输入后继续；新增的行请放入单独的文件并使用另一个 -o：在新批次中每一行都会重新发送
batch-other-input-saved = { $input } 不是 { $results } 开始时的输入
    .cause = { $difference }
    .help = 首次的输入保存在 { $copy }：请以 `--batch { $copy }` 运行同一命令以完成；新增的行请放入单独的文件并使用另一个 -o
batch-input-line-differs = 第 { $line } 行不同
batch-input-lines-added = 末尾新增了 { $lines } 行
batch-input-lines-missing = 末尾缺少 { $lines } 行
batch-journal-missing-input = { $file } 是某个批次的输入，但其 { $journal } 缺失或为空，无法得知已发送哪些行
    .help = 请恢复 { $journal } 后继续；若已丢失，请用 query 或账单核对这些行的订单或退款；仅当确定均未生成时，才可删除 { $file } 后重新开始
batch-journal-missing-results = { $file } 属于某个批次，但 { $journal } 缺失或为空，无法得知已发送哪些行
    .help = 请恢复 { $journal } 后继续；若已丢失，{ $file } 中的行结果已知：请从输入中移除，其余各行先用 query 查询，再以另一个 -o 发送剩余的行
batch-journal-changed = { $path } 不是批处理的日志文件，或已被修改
    .help = 请恢复该文件后继续批处理；仅当确定没有发送过任何行时，才可使用另一个 -o 重新开始
batch-journal-damaged = { $path } 已损坏
    .help = 请恢复该文件后，再次运行同一命令
batch-no-result = { $results }:{ $number } 不是此批次的结果
    .help = 请从文件中移除该行，或恢复原文件；尚无结果的行将以相同单号重新发送
batch-edited-result = { $results } 第 { $number } 行已被修改，输入第 { $line } 行的结果未知
    .help = 请从文件中移除该行，或恢复原文件；尚无结果的行将以相同单号重新发送
batch-result-of-other-batch = { $results } 第 { $number } 行属于批次 { $theirs }，而 { $journal } 属于批次 { $batch }
    .help = 请将同一批次的文件（FILE 与其 FILE.journal）放回一处，再运行同一命令；请勿移除这些行：以 { $batch } 的单号会重复执行其内容
batch-file-removed = 批处理运行期间 { $path } 被删除
    .cause = 已停止发送；批次为 { $batch }
batch-file-replaced = 批处理运行期间 { $path } 被替换为其他文件
    .cause = 已停止发送；批次为 { $batch }
batch-file-changed = 批处理运行期间 { $path } 被其他程序修改
    .cause = 已停止发送；批次为 { $batch }
batch-rescue-unneeded-help = 再次运行同一命令：将检查该文件，并以相同单号发送尚无结果的行
batch-rescue-put-back-help = 该文件已恢复：再次运行同一命令即可继续
batch-rescue-saved-help = 将 { $saved } 移回 { $path } 后，再次运行同一命令
batch-rescue-failed-help = 无法恢复该文件：请勿将这些行作为新批次发送；自动生成的单号以 { $batch } 开头，请用 query 查询
batch-files-changed = 批处理运行期间结果文件或日志文件被修改
    .help = 再次运行同一命令即可继续

## 失败的行

batch-order-of-another-run = 该批次的另一次运行已创建此订单，其 prepay_id 在该次运行的结果中
batch-order-of-another-run-help = 运行 `wechatpay query --out-trade-no { $number }` 查看；关闭该订单前，请勿在别处为此行重新下单
