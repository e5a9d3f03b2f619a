### `man` 的输出。

man-written = 已将 { $pages } 个手册页写入 { $folder }
