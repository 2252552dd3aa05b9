#!/usr/bin/env bash
# fake-gcs-server, which answers as Google Cloud Storage does, on a port that it keeps; what it stores is in its memory
# and gone with it. It lies about some things (docs/testing.md): it looks at no credentials, among others.
#   start VERSION DIR
#   env VERSION DIR            NAME=value lines: GCSENDPOINT GCSLOG GCSPID
#   bucket VERSION DIR NAME    makes a bucket
#   stop, restart, kill, pause, resume
#   remove                     stops it and deletes what it left
# shellcheck disable=SC2154 # what cloud-emulator.sh sets
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
product=gcs version=1.56.1 places=bucket
. "$(dirname "${BASH_SOURCE[0]}")/cloud-emulator.sh"

endpoint() { echo "http://127.0.0.1:$(port)"; }

find_program() {
  program=$("$repo/hack/go-program.sh" fake-gcs-server "github.com/fsouza/fake-gcs-server@v$version" 'about a minute')
}

secrets() { :; }

launch_on() { # PORT
  # the folder is named so that the process is known again; nothing is written to it
  start_process "$run/pid" "$run/server.log" "$program" -scheme http -host 127.0.0.1 -port "$1" -backend memory \
    -filesystem-root "$run/data" -external-url "http://127.0.0.1:$1" -public-host "127.0.0.1:$1" -log-level warn
}

answers() { curl -q -fsS -m 5 -o /dev/null "$(endpoint)/_internal/healthcheck"; }

make_place() {
  curl -q -fsS -m 20 -o /dev/null -H 'Content-Type: application/json' -d "{\"name\":\"$1\"}" "$(endpoint)/storage/v1/b"
}

print_env() { printf "GCSENDPOINT=%s\nGCSLOG='%s'\nGCSPID='%s'\n" "$(endpoint)" "$run/server.log" "$(head -n 1 "$run/pid" 2> /dev/null)"; }

main "$@"
