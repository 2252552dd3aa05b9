#!/usr/bin/env bash
# make bench: many objects at once, and a look for drift at all of them, beside what the servers can do at best. Everything it writes is below .run/bench.
#   BENCH_DATABASES, BENCH_USERS, BENCH_GRANTS   how many; 500, 1000 and 500
#   BENCH_DRIFT_OBJECTS            makes further users until that many objects are there, all compared at once
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"
state=$repo/.run/bench
major=15

stop() {
  hack/postgres.sh remove "$major" "$state"
  hack/cluster.sh down "$state"
  rm -rf "$state/etcd" "$state/run"
}

bench() {
  stop
  rm -rf "$state"
  mkdir -p "$state"
  trap stop EXIT
  hack/cluster.sh up "$state"
  hack/postgres.sh start --preload "$major" "$state"
  eval "$(hack/cluster.sh env "$state")"
  set -a
  eval "$(hack/postgres.sh env "$major" "$state")"
  set +a
  kubectl apply --server-side -k distribution/config/crd > /dev/null
  kubectl wait --for=condition=Established --timeout=30s -f distribution/config/crd/ > /dev/null 2>&1 || true
  "$JAVA_HOME/bin/java" -cp "$home/lib/*:$home/plugins/*" hack/bench/Bench.java "$home" "$state" "${BENCH_DATABASES:-500}" "${BENCH_USERS:-1000}" "${BENCH_GRANTS:-500}" \
    "${BENCH_DRIFT_OBJECTS:-0}"
}

JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
mkdir -p "$repo/.run"
home=$(hack/dist.sh)
with_lock "$repo/.run/bench.lock" bench
