#!/bin/sh
# Installs wechatpay for this user: downloads the archive for this machine, compares its SHA-256
# with SHA256SUMS, and puts the binary into ~/.local/bin (or WECHATPAY_INSTALL_DIR).
#   curl -fsSL URL/install.sh | sh
# URL is where the release is published. It is written into the script by packaging/release --url;
# without that, WECHATPAY_DOWNLOAD_URL has to name it. Messages are in the language of the locale,
# or of WECHATPAY_LANG (en, zh).
set -eu

url=${WECHATPAY_DOWNLOAD_URL:-@URL@}
version=${WECHATPAY_VERSION:-@VERSION@}
# As it stands in a checkout, nothing has been written into it.
case $url in @*) url= ;; esac
case $version in @*) version= ;; esac
url=${url%/}
folder=${WECHATPAY_INSTALL_DIR:-${HOME:+$HOME/.local/bin}}
language=en
case ${WECHATPAY_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in zh*) language=zh ;; esac
work=
staged=

# Prints the first of two texts, or the second for readers of Chinese.
say() {
    if [ $language = zh ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

# Ends with an error and what to do about it, each in English and Chinese.
fail() {
    {
        say "error: $1" "错误：$2"
        [ -z "${3:-}" ] || say "help: $3" "帮助：$4"
    } >&2
    exit 1
}

clean_up() {
    [ -z "$work" ] || rm -rf "$work"
    [ -z "$staged" ] || rm -f "$staged"
}

needs() {
    for program in "$@"; do
        command -v "$program" >/dev/null || fail "$program is not installed" "未安装 $program" \
            "install it and run this again" "安装后重新运行"
    done
}

needs_one() {
    command -v "$1" >/dev/null || command -v "$2" >/dev/null || fail "neither $1 nor $2 is installed" \
        "未安装 $1，也未安装 $2" "install one of them and run this again" "安装其中一个后重新运行"
}

# Downloads a URL into a file. What is published over https comes over https alone, and a server
# that sends nothing for 30 seconds is given up.
fetch() {
    if command -v curl >/dev/null; then
        protocols=all
        case $1 in https:*) protocols='=https' ;; esac
        curl -fsSL --proto "$protocols" --connect-timeout 20 --speed-limit 1 --speed-time 30 --retry 2 -o "$2" "$1"
    else
        # Quiet, wget does not say why it failed.
        wget -T 30 -t 3 -O "$2" "$1" 2>"$work/log" || {
            tail -n 3 "$work/log" >&2
            false
        }
    fi || fail "cannot download $1" "无法下载 $1" \
        "check the network, a proxy (https_proxy), or WECHATPAY_DOWNLOAD_URL" \
        "请检查网络、代理（https_proxy）或 WECHATPAY_DOWNLOAD_URL"
}

checksum() {
    if command -v sha256sum >/dev/null; then
        sha256sum <"$1"
    else
        shasum -a 256 <"$1"
    fi
}

# Prints the checksum that a list has of the archive; without one, says what the list has instead.
expected_checksum() {
    expected=
    other=
    listed=no
    while read -r sum name; do
        [ ${#sum} -ne 64 ] || listed=yes
        case $name in
        "$archive") expected=$sum ;;
        wechatpay-*-"$target".tar.gz) other=${name#wechatpay-} other=${other%-"$target".tar.gz} ;;
        esac
    done <"$1"
    if [ -n "$expected" ]; then
        printf '%s\n' "$expected"
        return
    fi
    set -- "$archive is not listed in $url/SHA256SUMS" "$url/SHA256SUMS 中没有 $archive"
    [ $listed = yes ] || fail "$@" \
        "that is not a list of checksums: check WECHATPAY_DOWNLOAD_URL, and whether the network wants a login first" \
        "下载到的不是摘要列表：请检查 WECHATPAY_DOWNLOAD_URL，以及网络是否需要先登录"
    [ -z "$other" ] || fail "$@" \
        "the version published there is $other: set WECHATPAY_VERSION=$other" \
        "那里发布的版本是 $other：请设置 WECHATPAY_VERSION=$other"
    fail "$@" \
        "this version has no archive for this machine; build it from a checkout: cargo install --locked --path ." \
        "该版本没有适用于本机的压缩包，请从源码构建：cargo install --locked --path ."
}

main() {
    [ -n "$url" ] || fail "this install.sh was made without the address of its release" \
        "这个 install.sh 制作时没有写入发布地址" \
        "set WECHATPAY_DOWNLOAD_URL to the address of the folder with SHA256SUMS" \
        "把 WECHATPAY_DOWNLOAD_URL 设为 SHA256SUMS 所在文件夹的地址"
    [ -n "$version" ] || fail "this install.sh was not made by packaging/release" \
        "这个 install.sh 不是由 packaging/release 制作的" "set WECHATPAY_VERSION" "请设置 WECHATPAY_VERSION"
    [ -n "$folder" ] || fail "there is no home folder" "没有主目录" \
        "set WECHATPAY_INSTALL_DIR" "请设置 WECHATPAY_INSTALL_DIR"
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) target=x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    MINGW* | MSYS* | CYGWIN*) fail "this script does not install on Windows" "这个脚本不能在 Windows 上安装" \
        "unpack $url/wechatpay-$version-x86_64-pc-windows-gnu.zip" \
        "请下载并解压 $url/wechatpay-$version-x86_64-pc-windows-gnu.zip" ;;
    *) fail "no archive exists for $(uname -s) on $(uname -m)" "没有适用于 $(uname -m) 上 $(uname -s) 的压缩包" \
        "build it from a checkout: cargo install --locked --path ." \
        "请从源码构建：cargo install --locked --path ." ;;
    esac
    needs tar gzip mktemp
    needs_one curl wget
    needs_one sha256sum shasum
    archive=wechatpay-$version-$target.tar.gz
    case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
    folder=${folder%/}
    binary=$folder/wechatpay
    [ ! -d "$binary" ] || fail "$binary is a folder" "$binary 是文件夹" \
        "remove it, or set WECHATPAY_INSTALL_DIR" "请删除它，或设置 WECHATPAY_INSTALL_DIR"
    trap clean_up EXIT
    trap 'exit 1' HUP INT TERM
    # Before anything is downloaded: a file of its own, so that a wechatpay that is running or being
    # started is never half a file.
    staged=$folder/.wechatpay.$$
    { mkdir -p "$folder" && touch "$staged"; } || {
        staged=
        fail "cannot write to $folder" "无法写入 $folder" \
            "set WECHATPAY_INSTALL_DIR to a folder of yours" "把 WECHATPAY_INSTALL_DIR 设为你有权写入的文件夹"
    }
    work=$(mktemp -d)

    fetch "$url/SHA256SUMS" "$work/SHA256SUMS"
    expected=$(expected_checksum "$work/SHA256SUMS")
    say "downloading $url/$archive" "正在下载 $url/$archive" >&2
    fetch "$url/$archive" "$work/$archive"
    found=$(checksum "$work/$archive")
    found=${found%% *}
    [ "$found" = "$expected" ] || fail "$archive has SHA-256 $found, but SHA256SUMS says $expected" \
        "$archive 的 SHA-256 是 $found，而 SHA256SUMS 中是 $expected" \
        "the download is damaged or was changed: nothing was installed" \
        "下载的文件已损坏或被改动：没有安装任何文件"

    { tar -xzf "$work/$archive" -C "$work" && cat "$work/wechatpay-$version-$target/wechatpay" >"$staged" &&
        chmod 755 "$staged"; } || fail "cannot unpack $archive into $folder" "无法把 $archive 解压到 $folder" \
        "check the space on the disk: nothing was installed" "请检查磁盘空间：没有安装任何文件"
    installed=$("$staged" --version) || fail "the binary does not start in $folder" "可执行文件无法在 $folder 中启动" \
        "if programs may not be run there, set WECHATPAY_INSTALL_DIR: nothing was installed" \
        "如果该文件夹不允许运行程序，请设置 WECHATPAY_INSTALL_DIR：没有安装任何文件"
    mv -f "$staged" "$binary"
    staged=
    say "installed $installed in $folder" "已将 $installed 安装到 $folder"
    case :$PATH: in
    *:"$folder":*)
        first=$(command -v wechatpay || true)
        [ "$first" = "$binary" ] || [ -z "$first" ] || say "note: $first comes first in your PATH" \
            "注意：PATH 中 $first 排在前面"
        ;;
    *) say "add it to your PATH: export PATH=\"$folder:\$PATH\"" "请加入 PATH：export PATH=\"$folder:\$PATH\"" ;;
    esac
    say "first steps: wechatpay demo    completions: wechatpay completions --install" \
        "第一步：wechatpay demo    补全：wechatpay completions --install"
}

# The whole script has arrived once this line is read.
main
