#!/usr/bin/env bash
# Makes sure that a program of Prometheus is there; prints its path.
#   promtool     (without an argument) checks and tries rules and queries: it has the query engine, tests need no server
#   prometheus   the server, for pictures of dashboards alone
# Taken from PROMTOOL or PROMETHEUS, else the cache, else from Debian's package, unpacked and never installed; where there
# is no apt, promtool is built with Go from the published module, without the service discoveries, whose client libraries
# would be most of the build, and the server has to be on PATH.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

wanted=${1:-promtool}
case $wanted in promtool | prometheus) ;; *) die 'usage: prometheus.sh [promtool|prometheus]' ;; esac

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

# they run by the loader and the C library they were made with, so on any Linux
unpack() {
  local deb loader program arch
  arch=$(dpkg --print-architecture)
  private_apt "$new/apt"
  export APT_CONFIG=$new/apt/apt.conf
  apt-get -q update
  (cd "$new/apt/cache/archives" && apt-get -q download prometheus libc6)
  for deb in "$new"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$new/tree"; done
  mkdir "$new/lib"
  mv "$new"/tree/usr/bin/{promtool,prometheus} "$new/lib/"
  cp -L "$new"/tree/lib/*-linux-*/{libc.so.6,libpthread.so.0,libresolv.so.2,ld-linux*.so.*} "$new/lib/"
  loader=$(basename "$new"/lib/ld-linux*.so.*)
  for program in promtool prometheus; do
    # shellcheck disable=SC2016 # for whoever runs it
    printf '#!/bin/sh\nlib=$(cd "$(dirname "$0")" && pwd -P)/lib\nexec "$lib/%s" --library-path "$lib" "$lib/%s" "$@"\n' "$loader" "$program" > "$new/$program"
    chmod 755 "$new/$program"
    "$new/$program" --version
  done
  rm -rf "$new/apt" "$new/tree"
}

fetch() {
  [ ! -x "$packaged/$wanted" ] || return 0
  rm -rf "$packaged".new-*
  new=$(mktemp -d "$packaged.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching $wanted from Debian $suite (once)" "$packaged.log" unpack
  chmod 755 "$new"
  rm -rf "$packaged" # one of earlier, without the server
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

# a setting's program, or else what is in the cache, fetched into it first
given=PROMTOOL
[ "$wanted" = promtool ] || given=PROMETHEUS
if [ -n "${!given:-}" ]; then
  [ -x "${!given}" ] || die "$given=${!given} is no program"
  echo "${!given}"
  exit
fi
if [ "$wanted" = prometheus ] && command -v prometheus; then exit; fi
if [ ! -x "$dir/$wanted" ] && packages > /dev/null; then
  [ -x "$packaged/$wanted" ] || with_lock "$packaged.lock" fetch >&2
  echo "$packaged/$wanted"
  exit
fi
[ "$wanted" = promtool ] ||
  die "there is no Prometheus, and none can be fetched without apt-get; install one (https://prometheus.io/download), or set PROMETHEUS to it"
[ -x "$dir/promtool" ] || with_lock "$dir.lock" build >&2
echo "$dir/promtool"
