#!/usr/bin/env bash
# An image of a database server where no registry is in reach: Debian's packages on a minimal root file system, with an
# entry point that understands as much of what Docker's official images do as the tests need.
#   local-image.sh postgres|mariadb SUITE NAME     for example: local-image.sh mariadb bookworm localhost/mariadb:10.11
# Which version that is, is the suite's choice. Needs root, debootstrap and podman, and some 600 MB while it works.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage="usage: local-image.sh postgres|mariadb SUITE NAME"
[ $# = 3 ] || die "$usage"
product=$1 suite=$2 name=$3
[ "$(id -u)" = 0 ] || die "a root file system is made by root only"
need debootstrap podman

case $product in
  postgres)
    package=postgresql port=5432
    entry() {
      cat << 'SH'
data=/var/lib/postgresql/data
programs=$(echo /usr/lib/postgresql/*/bin)
as_server() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
if [ ! -e "$data/ready" ]; then
  rm -rf "$data"
  install -d -o postgres -g postgres -m 700 "$data" /var/run/postgresql
  printf %s "$POSTGRES_PASSWORD" | install -o postgres -m 600 /dev/stdin /tmp/password
  # shellcheck disable=SC2086
  as_server "$programs/initdb" -D "$data" -U postgres -A scram-sha-256 --pwfile=/tmp/password ${POSTGRES_INITDB_ARGS:-}
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$data/postgresql.conf"
  touch "$data/ready"
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups "$programs/postgres" -D "$data" "$@"
SH
    }
    ;;
  mariadb)
    package=mariadb-server port=3306
    entry() {
      cat << 'SH'
data=/var/lib/mysql
if [ ! -e "$data/ready" ]; then
  find "$data" -mindepth 1 -delete
  mariadb-install-db --no-defaults --user=mysql --datadir="$data" --auth-root-authentication-method=normal --skip-test-db
  # the server reads this before it lets anybody in
  {
    echo "CREATE USER 'root'@'${MARIADB_ROOT_HOST:-%}' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD';"
    echo "GRANT ALL ON *.* TO 'root'@'${MARIADB_ROOT_HOST:-%}' WITH GRANT OPTION;"
    echo "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> '${MARIADB_ROOT_HOST:-%}';"
    echo "FLUSH PRIVILEGES;"
  } | install -o mysql -m 600 /dev/stdin "$data/first.sql"
  set -- --init-file="$data/first.sql" "$@"
  touch "$data/ready"
fi
install -d -o mysql /run/mysqld
exec mariadbd --no-defaults --user=mysql --datadir="$data" --bind-address=0.0.0.0 "$@"
SH
    }
    ;;
  *) die "$usage" ;;
esac

build() {
  debootstrap --variant=minbase "$suite" "$root" "${DBOPS_DEBIAN_MIRROR:-http://deb.debian.org/debian}"
  # the packages' own scripts are not to start a server on this machine
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get -q install -y --no-install-recommends "$package"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
  { printf '#!/bin/sh\nset -eu\n'; entry; } > "$root/entry-point"
  chmod 755 "$root/entry-point"
  tar -C "$root" -c . | podman import --change 'ENTRYPOINT ["/entry-point"]' --change "EXPOSE $port" - "$name"
}

root=$(mktemp -d /var/tmp/dbops-root-XXXXXX)
trap 'rm -rf "$root"' EXIT
with_heartbeat "making $name of Debian $suite" "$root.log" build
rm -f "$root.log"
log "$name is there"
