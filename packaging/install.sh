#!/bin/sh
# Installs wechatpay for this user: downloads the archive for this machine, compares its SHA-256
# with SHA256SUMS, and puts the binary into ~/.local/bin (or WECHATPAY_INSTALL_DIR).
#   curl -fsSL URL/install.sh | sh
# URL is where the release is published. It is written into the script by packaging/release --url;
# without that, WECHATPAY_DOWNLOAD_URL has to name it.
set -eu

url=${WECHATPAY_DOWNLOAD_URL:-@URL@}
version=${WECHATPAY_VERSION:-@VERSION@}
# As it stands in a checkout, nothing has been written into it.
case $url in @*) url= ;; esac
case $version in @*) version= ;; esac
folder=${WECHATPAY_INSTALL_DIR:-$HOME/.local/bin}

fail() {
    echo "error: $1" >&2
    [ -z "${2:-}" ] || echo "help: $2" >&2
    exit 1
}

fetch() {
    if command -v curl >/dev/null; then
        curl -fsSL --retry 2 -o "$2" "$1"
    elif command -v wget >/dev/null; then
        wget -q -O "$2" "$1"
    else
        fail "neither curl nor wget is installed" "install one of them and run this again"
    fi || fail "cannot download $1" "check the network, a proxy (https_proxy), or WECHATPAY_DOWNLOAD_URL"
}

checksum() {
    if command -v sha256sum >/dev/null; then
        sha256sum "$1" | cut -d ' ' -f 1
    elif command -v shasum >/dev/null; then
        shasum -a 256 "$1" | cut -d ' ' -f 1
    else
        fail "neither sha256sum nor shasum is installed, so the download cannot be checked"
    fi
}

main() {
    [ -n "$url" ] || fail "this install.sh was made without the address of its release" \
        "set WECHATPAY_DOWNLOAD_URL to the address of the folder with SHA256SUMS"
    [ -n "$version" ] || fail "this install.sh was not made by packaging/release" "set WECHATPAY_VERSION"
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) target=x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    *) fail "no archive exists for $(uname -s) on $(uname -m)" "build it: cargo install --locked --path ." ;;
    esac
    archive=wechatpay-$version-$target.tar.gz
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT INT TERM

    fetch "$url/SHA256SUMS" "$work/SHA256SUMS"
    expected=$(sed -n "s/^\([0-9a-f]\{64\}\)  $archive\$/\1/p" "$work/SHA256SUMS")
    [ -n "$expected" ] || fail "$archive is not listed in $url/SHA256SUMS" \
        "this version has no archive for this machine; build it: cargo install --locked --path ."
    fetch "$url/$archive" "$work/$archive"
    found=$(checksum "$work/$archive")
    [ "$found" = "$expected" ] || fail "$archive has SHA-256 $found, but SHA256SUMS says $expected" \
        "the download is damaged or was changed: nothing was installed"

    tar -xzf "$work/$archive" -C "$work"
    mkdir -p "$folder"
    # In two steps, so that a wechatpay that is running or being started is never half a file.
    cp "$work/wechatpay-$version-$target/wechatpay" "$folder/.wechatpay.$$"
    chmod 755 "$folder/.wechatpay.$$"
    mv -f "$folder/.wechatpay.$$" "$folder/wechatpay"
    "$folder/wechatpay" --version >/dev/null || fail "the installed binary does not start here"
    echo "installed $("$folder/wechatpay" --version) in $folder"
    case :$PATH: in
    *:"$folder":*) ;;
    *) echo "add it to your PATH: export PATH=\"$folder:\$PATH\"" ;;
    esac
    echo "first steps: wechatpay demo    completions: wechatpay completions --install"
}

# The whole script has arrived once this line is read.
main
