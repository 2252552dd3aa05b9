#!/usr/bin/env bash
# A real WebDAV server, lighttpd of Debian's packages, unpacked and never installed, its state below one folder.
#   start DIR    env DIR (NAME=value lines: WEBDAV_URL WEBDAV_USER WEBDAV_PASSWORD)    stop DIR    remove DIR
set -euo pipefail
usage='usage: webdav.sh start|env|stop|remove DIR'
[ $# = 2 ] || { echo "$usage" >&2; exit 2; }
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)
programs=${XDG_CACHE_HOME:-$HOME/.cache}/dbops-lighttpd
libraries=(libnettle8 libxxhash0 libsqlite3-0 libxml2 libuuid1 libpcre2-8-0 libicu72)

fetch() {
  [ ! -x "$programs/usr/sbin/lighttpd" ] || return 0
  local new
  new=$(mktemp -d "$programs.new-XXXXXX")
  (cd "$new" && apt-get download lighttpd lighttpd-mod-webdav "${libraries[@]}" > fetch.log 2>&1) || { cat "$new/fetch.log" >&2; exit 1; }
  for package in "$new"/*.deb; do dpkg -x "$package" "$new"; done
  rm -rf "$programs"
  mv "$new" "$programs"
}

running() { [ -s "$dir/pid" ] && grep -qF "$dir/lighttpd.conf" "/proc/$(cat "$dir/pid")/cmdline" 2> /dev/null; }

start() {
  running && return
  fetch
  mkdir -p "$dir/data/backups" "$dir/tmp"
  if [ ! -s "$dir/users" ]; then
    (umask 077; printf 'backup:%s\n' "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" > "$dir/users")
    echo $((20000 + RANDOM % 12000)) > "$dir/port"
  fi
  cat > "$dir/lighttpd.conf" << CONF
server.modules = ("mod_auth", "mod_authn_file", "mod_webdav")
server.document-root = "$dir/data"
server.bind = "127.0.0.1"
server.port = $(cat "$dir/port")
server.pid-file = "$dir/pid"
server.errorlog = "$dir/log"
server.upload-dirs = ("$dir/tmp")
webdav.activate = "enable"
webdav.sqlite-db-name = "$dir/locks.db"
auth.backend = "plain"
auth.backend.plain.userfile = "$dir/users"
auth.require = ("/" => ("method" => "basic", "realm" => "dav", "require" => "valid-user"))
CONF
  LD_LIBRARY_PATH=$programs/usr/lib/$(uname -m)-linux-gnu "$programs/usr/sbin/lighttpd" -m "$programs/usr/lib/lighttpd" -f "$dir/lighttpd.conf"
  for _ in {1..100}; do
    (exec 3<> "/dev/tcp/127.0.0.1/$(cat "$dir/port")") 2> /dev/null && return
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
  env) printf 'WEBDAV_URL=http://127.0.0.1:%s/backups\nWEBDAV_USER=backup\nWEBDAV_PASSWORD=%s\n' "$(cat "$dir/port")" "$(cut -d: -f2 "$dir/users")" ;;
  *) echo "$usage" >&2; exit 2 ;;
esac
