#!/usr/bin/env bash
# make bench BACKUP=1: backups by a worker beside pg_dump alone and pg_dump | zstd -1, and restores beside pg_restore, in turns. Linux only.
# Everything it writes is below .run/bench-backup, and gone at the end.
#   BENCH_SIZE_MB           of the database's dump, about (1000)
#   BENCH_ROUNDS            of backups (3)
#   BENCH_RESTORE_ROUNDS    of restores (2); 0 for none, which needs less room as well
#   BENCH_STORES            s3, pvc or both (s3,pvc)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"
cd "$repo"
state=$repo/.run/bench-backup
version=18
# shellcheck disable=SC2034 # debian.sh reads it
suite=bookworm

stop() {
  hack/postgres.sh remove "$version" "$state"
  hack/s3.sh remove versitygw "$state"
  rm -rf "$state"
}

# --- zstd: the one on PATH, else Debian's, with its libraries and by its own loader ---

unpack_zstd() { # FOLDER
  local deb
  arch=$(dpkg --print-architecture)
  private_apt "$1/apt"
  export APT_CONFIG=$1/apt/apt.conf
  apt-get -q update
  apt-get -s install zstd | awk '$1 == "Inst" {print $2}' > "$1/apt/want"
  (cd "$1/apt/cache/archives" && xargs -a "$1/apt/want" apt-get -q download)
  for deb in "$1"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$1/tree/root"; done
  rm -rf "$1"/tree/root/usr/share
  cat > "$1/tree/zstd" << 'SH'
#!/bin/sh
root=$(cd "$(dirname "$0")/root" && pwd -P)
for loader in "$root"/lib*/ld-linux*.so.* "$root"/lib/*/ld-linux*.so.*; do [ ! -f "$loader" ] || break; done
for lib in "$root"/usr/lib/*-linux-*; do [ ! -d "$lib" ] || break; done
exec "$loader" --library-path "$lib:$root/lib/$(basename "$lib")" "$root/usr/bin/zstd" "$@"
SH
  chmod 755 "$1/tree/zstd"
  "$1/tree/zstd" --version
}

fetch_zstd() {
  [ ! -x "$cache/zstd/zstd" ] || return 0
  need apt-get dpkg dpkg-deb awk xargs
  new=$(mktemp -d "$cache/zstd.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  mkdir "$new/tree"
  with_heartbeat "fetching zstd from Debian (once)" "$cache/zstd.log" unpack_zstd "$new"
  rm -rf "$cache/zstd"
  mv "$new/tree" "$cache/zstd"
}

zstd_program() {
  command -v zstd && return
  with_lock "$cache/zstd.lock" fetch_zstd
  echo "$cache/zstd/zstd"
}

fill() {
  PGDATABASE=postgres hack/postgres.sh psql "$version" "$state" -q -c 'CREATE DATABASE shop TEMPLATE template0'
  "$JAVA_HOME/bin/java" hack/bench/BackupData.java "${BENCH_SIZE_MB:-1000}" |
    PGDATABASE=shop hack/postgres.sh psql "$version" "$state" -q -v ON_ERROR_STOP=1
}

bench() {
  [ "$(uname)" = Linux ] || die "this reads /proc, which only Linux has"
  stop
  mkdir -p "$state/volume"
  trap stop EXIT
  hack/postgres.sh start "$version" "$state"
  hack/s3.sh start versitygw "$state"
  hack/s3.sh bucket versitygw "$state" bench
  set -a
  eval "$(hack/postgres.sh env "$version" "$state")"
  eval "$(hack/s3.sh env versitygw "$state")"
  BENCH_POSTMASTER=$(head -n 1 "$(dirname "$PGLOG")/db/postmaster.pid")
  BENCH_ZSTD=$zstd
  set +a
  with_heartbeat "filling a database of ${BENCH_SIZE_MB:-1000} MB" "$repo/.run/bench-backup.log" fill
  "$JAVA_HOME/bin/java" -cp "$home/lib/*" hack/bench/BackupBench.java "$home" "$state" "$clients/$version/bin" \
    "${BENCH_ROUNDS:-3}" "${BENCH_RESTORE_ROUNDS:-2}" "${BENCH_STORES:-s3,pvc}"
}

JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
mkdir -p "$repo/.run"
clients=$(hack/pg-clients.sh)
zstd=$(zstd_program)
home=$(hack/dist.sh)
with_lock "$repo/.run/bench-backup.lock" bench
