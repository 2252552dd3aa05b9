#!/usr/bin/env bash
# An image of a server that a cluster without a registry can run, of the programs that this machine's tests use anyway. Its
# entry point understands as much of what Docker's official images do as hack/e2e/servers.sh asks of them.
#   server-image.sh postgres VERSION|mariadb VERSION|s3 - NAME:TAG OUTPUT.tar
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
usage='usage: server-image.sh postgres VERSION|mariadb VERSION|s3 - NAME:TAG OUTPUT.tar'
[ $# = 4 ] || die "$usage"
product=$1 version=$2 name=$3 output=$4
work=$(mktemp -d)
time=2026-01-01T00:00:00Z compression=1 programs=/nowhere
trap 'rm -rf "$work"' EXIT
. "$repo/distribution/src/main/scripts/oci.sh"
root=$work/server

copy() { install -D "$(readlink -f "$1")" "$root$1"; }

# a program of this machine's own, with its libraries
with_libraries() {
  local library
  for library in $(ldd "$1" 2> /dev/null | grep -oE '/[^ ]+' | sort -u); do
    case $library in "$programs"/*) continue ;; esac
    [ -e "$root$library" ] || copy "$library"
  done
}

shell() {
  local box each
  box=$(command -v busybox) && ! ldd "$box" > /dev/null 2>&1 || die "a busybox without libraries is needed for the shell in that image (Debian: busybox-static); or name another image by E2E_POSTGRES and E2E_MARIADB"
  install -D "$box" "$root/bin/busybox"
  for each in sh cat mkdir rm ls chmod test sleep; do ln -s busybox "$root/bin/$each"; done
}

base() {
  mkdir -p "$root"/{etc,tmp,bin}
  chmod 1777 "$root/tmp"
  printf 'root:x:0:0:root:/:/bin/sh\nserver:x:999:999:server:/tmp:/bin/sh\n' > "$root/etc/passwd"
  printf 'root:x:0:\nserver:x:999:\n' > "$root/etc/group"
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
}

start() { # the entry point comes in
  shell
  printf '#!/bin/sh\nset -eu\n' > "$root/start"
  cat >> "$root/start"
  chmod 755 "$root/start"
}

postgres() {
  local each
  programs=$(hack/postgres.sh programs "$version" "$work")
  mkdir -p "$root/usr/local"
  cp -R "$programs" "$root/usr/local/pgsql"
  for each in "$programs"/bin/*; do with_libraries "$each"; done
  start << 'SH'
if [ ! -e "$PGDATA/made" ]; then
  rm -rf "$PGDATA"
  printf '%s\n' "$POSTGRES_PASSWORD" | initdb -N -D "$PGDATA" -U postgres -A scram-sha-256 --pwfile=/dev/stdin -E UTF8 --locale C
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  for each in /docker-entrypoint-initdb.d/*.sql; do
    postgres --single -j -D "$PGDATA" -c exit_on_error=true -c log_statement=none postgres < "$each" > /dev/null
  done
  : > "$PGDATA/made"
fi
# a volume's fsGroup lets the group write, which the server refuses
chmod 700 "$PGDATA"
unset POSTGRES_PASSWORD
exec postgres -D "$PGDATA" -c "listen_addresses=*" "$@"
SH
  configuration='{"User":"999","Env":["PATH=/usr/local/pgsql/bin:/bin","PGDATA=/var/lib/postgresql/data"],"Entrypoint":["/start"]}'
}

mariadb() {
  programs=$(hack/mariadb.sh programs "$version" "$work")
  # they are a root file system already, but for what nobody needs here
  cp -R "$programs/." "$root"
  rm -rf "$root"/usr/share/{doc,man,lintian,gdb,apport} "$root"/usr/bin/* "$root/etc/mysql"
  start << 'SH'
data=/var/lib/mysql
if [ ! -e "$data/made" ]; then
  rm -rf "$data"/*
  share=/usr/share/mysql
  {
    printf 'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n'
    cat $share/mysql_system_tables.sql $share/mysql_performance_tables.sql $share/mysql_system_tables_data.sql $share/maria_add_gis_sp_bootstrap.sql $share/mysql_sys_schema.sql
  } | mariadbd --no-defaults --datadir="$data" --bootstrap --skip-log-bin
  {
    echo "CREATE USER 'root'@'%' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD';"
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    echo "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> '%');"
    echo "FLUSH PRIVILEGES;"
    cat /docker-entrypoint-initdb.d/*.sql
  } > /tmp/first.sql
  set -- --init-file=/tmp/first.sql "$@"
  : > "$data/made"
fi
unset MARIADB_ROOT_PASSWORD
exec mariadbd --no-defaults --datadir="$data" --socket=/tmp/mysqld.sock --bind-address=0.0.0.0 "$@"
SH
  configuration='{"User":"999","Env":["PATH=/usr/sbin:/bin"],"Entrypoint":["/start"]}'
}

s3() {
  install -D "$("$repo/hack/go-program.sh" versitygw github.com/versity/versitygw/cmd/versitygw@v1.8.0 'about 90 s')" "$root/bin/versitygw"
  with_libraries "$root/bin/versitygw"
  configuration='{"User":"999","Env":["PATH=/bin"],"Entrypoint":["/bin/versitygw"]}'
}

cd "$repo"
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
base
case $product in postgres | mariadb | s3) "$product" ;; *) die "$usage" ;; esac
image_archive "$output" "$name" "$configuration" server
