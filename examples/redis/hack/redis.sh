#!/usr/bin/env bash
# A real Redis server of Debian's packages, unpacked and never installed, its state below one folder.
#   start DIR    makes it at first, with the admin that the operator gets: dbops_admin
#   env DIR      NAME=value lines: REDIS_HOST REDIS_PORT REDIS_ADMIN REDIS_ADMIN_PASSWORD
#   cli DIR …    redis-cli as the admin; REDIS_LOGIN and REDISCLI_AUTH in the environment log in as somebody else
#   stop DIR     what it stored stays
#   remove DIR   stops it and deletes all that it stored
set -euo pipefail
usage='usage: redis.sh start|env|cli|stop|remove DIR'
[ $# -ge 2 ] || { echo "$usage" >&2; exit 2; }
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)
shift 2
programs=${XDG_CACHE_HOME:-$HOME/.cache}/dbops-redis

fetch() {
  [ ! -x "$programs/usr/bin/redis-cli" ] || return 0
  local new
  new=$(mktemp -d "$programs.new-XXXXXX")
  (cd "$new" && apt-get download redis-server redis-tools liblzf1 libjemalloc2 2> fetch.log) || { cat "$new/fetch.log" >&2; exit 1; }
  for package in "$new"/*.deb; do dpkg -x "$package" "$new"; done
  rm -rf "$programs"
  mv "$new" "$programs"
}

run() { LD_LIBRARY_PATH=$programs/usr/lib/$(uname -m)-linux-gnu "$programs/usr/bin/$@"; }

running() { [ -s "$dir/pid" ] && [ "$(readlink "/proc/$(cat "$dir/pid" 2> /dev/null)/cwd" 2> /dev/null)" = "$dir" ]; }

cli() { REDISCLI_AUTH=${REDISCLI_AUTH:-$(cat "$dir/password")} run redis-cli -p "$(cat "$dir/port")" --user "${REDIS_LOGIN:-dbops_admin}" --no-auth-warning "$@"; }

start() {
  running && return
  fetch
  if [ ! -s "$dir/password" ]; then
    (umask 077; od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$dir/password")
    echo $((20000 + RANDOM % 12000)) > "$dir/port"
    printf 'user default off\nuser dbops_admin on #%s ~* &* +@all\n' "$(printf %s "$(cat "$dir/password")" | sha256sum | cut -d' ' -f1)" > "$dir/users.acl"
  fi
  printf '%s\n' 'bind 127.0.0.1' "port $(cat "$dir/port")" "dir $dir" "aclfile $dir/users.acl" "pidfile $dir/pid" \
    "logfile $dir/log" 'daemonize yes' 'appendonly yes' > "$dir/redis.conf"
  run redis-server "$dir/redis.conf"
  for _ in {1..100}; do
    [ "$(cli ping 2> /dev/null)" != PONG ] || return 0
    sleep 0.1
  done
  tail -n 15 "$dir/log" >&2
  exit 1
}

stop() {
  running || return 0
  kill "$(cat "$dir/pid")"
  for _ in {1..100}; do running || return 0; sleep 0.1; done
  exit 1
}

case $verb in
  start) start ;;
  stop) stop ;;
  remove) stop; rm -rf "$dir" ;;
  env) printf 'REDIS_HOST=127.0.0.1\nREDIS_PORT=%s\nREDIS_ADMIN=dbops_admin\nREDIS_ADMIN_PASSWORD=%s\n' "$(cat "$dir/port")" "$(cat "$dir/password")" ;;
  cli) cli "$@" ;;
  *) echo "$usage" >&2; exit 2 ;;
esac
