#!/usr/bin/env bash
# Makes sure that promtool, the tool of Prometheus that checks and tries rules and queries, is there; prints its path.
# Taken from PROMTOOL, else the cache, else from Debian's package, unpacked and never installed; where there is no apt,
# built with Go from the published module, without the service discoveries, whose client libraries would be most of the
# build. Prometheus itself is not needed: promtool has its query engine.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

version=3.10.0 # in Go's numbers 0.310.0
module=github.com/prometheus/prometheus@v0.${version%%.*}$(printf '%02d' "$(cut -d . -f 2 <<< "$version")").${version##*.}
dir=$cache/promtool-$version

# not by go-program.sh: go install takes no module with replacements
compile() {
  mkdir "$new/module"
  cd "$new/module"
  printf '//go:build tools\n\npackage tools\n\nimport _ "%s/cmd/promtool"\n' "${module%@*}" > tools.go
  go mod init tools
  go mod edit -require "$module"
  go build -trimpath -tags remove_all_sd -ldflags "-s -w" -o "$new/promtool" "${module%@*}/cmd/promtool"
  rm -rf "$new/module"
}

# a server that is older than the module above, and knows the language of our rules as well
suite=bookworm packaged=$cache/promtool-$suite

packages() { command -v apt-get && command -v dpkg-deb && [ -e "$keys" ]; }

# runs by the loader and the C library it was made with, so on any Linux
unpack() {
  local deb loader
  private_apt "$new/apt"
  export APT_CONFIG=$new/apt/apt.conf
  apt-get -q update
  (cd "$new/apt/cache/archives" && apt-get -q download prometheus libc6)
  for deb in "$new"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$new/tree"; done
  mkdir "$new/lib"
  mv "$new/tree/usr/bin/promtool" "$new/lib/"
  cp -L "$new"/tree/lib/*-linux-*/{libc.so.6,libpthread.so.0,libresolv.so.2,ld-linux*.so.*} "$new/lib/"
  loader=$(basename "$new"/lib/ld-linux*.so.*)
  # shellcheck disable=SC2016 # for whoever runs it
  printf '#!/bin/sh\nlib=$(cd "$(dirname "$0")" && pwd -P)/lib\nexec "$lib/%s" --library-path "$lib" "$lib/promtool" "$@"\n' "$loader" > "$new/promtool"
  chmod 755 "$new/promtool"
  "$new/promtool" --version
  rm -rf "$new/apt" "$new/tree"
}

fetch() {
  [ ! -x "$packaged/promtool" ] || return 0
  local arch
  arch=$(dpkg --print-architecture)
  rm -rf "$packaged".new-*
  new=$(mktemp -d "$packaged.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching promtool from Debian $suite (once)" "$packaged.log" unpack
  chmod 755 "$new"
  mv "$new" "$packaged"
}

build() {
  [ ! -x "$dir/promtool" ] || return 0
  command -v go > /dev/null || die "promtool is built with Go, and 'go' is not on PATH; install Go 1.25 or newer from https://go.dev/dl, or set PROMTOOL to a promtool"
  rm -rf "$dir".new-* # of a run that was cut short; no other one is at it, we hold the lock
  new=$(mktemp -d "$dir.new-XXXXXX") # not local: the trap needs it
  trap 'rm -rf "$new"' EXIT
  export CGO_ENABLED=0 GOFLAGS=-mod=mod GOWORK=off
  with_heartbeat "building promtool $version (about 2 minutes, once)" "$dir.log" compile
  chmod 755 "$new"
  rm -rf "$dir"
  mv "$new" "$dir"
}

if [ -n "${PROMTOOL:-}" ]; then
  [ -x "$PROMTOOL" ] || die "PROMTOOL=$PROMTOOL is no program"
  echo "$PROMTOOL"
  exit
fi
if [ ! -x "$dir/promtool" ] && packages > /dev/null; then
  [ -x "$packaged/promtool" ] || with_lock "$packaged.lock" fetch >&2
  echo "$packaged/promtool"
  exit
fi
[ -x "$dir/promtool" ] || with_lock "$dir.lock" build >&2
echo "$dir/promtool"
