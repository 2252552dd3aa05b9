#!/usr/bin/env bash
# Azurite, which answers as Azure Blob Storage does, its state below one folder, on a port that it keeps.
#   start VERSION DIR
#   env VERSION DIR               NAME=value lines: AZENDPOINT AZACCOUNT AZKEY AZLOG AZPID
#   container VERSION DIR NAME    makes a container
#   stop, restart, kill, pause, resume
#   remove                        stops it and deletes all that it stored
# shellcheck disable=SC2154 # what cloud-emulator.sh sets
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
product=azurite version=3.37.0 places=container
. "$(dirname "${BASH_SOURCE[0]}")/cloud-emulator.sh"

account=dbopsaccount
home=$cache/azurite-$version

install() {
  [ ! -x "$home/node_modules/.bin/azurite-blob" ] || return 0
  need node npm
  rm -rf "$home".new-* # of a run that was cut short; no other one is at it, we hold the lock
  new=$(mktemp -d "$home.new-XXXXXX") # not local: the trap needs it
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching azurite $version (about 20 s, once)" "$home.log" \
    npm install --prefix "$new" --no-audit --no-fund --no-save --ignore-scripts "azurite@$version"
  chmod 755 "$new"
  rm -rf "$home"
  mv "$new" "$home"
}

find_program() {
  [ -x "$home/node_modules/.bin/azurite-blob" ] || with_lock "$home.lock" install >&2
  program=$home/node_modules/.bin/azurite-blob
}

secrets() {
  [ ! -s "$run/key" ] || return 0
  (umask 077; head -c 64 /dev/urandom | base64 | tr -d '\n' > "$run/key.new")
  mv "$run/key.new" "$run/key"
}

# the key goes by the environment, and not into argv, where everybody on the machine could read it
launch_on() { # PORT
  export AZURITE_ACCOUNTS
  AZURITE_ACCOUNTS=$account:$(cat "$run/key")
  start_process "$run/pid" "$run/server.log" "$program" --blobHost 127.0.0.1 --blobPort "$1" --location "$run/data" \
    --skipApiVersionCheck --disableTelemetry --silent
}

endpoint() { echo "http://127.0.0.1:$(port)/$account"; }

answers() { [ "$(curl -q -s -m 5 -o /dev/null -w '%{http_code}' "$(endpoint)?comp=list")" = 403 ]; }

make_place() {
  AZKEY=$(cat "$run/key") AZURL=$(endpoint)/$1 node - << 'JS'
const {createHmac} = require('node:crypto');
const url = new URL(process.env.AZURL), account = url.pathname.split('/')[1];
const headers = {'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-12-02'};
const signed = ['PUT', ...Array(11).fill(''), ...Object.entries(headers).map(([k, v]) => k + ':' + v),
  `/${account}${url.pathname}`, 'restype:container'].join('\n');
const signature = createHmac('sha256', Buffer.from(process.env.AZKEY, 'base64')).update(signed).digest('base64');
fetch(url + '?restype=container', {method: 'PUT', headers: {...headers, authorization: `SharedKey ${account}:${signature}`}})
  .then(async answer => { if (answer.status !== 201) { console.error(answer.status, await answer.text()); process.exitCode = 1; } });
JS
}

print_env() {
  printf 'AZENDPOINT=%s\nAZACCOUNT=%s\nAZKEY=%s\n' "$(endpoint)" "$account" "$(cat "$run/key")"
  printf "AZLOG='%s'\nAZPID='%s'\n" "$run/server.log" "$(head -n 1 "$run/pid" 2> /dev/null)"
}

main "$@"
