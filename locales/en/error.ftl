### Errors of every command: what helps with each kind, files, and the terminal.

error-help-internal = this is a bug: run it again with -vv and report what it prints
error-help-usage = run the command with --help to see what it takes
error-help-config = correct the file or setting that is named; `wechatpay doctor` checks a whole profile
error-help-verification = do not trust it; `wechatpay doctor` checks the keys that it was verified with
error-help-api = `wechatpay explain code CODE` explains a code and what to do about it
error-help-unavailable = wait and run it again; nothing is wrong with the request itself
error-help-network = check the network, --proxy and the firewall; `wechatpay doctor` checks each step
error-help-condition = check the current state, then run it again or wait longer
error-help-not-found = check the number, and that the profile is that of the merchant that created it
error-help-interrupted = run the command again; if a request was already sent, query its number first

error-stdin = standard input
error-stdout = cannot write to standard output
error-file-read = cannot read { $name }
error-file-write = cannot write { $name }
error-file-remove = cannot remove { $name }
error-file-create-folder = cannot create the folder { $name }
error-file-not-found = No such file or directory
error-file-permission-denied = Permission denied
error-file-is-a-directory = Is a directory
error-file-not-a-directory = Not a directory
error-file-exists = File exists
error-file-disk-full = No space left on device
error-file-read-only = Read-only file system
error-file-help-relative = check the path; it is relative to { $folder }
error-file-help-path = check the path; a folder on the way to it may be missing
error-file-help-permission = check who may use the file and its folders: ls -ld PATH
error-file-help-directory = name a file, not a folder
error-file-help-disk-full = free some disk space, then run it again
error-file-help-read-only = the disk is mounted read-only: choose a path elsewhere
error-file-help-other = check that the path is a file that this user may use

error-runtime = cannot start the threads of this program
error-interrupted = interrupted
error-terminated = terminated
error-panic = wechatpay { $version } stopped because of a bug at { $place }
    .help = report this line and the command, without keys, to the project's issue tracker; look up what the command may have done before repeating it
