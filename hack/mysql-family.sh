# What mysql.sh and mariadb.sh share; sourced by them, after lib.sh. They set $product, $packages, $alone and
# $client_options before, and have the functions choose_version (which sets $suite), bootstrap (makes the data folder),
# settings, no_tls, first_statements and grants.
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034

. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

usage="usage: $product.sh start [--tls] [--general-log] [--lower-case] [--in-memory] VERSION DIR | stop|restart|kill|pause|resume|remove|env|sql|programs VERSION DIR | admin"

parse() { # the script's own arguments
  verb=${1:-}; shift || die "$usage"
  tls='' general='' lower='' in_memory='' flags=''
  while [[ ${1:-} == --* ]]; do
    case $1 in --tls) tls=1 ;; --general-log) general=1 ;; --lower-case) lower=1 ;; --in-memory) in_memory=1 ;; *) die "unknown option $1; $usage" ;; esac
    flags="$flags $1"
    shift
  done
  [ $# = 2 ] || { [ $# -gt 2 ] && [ "$verb" = sql ]; } || die "$usage"
  version=$1
  choose_version
  case $verb in
    start | programs) mkdir -p "$2" ;;
    stop | kill | remove) [ -d "$2/$product-$version" ] || exit 0 ;;
    *) [ -d "$2/$product-$version" ] || die "there is no $product $version below $2; start one with: $product.sh start $version $2" ;;
  esac
  run=$(cd "$2" && pwd -P)/$product-$version
  shift 2
  more=("$@")
  programs=$cache/$product-$version
}

# --- its programs: Debian's packages of any suite, unpacked and never installed, with all their libraries ---

unpack() { # FOLDER
  local arch deb
  arch=$(dpkg --print-architecture)
  private_apt "$1/apt"
  export APT_CONFIG=$1/apt/apt.conf
  apt-get -q update
  # the closure on an empty system, without what only the packages' own scripts need
  # shellcheck disable=SC2086
  apt-get -s install $packages | awk '$1 == "Inst" {print $2}' |
    grep -vE '^(perl.*|libperl.*|libgdbm.*|libdb5.*|debconf|cdebconf|gcc-.*-base|libc-gconv-.*|openssl-provider-legacy|adduser|passwd|libpam.*|libsasl2-modules-db|mysql-common|mariadb-common)$' > "$1/apt/want"
  # shellcheck disable=SC2086
  printf '%s\n' $alone >> "$1/apt/want" # without what they depend on
  (cd "$1/apt/cache/archives" && xargs -a "$1/apt/want" apt-get -q download)
  mkdir "$1/tree"
  for deb in "$1"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$1/tree"; done
  dpkg-deb -f "$(ls "$1/apt/cache/archives/${packages%% *}"_*.deb)" Version > "$1/tree/version"
}

fetch() {
  [ ! -s "$programs/version" ] || return 0
  need apt-get dpkg dpkg-deb awk xargs
  new=$(mktemp -d "$programs.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching $product $version from Debian $suite (once)" "$programs.log" unpack "$new"
  rm -rf "$programs"
  mv "$new/tree" "$programs"
}

find_programs() {
  mkdir -p "$cache"
  with_lock "$programs.lock" fetch
  set_loader
}

# a program of another suite runs by that suite's own loader and libraries
set_loader() {
  local triplet loader
  triplet=$(basename "$(dirname "$(find "$programs" -name libc.so.6 | head -n 1)")")
  loader=$(find "$programs" -name 'ld-linux*.so.*' | head -n 1)
  lib=$programs/usr/lib/$triplet
  by_loader=("$loader" --library-path "$lib:$programs/lib/$triplet:$programs/usr/lib/mysql/private")
}

server_program() { [ -x "$programs/usr/sbin/mariadbd" ] && echo "$programs/usr/sbin/mariadbd" || echo "$programs/usr/sbin/mysqld"; }
client_program() { [ -x "$programs/usr/bin/mariadb" ] && echo "$programs/usr/bin/mariadb" || echo "$programs/usr/bin/mysql"; }

# they refuse root, unless it is named
as_user=()
[ "$(id -u)" != 0 ] || as_user=(--user=root)

# --- its state ---

# a path of a socket has at most 107 bytes
make_socket_folder() {
  local folder=$run
  if [ ${#run} -gt 80 ]; then
    folder=$(mktemp -d /tmp/dbops-my-XXXXXX)
    echo "$run" > "$folder/belongs-to"
  fi
  echo "$folder" > "$run/socket"
}

# for tests: most of what a statement costs is waiting for the disk, also with all that says not to
make_data_folder() {
  local memory=/dev/shm folder
  delete_data
  if [ -n "$in_memory" ] && [ -w "$memory" ] && [ "$(df -Pk "$memory" | awk 'NR == 2 {print $4}')" -gt 2000000 ]; then
    folder=$(mktemp -d "$memory/dbops-my-XXXXXX")
    ln -s "$folder" "$run/data"
  fi
}

# with the machine that had it in its memory
data_is_gone() { [ -L "$run/data" ] && [ ! -d "$run/data" ]; }

delete_data() {
  [ ! -L "$run/data" ] || rm -rf "$(readlink "$run/data")"
  rm -rf "$run/data"
}

certificate() { # NAME SUBJECT EXTENSION
  openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  printf '%s\n' "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile "$1.ext" -out "$1.crt"
  rm "$1.csr" "$1.ext"
}

certificates() {
  mkdir -p "$run/tls"
  cd "$run/tls" || exit
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=dbops-dev-ca -keyout ca.key -out ca.crt
  certificate server /CN=localhost subjectAltName=DNS:localhost,IP:127.0.0.1
  certificate client /CN=dbops_admin extendedKeyUsage=clientAuth
}

configure() {
  cat << CONF
[mysqld]
basedir = $programs/usr
datadir = $run/data
socket = $(cat "$run/socket")/mysqld.sock
pid-file = $run/mysqld.pid
log-error = $run/server.log
tmpdir = $run/tmp
general-log-file = $run/general.log
bind-address = 127.0.0.1
character-sets-dir = $programs/usr/share/mysql/charsets
skip-name-resolve
secure-file-priv = $run/tmp
# small and quick, for tests
innodb_buffer_pool_size = 32M
innodb_flush_method = fsync
innodb_flush_log_at_trx_commit = 0
max_connections = 100
CONF
  [ -z "$lower" ] || echo 'lower-case-table-names = 1'
  [ -z "$general" ] || printf 'general-log = ON\nperformance-schema = ON\n'
  if [ -n "$tls" ]; then
    printf 'ssl-ca = %s/ca.crt\nssl-cert = %s/server.crt\nssl-key = %s/server.key\n' "$run/tls" "$run/tls" "$run/tls"
  else
    no_tls
  fi
  settings
}

admin_statements() { # PASSWORD; each statement on a line of its own
  echo "CREATE USER 'dbops_admin'@'%' IDENTIFIED BY '$1';"
  grants
}

initialise() {
  umask 077
  rm -rf "$run/tmp"
  make_data_folder
  mkdir -p "$run/tmp"
  random_secret > "$run/root.password"
  random_secret > "$run/new-admin.password"
  make_socket_folder
  if [ -n "$tls" ]; then
    need openssl
    (certificates) > "$run/tls.log" 2>&1
  fi
  configure > "$run/my.cnf"
  bootstrap > "$run/init.log" 2>&1 || die_with "$run/init.log" "$product $version: the data folder could not be made"
  # run by the server before it lets anybody in
  {
    echo "SET SESSION sql_log_bin = OFF;" # where the admin's password would stand as it is
    first_statements "$(cat "$run/root.password")"
    admin_statements "$(cat "$run/new-admin.password")"
    echo "CREATE DATABASE dbops_initialised;"
  } > "$run/first.sql"
  launch_somewhere --init-file="$run/first.sql"
  wait_until 60 test -d "$run/data/dbops_initialised" || die_with "$run/server.log" "$product $version: the admin could not be made"
  echo "DROP DATABASE dbops_initialised" | client root "$(cat "$run/root.password")"
  rm -f "$run/first.sql"
  mv "$run/new-admin.password" "$run/admin.password"
  printf '%s\n' "$flags" > "$run/flags"
}

# --- its process ---

client() { # LOGIN PASSWORD ARGUMENT...
  local login=$1 password=$2
  shift 2
  # shellcheck disable=SC2086
  MYSQL_PWD=$password "${by_loader[@]}" "$(client_program)" --no-defaults --host=127.0.0.1 --port="$(cat "$run/port")" --user="$login" $client_options "$@"
}

running() { alive "$run/server.pid" "$run/my.cnf"; }
stopped() { ! running; }

launch() {
  local end=$((SECONDS + 120)) why=
  [ -s "$run/port" ] || free_port > "$run/port"
  start_process "$run/server.pid" "$run/server.log" "${by_loader[@]}" "$(server_program)" --defaults-file="$run/my.cnf" ${as_user[@]+"${as_user[@]}"} \
    --port="$(cat "$run/port")" "$@"
  # it writes this file when it lets people in
  until [ -s "$run/mysqld.pid" ] && (exec 3<> "/dev/tcp/127.0.0.1/$(cat "$run/port")") 2> /dev/null; do
    running || { why="it ended by itself"; break; }
    [ "$SECONDS" -lt "$end" ] || { why="it is not ready after 120 s"; break; }
    sleep 0.1
  done
  [ -n "$why" ] || { echo yes > "$run/was-up"; return 0; }
  # somebody took the port between the choice and the start; nobody knows ours yet, so another one will do
  [ ! -e "$run/was-up" ] && tail -n 20 "$run/server.log" | grep -qi 'address already in use' && rm "$run/port" && return 1
  die_with "$run/server.log" "$product $version: $why"
}

launch_somewhere() {
  rm -f "$run/mysqld.pid"
  launch "$@" || launch "$@" || launch "$@" || die "found no free port"
}

start() {
  running && return
  find_programs
  if [ ! -s "$run/admin.password" ] || data_is_gone; then
    initialise
  elif [ -n "$flags" ] && [ "$flags" != "$(cat "$run/flags")" ]; then
    die "this server was made with other options (${flags# } now, '$(cat "$run/flags")' then): remove it first"
  else
    launch_somewhere
  fi
  log "$product $(cat "$programs/version") is up after $SECONDS s on port $(cat "$run/port")"
}

stop() {
  if running; then
    # this order: one that has little to write is gone at once
    signal_process "$run/server.pid" "$run/my.cnf" CONT
    signal_process "$run/server.pid" "$run/my.cnf" TERM
    wait_until 30 stopped || kill_process "$run/server.pid" "$run/my.cnf"
  fi
  rm -f "$run/server.pid" "$run/mysqld.pid"
}

kill_all() {
  kill_process "$run/server.pid" "$run/my.cnf"
  rm -f "$run/server.pid" "$run/mysqld.pid"
}

remove() {
  stop
  local socket
  socket=$(cat "$run/socket" 2> /dev/null || echo "$run")
  [ "$socket" = "$run" ] || rm -rf "$socket"
  delete_data
  rm -rf "$run"
}

env() {
  [ -s "$run/admin.password" ] || die "$product $version was never started below $run"
  printf 'MYHOST=127.0.0.1\nMYPORT=%s\n' "$(cat "$run/port")"
  printf 'MYADMIN=dbops_admin\nMYADMIN_PASSWORD=%s\n' "$(cat "$run/admin.password")"
  printf 'MYROOT=root\nMYROOT_PASSWORD=%s\n' "$(cat "$run/root.password")"
  printf "MYLOG='%s'\nMYGENERAL_LOG='%s'\nMYDATA='%s'\nMYTLS='%s'\n" "$run/server.log" "$run/general.log" "$run/data" "$run/tls"
}

sql() {
  set_loader
  client "${MYUSER:-dbops_admin}" "${MYSQL_PWD:-$(cat "$run/admin.password")}" "$@"
}

main() {
  if [ "$*" = admin ]; then
    admin_statements '{password}'
    return
  fi
  parse "$@"
  case $verb in
    start) with_lock "$run/lock" start ;;
    stop) with_lock "$run/lock" stop ;;
    restart) with_lock "$run/lock" stop; with_lock "$run/lock" start ;;
    kill) with_lock "$run/lock" kill_all ;;
    remove) with_lock "$run/lock" remove ;;
    pause) signal_process "$run/server.pid" "$run/my.cnf" STOP ;;
    resume) signal_process "$run/server.pid" "$run/my.cnf" CONT ;;
    env) env ;;
    programs) find_programs; echo "$programs" ;;
    sql) sql ${more[@]+"${more[@]}"} ;;
    *) die "$usage" ;;
  esac
}
