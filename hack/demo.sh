#!/usr/bin/env bash
# make demo: three manifests become a database, a user and a Secret that logs in, on real servers.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"
state=$repo/.run/demo
home=$repo/distribution/target/dbops
major=15

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@"; }

down() {
  stop_process "$state/operator.pid" io.dbprovision.core.Main
  [ ! -d "$state/postgres-$major" ] || hack/postgres.sh stop "$major" "$state"
  [ ! -d "$state/run" ] || hack/cluster.sh down "$state"
}

if [ "${1:-up}" = down ]; then
  down
  rm -rf "$state"
  log "stopped"
  exit
fi

finish() {
  local rc=$?
  if [ $rc != 0 ] && [ -s "$state/operator.log" ]; then
    log "the operator's last lines:"
    tail -15 "$state/operator.log" >&2
  fi
  if [ $rc != 0 ] || [ -n "${DEMO_EXIT:-}" ]; then
    down
    rm -rf "$state"
  fi
  exit $rc
}
trap finish EXIT

newer_sources() {
  [ ! -e "$home.built" ] ||
    [ -n "$(find pom.xml spi/src core/src plugins/*/src distribution/src/main */pom.xml plugins/*/pom.xml -newer "$home.built" -type f -not -path '*/src/test/*' 2> /dev/null | head -1)" ]
}

mkdir -p "$state"
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME

say "1. The operator, assembled in distribution/target/dbops"
if newer_sources; then
  with_heartbeat "building it (a few minutes the first time)" ./mvnw -q -B --no-transfer-progress -DskipTests package > "$state/build.log" 2>&1 ||
    { tail -20 "$state/build.log" >&2; die "the build failed, see $state/build.log"; }
fi
show "$home/bin/dbops" plugins

say "2. A Kubernetes API server and a PostgreSQL $major"
hack/cluster.sh up "$state"
hack/postgres.sh start "$major" "$state"
eval "$(hack/cluster.sh env "$state")"
eval "$(hack/postgres.sh env "$major" "$state")"
show kubectl version
echo "PostgreSQL $major listens on $PGHOST:$PGPORT; the operator will log in as $PGADMIN, which is no superuser"

say "3. The kinds, and the operator"
show kubectl apply --server-side -k distribution/config/crd
stop_process "$state/operator.pid" io.dbprovision.core.Main
health=$(free_port)
start_process "$state/operator.pid" "$state/operator.log" "$home/bin/dbops" operator --leader-elect=false \
  --health-probe-bind-address="127.0.0.1:$health" --log-format=text
wait_until 60 curl -fsS "http://127.0.0.1:$health/readyz" || die "the operator is not ready after 60 s"
echo "operator: pid $(cat "$state/operator.pid"), log $state/operator.log"

say "4. Three manifests: an instance, a database, a user"
kubectl apply -f distribution/config/samples/namespace.yaml
kubectl create secret generic postgres-admin -n demo --from-literal=username="$PGADMIN" --from-literal=password="$PGADMIN_PASSWORD" \
  --dry-run=client -o yaml | kubectl apply -f - # the admin's login
sed -e "s/host: 127.0.0.1/host: $PGHOST/" -e "s/port: 5432/port: $PGPORT/" distribution/config/samples/instance.yaml | kubectl apply -f -
kubectl apply -f distribution/config/samples/database.yaml -f distribution/config/samples/user.yaml
show kubectl wait -n demo --for=condition=Ready --timeout=60s databaseinstance/postgres database/orders databaseuser/order-service

say "5. What is there now"
show kubectl get -n demo databaseinstances,databases,databaseusers
show kubectl get -n demo secret order-service-db

say "6. Log in with the Secret's values"
value() { kubectl get secret -n demo order-service-db -o "jsonpath={.data.$1}" | base64 -d; }
"$JAVA_HOME/bin/java" -cp "$home/plugins/*" hack/Login.java "$(value host)" "$(value port)" orders "$(value username)" <<< "$(value password)"

say "Done"
if [ -z "${DEMO_EXIT:-}" ]; then
  echo "It is still running. To look around:"
  echo "  $(hack/cluster.sh env "$state")"
  echo "  kubectl get databases -A"
  echo "To stop it:"
  echo "  make demo-down"
fi
