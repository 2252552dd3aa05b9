#!/usr/bin/env bash
# Makes sure that a program written in Go is there, built once from its published module; prints its path.
#   go-program.sh PROGRAM PACKAGE@VERSION TIME    TIME says how long the build takes, such as 'about 2 minutes'
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# = 3 ] || die "usage: go-program.sh PROGRAM PACKAGE@VERSION TIME"
program=$1 package=$2 time=$3
[[ $program =~ ^[a-z0-9-]+$ && $package =~ ^[A-Za-z0-9./_-]+@v[A-Za-z0-9.+-]+$ ]] || die "no package and version: $program $package"
dir=$cache/$program-${package##*@v}

build() {
  [ ! -x "$dir/$program" ] || return 0
  command -v go > /dev/null || die "$program is built with Go, and 'go' is not on PATH; install Go 1.24 or newer from https://go.dev/dl"
  rm -rf "$dir".new-* # of a run that was cut short; no other one is at it, we hold the lock
  new=$(mktemp -d "$dir.new-XXXXXX") # not local: the trap needs it
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "building $program ${package##*@} ($time, once)" "$dir.log" \
    env CGO_ENABLED=0 GOBIN="$new" GOFLAGS=-trimpath GOWORK=off go install -ldflags "-s -w" "$package"
  [ -x "$new/$program" ] || die "the package $package holds no program '$program': $(ls "$new")"
  chmod 755 "$new"
  rm -rf "$dir"
  mv "$new" "$dir"
}

[ -x "$dir/$program" ] || with_lock "$dir.lock" build >&2
echo "$dir/$program"
