### What `man` says.

man-written = Wrote { $pages } manual pages to { $folder }
