#!/usr/bin/env bash
# make kit-demo: from an empty folder with nothing but the kit to an object of a new engine that is Ready, on a real API
# server. Everything it writes is below .run/kit-demo and in a folder of its own outside of this repository; both go at
# the end, unless KIT_DEMO_KEEP=1.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/kit-lib.sh"
cd "$repo"
state=$repo/.run/kit-demo
home=$state/dbops
engine=acme

bold='' plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
show() { printf '$ %s\n' "$*"; "$@"; }

finish() {
  local rc=$?
  trap - EXIT
  cd "$repo"
  if [ "$rc" != 0 ] && [ -s "$state/operator.log" ]; then
    log "the operator's last lines:"
    tail -n 15 "$state/operator.log" >&2
  fi
  stop_process "$state/operator.pid" "$home/"
  hack/cluster.sh down "$state"
  if [ -n "${KIT_DEMO_KEEP:-}" ]; then
    log "left as it is: $state and ${project:-}"
  else
    rm -rf "$state" "${project:-$state}"
  fi
  exit "$rc"
}

healthy() { dead "$state/operator.pid" "$home/" || curl -fsS -m 2 "http://127.0.0.1:$1/readyz"; }

start_operator() {
  local health metrics
  health=$(free_port) metrics=$(free_port)
  start_process "$state/operator.pid" "$state/operator.log" "$home/bin/dbops" operator --leader-elect=false \
    --health-probe-bind-address="127.0.0.1:$health" --metrics-bind-address="127.0.0.1:$metrics" --metrics-secure=false \
    --log-format=text --work-dir="$state/work" --plugins-checksum=enforce
  if ! wait_until 60 healthy "$health" || dead "$state/operator.pid" "$home/"; then
    die_with "$state/operator.log" "the operator does not get ready"
  fi
  echo "operator: pid $(cat "$state/operator.pid"), log $state/operator.log"
}

prepare() {
  rm -rf "$state/dbops"
  mkdir -p "$state"
  say "Before the clock starts: an assembled operator, a real API server, and a repository with the kit"
  cp -Rp "$(DIST_LOG=$state/build.log hack/dist.sh)" "$home"
  hack/cluster.sh up "$state"
  eval "$(hack/cluster.sh env "$state")"
  kit_repository "$state/repository" -Dmaven.javadoc.skip -Djapicmp.skip -Dspotless.check.skip
  project=$(mktemp -d "${TMPDIR:-/tmp}/kit-demo-XXXXXX")
}

wait_ready() {
  show kubectl wait --for=condition=Ready --timeout=60s "databaseinstance/$engine" database/orders databaseuser/order-service || {
    kubectl get databaseinstances,databases,databaseusers -o yaml | grep -E '^  (kind|  name):|message:|reason:' >&2
    die "they did not get ready within 60 s"
  }
}

# lines EXAMPLE [backup]
lines() {
  local only='*.java'
  [ $# = 1 ] || only='Redis@(Backup|Dump|Load).java'
  (shopt -s globstar extglob && cd "$repo/examples/$1/src/main/java" && cat ./**/$only | grep -cvE '^\s*($|//|/?\*)')
}

run() {
  local began=$SECONDS jar
  cd "$project"
  say "1. An empty folder, and a new engine called $engine"
  show ls -A "$project"
  echo "\$ mvn $archetypes:generate -DarchetypeGroupId=io.dbprovision -DarchetypeArtifactId=dbops-engine-archetype \\"
  echo "    -DarchetypeVersion=$(kit_version) -DgroupId=com.example -DartifactId=dbops-$engine -DengineName=$engine -B"
  generate "$state/repository" engine "$engine"
  cd "dbops-$engine"
  show ls -A

  say "2. It builds, and passes the conformance suites"
  echo "\$ mvn package"
  kit_maven "$state/repository" package > "$state/package.log" 2>&1 || die_with "$state/package.log" "it does not build"
  grep -E 'Tests run:.*(Time|Skipped: [0-9]+$)|BUILD' "$state/package.log"
  jar=$(ls target/*.jar)
  cat "$jar.sha256"

  say "3. Two files into the plugins folder"
  show cp "$jar" "$jar.sha256" "$home/plugins/"
  show "$home/bin/dbops" plugins

  say "4. The CRDs of exactly the plugins that are there, and the operator"
  echo "\$ dbops crds | kubectl apply --server-side -f -"
  "$home/bin/dbops" crds | kubectl apply --server-side -f -
  "$repo/hack/established.sh"
  start_operator

  say "5. A server, a database and a login of the new engine"
  show kubectl apply -f manifests
  wait_ready
  show kubectl get databaseinstances,databases,databaseusers,secrets
  kubectl patch database orders --type merge -p "{\"spec\":{\"$engine\":{\"connectionLimit\":7}}}" > /dev/null
  show kubectl wait --for=jsonpath='{.status.observedGeneration}'=2 --timeout=30s database/orders
  wait_ready

  say "Done: $((SECONDS - began)) s from the empty folder to Ready"
  echo "written for the examples, without blank lines and comments: $(lines redis) lines for Redis, $(lines redis backup) of them for backups; $(lines webdav) for WebDAV"
}

trap finish EXIT
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
prepare
run
