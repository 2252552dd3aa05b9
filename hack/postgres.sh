#!/usr/bin/env bash
# A real PostgreSQL server of a given major version, its state below one folder, on a port that it keeps.
#   start     makes it at first, with the admin that the operator gets: dbops_admin, which is no superuser
#             --tls            a CA, a server and a client certificate in DIR/postgres-MAJOR/tls; TLS is offered
#             --hostssl-only   the same, and logins without TLS are refused
#             --preload        pg_stat_statements is preloaded
#             --in-memory      what it stores is in the machine's memory where there is enough: for tests, which make and
#                              drop databases of three hundred files all the time
#   env       NAME=value lines: PGHOST PGPORT PGADMIN PGADMIN_PASSWORD PGSUPER PGSUPER_PASSWORD PGLOG PGTLS, and PSQL if there is one
#   psql      logs in as the admin; further arguments go to psql
#   stop, restart, kill, pause, resume   kill and pause mean the server and all its sessions
#   remove    stops it and deletes all that it stored
#   programs  makes sure that its programs are there, and prints their folder
#   admin     prints the statements that make the admin, {password} standing for its password: servers of another
#             origin get the same one
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage="usage: postgres.sh start [--tls] [--hostssl-only] [--preload] [--in-memory] MAJOR DIR | stop|restart|kill|pause|resume|remove|env|psql|programs MAJOR DIR | admin"

admin_statements() { # PASSWORD; each statement on a line of its own
  printf "CREATE ROLE dbops_admin LOGIN CREATEDB CREATEROLE PASSWORD '%s';\nGRANT pg_signal_backend, pg_read_all_data TO dbops_admin;\n" "$1"
}

verb=${1:-}; shift || die "$usage"
if [ "$verb" = admin ] && [ $# = 0 ]; then
  admin_statements '{password}'
  exit
fi
tls='' host=host preload='' in_memory='' flags=''
while [[ ${1:-} == --* ]]; do
  case $1 in --tls) tls=1 ;; --hostssl-only) tls=1 host=hostssl ;; --preload) preload=1 ;; --in-memory) in_memory=1 ;; *) die "unknown option $1; $usage" ;; esac
  flags="$flags $1"
  shift
done
[ $# = 2 ] || { [ $# -gt 2 ] && [ "$verb" = psql ]; } || die "$usage"
major=$1

# the newest of each major version that Maven Central has
case $major in
  14) version=14.24.0 ;; 15) version=15.19.0 ;; 16) version=16.15.0 ;; 17) version=17.11.0 ;; 18) version=18.6.0 ;;
  *) die "no server of major version '$major'; there are 14 to 18" ;;
esac

case $verb in
  start | programs) mkdir -p "$2" ;;
  stop | kill | remove) [ -d "$2/postgres-$major" ] || exit 0 ;;
  *) [ -d "$2/postgres-$major" ] || die "there is no PostgreSQL $major below $2; start one with: postgres.sh start $major $2" ;;
esac
run=$(cd "$2" && pwd -P)/postgres-$major
shift 2

# PostgreSQL refuses root: there it runs as nobody, and so from a folder that nobody can enter
if [ "$(id -u)" = 0 ]; then root=1; else root=; fi
as_server=()
if [ -n "$root" ]; then
  if command -v setpriv > /dev/null; then
    as_server=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  else
    as_server=(chroot --userspec=65534:65534 /)
  fi
fi
as_server() { (cd / && ${as_server[@]+"${as_server[@]}"} "$@"); }

# --- its programs ---

platform() {
  local musl=
  [ ! -e /etc/alpine-release ] || musl=-alpine
  case "$(uname)-$(uname -m)" in
    Linux-x86_64) echo "linux-amd64$musl" ;;
    Linux-aarch64) echo "linux-arm64v8$musl" ;;
    Darwin-x86_64) echo darwin-amd64 ;;
    Darwin-arm64) echo darwin-arm64v8 ;;
    *) die "there are no PostgreSQL programs for $(uname) on $(uname -m)" ;;
  esac
}

# Tests of CREATE EXTENSION and of its update need one that a login may create without being a superuser, and that has
# two versions: the archive has nothing of this sort.
probe_extension() {
  local to=$1/share/postgresql/extension
  [ -d "$to" ] || to=$1/share/extension
  printf "comment = 'nothing but versions'\ndefault_version = '1.1'\nrelocatable = true\nsuperuser = false\ntrusted = true\n" > "$to/dbops_probe.control"
  printf "CREATE FUNCTION dbops_probe() RETURNS text LANGUAGE sql AS 'SELECT ''1.0''::text';\n" > "$to/dbops_probe--1.0.sql"
  printf "CREATE FUNCTION dbops_probe() RETURNS text LANGUAGE sql AS 'SELECT ''1.1''::text';\n" > "$to/dbops_probe--1.1.sql"
  printf "CREATE OR REPLACE FUNCTION dbops_probe() RETURNS text LANGUAGE sql AS 'SELECT ''1.1''::text';\n" > "$to/dbops_probe--1.0--1.1.sql"
}

unpack() { # FOLDER
  local artifact
  artifact=io.zonky.test.postgres:embedded-postgres-binaries-$(platform):$version:jar
  cd "$1" # out of the project: its POM has nothing to do with this
  # Maven knows the user's mirrors and proxies, and checks what it got
  "$repo/mvnw" -B -q --no-transfer-progress org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$artifact" -DoutputDirectory="$1"
  "$JAVA_HOME/bin/jar" -xf ./*.jar
  mkdir tree
  tar -xJf ./*.txz -C tree
  probe_extension tree
  chmod -R a+rX tree
}

fetch() {
  [ ! -x "$programs/bin/postgres" ] || return 0
  need tar
  [ "$(uname)" = Darwin ] || need xz # tar on macOS has its own
  JAVA_HOME=$("$repo/hack/jdk.sh"); export JAVA_HOME
  new=$(mktemp -d "$programs.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching PostgreSQL $version (15 MB, once)" "$programs.log" unpack "$new"
  rm -rf "$programs"
  mv "$new/tree" "$programs"
}

find_programs() {
  local shelf=$cache
  mkdir -p "$cache"
  if [ -n "$root" ] && ! as_server test -x "$cache/."; then
    # below /root, most likely
    shelf=/var/tmp/dbops-0
    # everybody may write there: one that somebody else made is a trap
    if [ -L "$shelf" ] || { [ -e "$shelf" ] && [ ! -O "$shelf" ]; }; then
      die "$shelf is not ours; set DBOPS_CACHE to a folder that the user nobody may read"
    fi
    mkdir -p "$shelf"
    chmod 755 "$shelf"
  fi
  programs=$shelf/postgres-$version
  with_lock "$programs.lock" fetch
}

# --- its state ---

data() { cat "$run/data"; }

# What root's servers and those in memory stored is outside of DIR: it goes when its DIR is gone.
drop_orphans() {
  local folder owner
  for folder in /var/tmp/dbops-pg-* /dev/shm/dbops-pg-*; do
    owner=$(cat "$folder/belongs-to" 2> /dev/null) || continue
    [ "$(cat "$owner/data" 2> /dev/null)" != "$folder" ] || continue
    case $(command_line "$(head -n 1 "$folder/db/postmaster.pid" 2> /dev/null)") in *"$folder"*) ;; *) rm -rf "$folder" ;; esac
  done
}

roomy() { [ -w "$1" ] && [ "$(df -Pk "$1" | awk 'NR == 2 {print $4}')" -gt 2000000 ]; }

make_data_folder() {
  local folder=$run/server shelf=
  rm -rf "$folder"
  [ -z "$root" ] || shelf=/var/tmp
  if [ -n "$in_memory" ] && roomy /dev/shm; then shelf=/dev/shm; fi
  if [ -n "$shelf" ]; then
    drop_orphans
    [ ! -s "$run/data" ] || rm -rf "$(data)"
    folder=$(mktemp -d "$shelf/dbops-pg-XXXXXX")
  fi
  mkdir -p "$folder"
  echo "$folder" > "$run/data"
  # last: nobody takes it for an orphan then
  [ -z "$shelf" ] || echo "$run" > "$folder/belongs-to"
  [ -z "$root" ] || chown 65534:65534 "$folder"
}

certificate() { # NAME SUBJECT EXTENSION
  openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  printf '%s\n' "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile "$1.ext" -out "$1.crt"
  rm "$1.csr" "$1.ext"
}

certificates() {
  mkdir -p "$run/tls"
  cd "$run/tls"
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=dbops-dev-ca -keyout ca.key -out ca.crt
  certificate server /CN=localhost subjectAltName=DNS:localhost,IP:127.0.0.1
  certificate client /CN=dbops_admin extendedKeyUsage=clientAuth
}

settings() {
  # a path of a socket has at most 107 bytes
  if [ ${#1} -gt 80 ]; then printf "unix_socket_directories = ''\n"; else printf "unix_socket_directories = '%s'\n" "$1"; fi
  cat << 'CONF'
listen_addresses = '127.0.0.1'
max_connections = 100
shared_buffers = 32MB
max_wal_size = 512MB
fsync = off
full_page_writes = off
synchronous_commit = off
password_encryption = 'scram-sha-256'
log_statement = ddl
log_min_error_statement = error
CONF
  [ -z "$tls" ] || printf "ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\nssl_ca_file = 'ca.crt'\n"
  [ -z "$preload" ] || printf "shared_preload_libraries = 'pg_stat_statements'\n"
}

initialise() {
  local to locale
  umask 077
  make_data_folder
  to=$(data)
  random_secret > "$run/super.password"
  random_secret > "$run/new-admin.password"
  cp "$run/super.password" "$to/super"
  [ -z "$root" ] || chown 65534:65534 "$to/super"
  for locale in C.UTF-8 C; do # not every system has the first
    as_server "$programs/bin/initdb" -N -D "$to/db" -U postgres -A scram-sha-256 --pwfile "$to/super" -E UTF8 --locale "$locale" > "$run/initdb.log" 2>&1 && break
  done
  [ -s "$to/db/PG_VERSION" ] || die_with "$run/initdb.log" "initdb failed"
  rm -f "$to/super"
  if [ -n "$tls" ]; then
    need openssl
    (certificates) > "$run/tls.log" 2>&1
    cp "$run"/tls/{ca.crt,server.crt,server.key} "$to/db/"
  fi
  settings "$to" >> "$to/db/postgresql.conf"
  # never `trust`: a wrong password must be refused
  printf 'local all all scram-sha-256\n%s all all 127.0.0.1/32 scram-sha-256\n' "$host" > "$to/db/pg_hba.conf"
  [ -z "$root" ] || chown -R 65534:65534 "$to/db"
  # The archive has no psql, so the admin is made before the start. Its password is not to be in a log.
  admin_statements "$(cat "$run/new-admin.password")" |
    as_server "$programs/bin/postgres" --single -j -D "$to/db" -c exit_on_error=true -c log_statement=none -c log_min_error_statement=panic postgres \
      > "$run/admin.log" 2>&1 || die_with "$run/admin.log" "the admin could not be made"
  # the last step: what is half made is made anew
  mv "$run/new-admin.password" "$run/admin.password"
  printf '%s\n' "$flags" > "$run/flags"
}

# --- its processes ---

running() { [ -s "$run/data" ] && alive "$run/postgres.pid" "$(data)"; }
stopped() { ! running; }
accepts() { [ "$(sed -n '8s/ *$//p' "$(data)/db/postmaster.pid")" = ready ]; }

# the server first: then it cannot start further ones
processes() {
  local main
  main=$(cat "$run/postgres.pid")
  echo "$main"
  ps -A -o pid= -o ppid= | awk -v main="$main" '$2 == main {print $1}'
}

signal_all() { # SIGNAL; a session may end meanwhile
  running || die "PostgreSQL $major is not running below $run"
  processes | while read -r pid; do kill "-$1" "$pid" 2> /dev/null || true; done
}

launch() {
  local to end=$((SECONDS + 60)) why=
  to=$(data)
  [ -s "$run/port" ] || free_port > "$run/port"
  start_process "$run/postgres.pid" "$to/log" ${as_server[@]+"${as_server[@]}"} "$programs/bin/postgres" -D "$to/db" -p "$(cat "$run/port")"
  until accepts 2> /dev/null; do
    running || { why="it ended by itself"; break; }
    [ "$SECONDS" -lt "$end" ] || { why="it is not ready after 60 s"; break; }
    sleep 0.1
  done
  [ -n "$why" ] || { echo yes > "$run/was-up"; return 0; }
  # somebody took the port between the choice and the start; nobody knows ours yet, so another one will do
  [ ! -e "$run/was-up" ] && tail -n 20 "$to/log" | grep -q 'Address already in use' && rm "$run/port" && return 1
  die_with "$to/log" "PostgreSQL $major: $why"
}

start() {
  running && return
  find_programs
  if [ ! -s "$run/admin.password" ]; then
    initialise
  elif [ -n "$flags" ] && [ "$flags" != "$(cat "$run/flags")" ]; then
    die "this server was made with other options (${flags# } now, '$(cat "$run/flags")' then): remove it first"
  fi
  launch || launch || launch || die "found no free port"
  log "PostgreSQL $version is up after $SECONDS s on port $(cat "$run/port")"
}

stop() {
  local main
  if running; then
    signal_all CONT
    main=$(cat "$run/postgres.pid")
    kill -INT "$main" # "fast": sessions are ended
    wait_until 20 stopped || kill_all
  fi
  rm -f "$run/postgres.pid"
}

kill_all() {
  local pids pid
  running || return 0
  pids=$(processes)
  for pid in $pids; do kill -KILL "$pid" 2> /dev/null || true; done
  for pid in $pids; do wait_until 10 ended "$pid" || die "process $pid does not end"; done
  # To PostgreSQL a process that nobody has collected yet is alive: it would take its own files for another server's.
  rm -f "$run/postgres.pid" "$(data)/db/postmaster.pid" "$(data)"/.s.PGSQL.*
}

ended() { [ -z "$(command_line "$1")" ]; }

remove() {
  stop
  [ ! -s "$run/data" ] || rm -rf "$(data)"
  rm -rf "$run"
}

show() { # NAME VALUE: quoted only where a shell needs it; others read these lines as they are
  case $2 in *[!A-Za-z0-9_./:-]*) printf "%s='%s'\n" "$1" "$(printf '%s' "$2" | sed "s/'/'\\\\''/g")" ;; *) printf '%s=%s\n' "$1" "$2" ;; esac
}

env() {
  [ -s "$run/admin.password" ] || die "PostgreSQL $major was never started below $run"
  show PGHOST 127.0.0.1
  show PGPORT "$(cat "$run/port")"
  show PGADMIN dbops_admin
  show PGADMIN_PASSWORD "$(cat "$run/admin.password")"
  show PGSUPER postgres
  show PGSUPER_PASSWORD "$(cat "$run/super.password")"
  show PGLOG "$(data)/log"
  show PGTLS "$run/tls"
  ! command -v psql > /dev/null || show PSQL "$(command -v psql)"
}

login() {
  local psql
  psql=$("$repo/hack/psql.sh")
  PGHOST=127.0.0.1 PGPORT=$(cat "$run/port") PGUSER=${PGUSER:-dbops_admin} PGDATABASE=${PGDATABASE:-postgres} \
    PGPASSWORD=${PGPASSWORD:-$(cat "$run/admin.password")} exec "$psql" "$@"
}

case $verb in
  start) with_lock "$run/lock" start ;;
  stop) with_lock "$run/lock" stop ;;
  restart) with_lock "$run/lock" stop; with_lock "$run/lock" start ;;
  kill) with_lock "$run/lock" kill_all ;;
  remove) with_lock "$run/lock" remove ;;
  pause) signal_all STOP ;;
  resume) signal_all CONT ;;
  env) env ;;
  psql) login "$@" ;;
  programs) find_programs; echo "$programs" ;;
  *) die "$usage" ;;
esac
