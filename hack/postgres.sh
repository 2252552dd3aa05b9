#!/usr/bin/env bash
# A real PostgreSQL server of a given major version, below one folder.
# usage: postgres.sh start [--tls] [--hostssl-only] MAJOR DIR | stop|restart|kill|pause|resume|env MAJOR DIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

verb=${1:-}; shift || true
tls='' hostssl=host
while [[ ${1:-} == --* ]]; do
  case $1 in --tls) tls=1 ;; --hostssl-only) tls=1 hostssl=hostssl ;; *) die "unknown option $1" ;; esac
  shift
done
[ $# = 2 ] || die "usage: postgres.sh start [--tls] [--hostssl-only] MAJOR DIR | stop|restart|kill|pause|resume|env MAJOR DIR"
major=$1; mkdir -p "$2"; dir=$(cd "$2" && pwd)

case $major in
  14) version=14.24.0 ;; 15) version=15.19.0 ;; 16) version=16.15.0 ;; 17) version=17.11.0 ;; 18) version=18.6.0 ;;
  *) die "no server for major version $major; there are 14 to 18" ;;
esac

platform() {
  case "$(uname)-$(uname -m)" in
    Linux-x86_64) echo linux-amd64 ;;
    Linux-aarch64) echo linux-arm64v8 ;;
    Darwin-x86_64) echo darwin-amd64 ;;
    Darwin-arm64) echo darwin-arm64v8 ;;
    *) die "no PostgreSQL binaries for $(uname)-$(uname -m)" ;;
  esac
}

# The archives hold initdb, pg_ctl and postgres with few extensions, or none. Tests of CREATE EXTENSION by a login
# that is no superuser need a trusted one with two versions.
probe_extension() {
  local to=$1/share/postgresql/extension
  [ -d "$to" ] || to=$1/share/extension
  printf "comment = 'nothing but versions'\ndefault_version = '1.1'\nrelocatable = true\nsuperuser = false\ntrusted = true\n" > "$to/dbops_probe.control"
  printf "CREATE FUNCTION dbops_probe() RETURNS text LANGUAGE sql AS 'SELECT ''1.0''::text';\n" > "$to/dbops_probe--1.0.sql"
  printf "CREATE FUNCTION dbops_probe() RETURNS text LANGUAGE sql AS 'SELECT ''1.1''::text';\n" > "$to/dbops_probe--1.1.sql"
  printf "CREATE OR REPLACE FUNCTION dbops_probe() RETURNS text LANGUAGE sql AS 'SELECT ''1.1''::text';\n" > "$to/dbops_probe--1.0--1.1.sql"
}

fetch() {
  [ -x "$server/bin/postgres" ] && return
  local name url new
  name=embedded-postgres-binaries-$(platform)
  url=https://repo.maven.apache.org/maven2/io/zonky/test/postgres/$name/$version/$name-$version.jar
  log "fetching PostgreSQL $version"
  new=$(mktemp -d "$cache/postgres-XXXXXX")
  curl -fsSL --retry 3 --connect-timeout 20 -o "$new/server.jar" "$url" || die "cannot fetch $url"
  [ "$(curl -fsSL --retry 3 "$url.sha1")" = "$(sha1sum "$new/server.jar" | cut -d' ' -f1)" ] || die "$url is damaged"
  mkdir "$new/tree"
  (cd "$new" && { unzip -qo server.jar '*.txz' 2> /dev/null || "$("$repo/hack/jdk.sh")/bin/jar" xf server.jar; } && tar -xJf ./*.txz -C tree)
  probe_extension "$new/tree"
  # the server runs as another user when we are root
  chmod -R a+rX "$new/tree"
  rm -rf "$server"; mv "$new/tree" "$server"; rm -rf "$new"
}

server=/var/tmp/dbops-$(id -u)/postgres-$version
run=$dir/postgres-$major
mkdir -p "$run"

# postgres refuses root: then it runs as nobody, in a folder that nobody can reach
as_server() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  else
    "$@"
  fi
}

data() {
  if [ ! -s "$run/data" ]; then
    if [ "$(id -u)" = 0 ]; then
      local folder
      folder=$(mktemp -d /var/tmp/dbops-pg-XXXXXX)
      chown 65534:65534 "$folder"
      echo "$folder" > "$run/data"
    else
      mkdir -p "$run/pg"
      echo "$run/pg" > "$run/data"
    fi
  fi
  cat "$run/data"
}

certificates() {
  local to=$run/tls
  [ -s "$to/server.crt" ] && return
  mkdir -p "$to"
  (
    cd "$to"
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=dbops-dev-ca -keyout ca.key -out ca.crt
    openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > server.ext
    openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile server.ext -out server.crt
    openssl req -newkey rsa:2048 -nodes -subj /CN=dbops_admin -keyout client.key -out client.csr
    openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out client.crt
  ) > "$run/tls.log" 2>&1 || { tail -5 "$run/tls.log" >&2; die "openssl failed"; }
}

initialise() {
  local to admin super
  to=$(data)
  [ -s "$to/db/PG_VERSION" ] && return
  umask 077
  admin=$(openssl rand -hex 12) super=$(openssl rand -hex 12)
  printf '%s' "$super" > "$to/super.pw"
  [ "$(id -u)" != 0 ] || chown 65534:65534 "$to/super.pw"
  as_server "$server/bin/initdb" -D "$to/db" -U postgres -A scram-sha-256 --pwfile "$to/super.pw" -E UTF8 --locale=C.UTF-8 > "$run/initdb.log" 2>&1 ||
    as_server "$server/bin/initdb" -D "$to/db" -U postgres -A scram-sha-256 --pwfile "$to/super.pw" -E UTF8 --locale=C > "$run/initdb.log" 2>&1 ||
    { tail -5 "$run/initdb.log" >&2; die "initdb failed, see $run/initdb.log"; }
  rm -f "$to/super.pw"
  [ -s "$run/port" ] || free_port > "$run/port"
  {
    printf "listen_addresses = '127.0.0.1'\nport = %s\nunix_socket_directories = '%s'\n" "$(cat "$run/port")" "$to"
    printf 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nshared_buffers = 32MB\nmax_connections = 100\n'
    printf "password_encryption = 'scram-sha-256'\nlog_statement = ddl\nlog_min_error_statement = error\nmax_wal_size = 512MB\n"
    if [ -n "$tls" ]; then
      certificates
      cp "$run/tls/ca.crt" "$run/tls/server.crt" "$run/tls/server.key" "$to/db/"
      printf "ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\nssl_ca_file = 'ca.crt'\n"
    fi
  } >> "$to/db/postgresql.conf"
  printf '%s all all 127.0.0.1/32 scram-sha-256\n' "$hostssl" > "$to/db/pg_hba.conf"
  [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$to"
  # the normal case: an admin that is no superuser. The archive has no psql, so this is done before the start
  printf "CREATE ROLE dbops_admin LOGIN CREATEDB CREATEROLE PASSWORD '%s';\nGRANT pg_signal_backend, pg_read_all_data TO dbops_admin;\n" "$admin" |
    as_server "$server/bin/postgres" --single -j -D "$to/db" postgres > "$run/admin.log" 2>&1 || { tail -5 "$run/admin.log" >&2; die "the admin could not be made"; }
  printf '%s\n' "$admin" > "$run/admin.password"
  printf '%s\n' "$super" > "$run/super.password"
}

start() {
  with_lock "postgres-$version" fetch
  initialise
  local to
  to=$(data)
  as_server "$server/bin/pg_ctl" -D "$to/db" status > /dev/null 2>&1 && return
  as_server "$server/bin/pg_ctl" -D "$to/db" -l "$to/log" -w -t 60 start > "$run/start.log" 2>&1 < /dev/null ||
    { tail -5 "$to/log" >&2; die "PostgreSQL $major did not start, see $to/log"; }
}

pids() { # the postmaster and all its children
  local main
  main=$(head -1 "$(data)/db/postmaster.pid")
  echo "$main"
  pgrep -P "$main" || true
}

mkdir -p "$(dirname "$server")"
case $verb in
  start) start ;;
  stop) as_server "$server/bin/pg_ctl" -D "$(data)/db" -m fast -w stop > /dev/null 2>&1 || true ;;
  restart) as_server "$server/bin/pg_ctl" -D "$(data)/db" -m fast -w stop > /dev/null 2>&1 || true; start ;;
  kill) pids | xargs kill -9; rm -f "$(data)/db/postmaster.pid" ;;
  pause) pids | xargs kill -STOP ;;
  resume) pids | xargs kill -CONT ;;
  env)
    printf 'PGHOST=127.0.0.1\nPGPORT=%s\nPGADMIN=dbops_admin\nPGADMIN_PASSWORD=%s\nPGSUPER=postgres\nPGSUPER_PASSWORD=%s\nPGLOG=%s\nPGTLS=%s\n' \
      "$(cat "$run/port")" "$(cat "$run/admin.password")" "$(cat "$run/super.password")" "$(data)/log" "$run/tls"
    ;;
  *) die "unknown: $verb" ;;
esac
