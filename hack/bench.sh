#!/usr/bin/env bash
# make bench: many objects at once, and a look for drift at all of them, beside what the servers can do at best. Everything it writes is below .run/bench.
#   BENCH_ENGINE                   postgres, mariadb or mysql; the looks for drift are measured on PostgreSQL only
#   BENCH_DATABASES, BENCH_USERS, BENCH_GRANTS   how many; 500, 1000 and 500
#   BENCH_DRIFT_OBJECTS            makes further users until that many objects are there, all compared at once
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"
state=$repo/.run/bench
engine=${BENCH_ENGINE:-postgres}
case $engine in
  postgres) version=15 flags=--preload ;;
  mariadb) version=10.11 flags='' ;;
  mysql) version=sid flags='' ;;
  *) die "no benchmark with the engine '$engine'; there are: make bench ENGINE=postgres, ENGINE=mariadb, ENGINE=mysql" ;;
esac

stop() {
  "hack/$engine.sh" remove "$version" "$state"
  hack/cluster.sh down "$state"
  rm -rf "$state/etcd" "$state/run"
}

bench() {
  stop
  rm -rf "$state"
  mkdir -p "$state"
  trap stop EXIT
  hack/cluster.sh up "$state"
  # shellcheck disable=SC2086 # no word at all where there are none
  "hack/$engine.sh" start $flags "$version" "$state"
  eval "$(hack/cluster.sh env "$state")"
  set -a
  eval "$("hack/$engine.sh" env "$version" "$state")"
  set +a
  kubectl apply --server-side -k distribution/config/crd > /dev/null
  hack/established.sh
  "$JAVA_HOME/bin/java" -cp "$home/lib/*:$home/plugins/*" hack/bench/Bench.java "$engine" "$home" "$state" "${BENCH_DATABASES:-500}" "${BENCH_USERS:-1000}" "${BENCH_GRANTS:-500}" \
    "${BENCH_DRIFT_OBJECTS:-0}"
}

JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
mkdir -p "$repo/.run"
home=$(hack/dist.sh)
with_lock "$repo/.run/bench.lock" bench
