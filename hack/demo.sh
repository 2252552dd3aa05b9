#!/usr/bin/env bash
# make demo: manifests become a database, a user and a Secret that logs in, on real servers.
#   up [ENGINE] [backup]   starts all that is not running; the operator is started anew. ENGINE is postgres, mariadb
#                          or mysql. With backup, the database is then backed up to a real S3 server, restored under
#                          another name, and compared
#   down                   stops and deletes it, whatever it was started with
# DEMO_EXIT=1 stops it at the end. Everything it writes is below .run/demo.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo-backup.sh"
cd "$repo"
state=$repo/.run/demo
home=$repo/distribution/target/dbops

usage='usage: demo.sh up [postgres|mariadb|mysql] [backup] | down'
verb=${1:-up}
engine=${2:-postgres}
case ${3:-} in '' | backup) backup=${3:-} ;; *) die "$usage" ;; esac
kinds=databaseinstances,databases,databaseusers
case $engine in
  postgres)
    title=PostgreSQL version=${DEMO_POSTGRES:-15} session=psql modest='is no superuser'
    samples=distribution/config/samples namespace=demo given=''
    ;;
  mariadb | mysql)
    if [ "$engine" = mariadb ]; then title=MariaDB version=${DEMO_MARIADB:-10.11}; else title=MySQL version=sid; fi
    session=sql modest='has no SUPER'
    # databases have no owner there: a grant says who may do what
    samples=distribution/config/samples/$engine namespace=demo-$engine given=1 kinds=$kinds,databaseroles,databasegrants
    ;;
  *) die "no demo with the engine '$engine'; there are: make demo ENGINE=postgres, ENGINE=mariadb, ENGINE=mysql" ;;
esac

bold='' plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
show() { printf '$ %s\n' "$*"; "$@"; }

stop_operator() { stop_process "$state/operator.pid" "$home/"; }

down() {
  stop_operator
  stop_workers
  local product folder
  for product in postgres mariadb mysql; do
    for folder in "$state/$product"-*; do
      [ ! -d "$folder" ] || "hack/$product.sh" remove "${folder##*-}" "$state"
    done
  done
  hack/s3.sh remove versitygw "$state"
  hack/cluster.sh down "$state"
  rm -rf "$state"
}

finish() {
  local rc=$?
  trap - EXIT
  if [ "$rc" != 0 ]; then
    if [ -s "$state/operator.log" ]; then
      log "the demo failed; the operator's last lines:"
      tail -n 15 "$state/operator.log" >&2
    fi
    [ -n "${DEMO_EXIT:-}" ] || log "what runs is left as it is: logs are in $state; make demo-down stops it"
  fi
  [ -z "${DEMO_EXIT:-}" ] || with_lock "$state.lock" down
  exit "$rc"
}

healthy() {
  dead "$state/operator.pid" "$home/" || curl -fsS -m 2 "http://127.0.0.1:$1/readyz"
}

start_operator() {
  local health metrics folders tools=()
  if [ -n "$backup" ]; then
    folders=$(tool_folders)
    [ -z "$folders" ] || tools=(--tools-dir "$folders")
  fi
  health=$(free_port) metrics=$(free_port)
  rm -f "$state/operator.log"
  start_process "$state/operator.pid" "$state/operator.log" "$home/bin/dbops" operator --leader-elect=false \
    --health-probe-bind-address="127.0.0.1:$health" --metrics-bind-address="127.0.0.1:$metrics" --metrics-secure=false --log-format=text \
    --work-dir="$state/work" ${tools[@]+"${tools[@]}"}
  if ! wait_until 60 healthy "$health" || dead "$state/operator.pid" "$home/"; then
    die_with "$state/operator.log" "the operator does not get ready"
  fi
  echo "operator: pid $(cat "$state/operator.pid"), log $state/operator.log, metrics http://127.0.0.1:$metrics/metrics"
}

# HOST PORT ADMIN ADMIN_PASSWORD, as the server's script names them
server_values() {
  "hack/$engine.sh" start "$version" "$state"
  eval "$("hack/$engine.sh" env "$version" "$state")"
  case $engine in
    postgres) HOST=$PGHOST PORT=$PGPORT ADMIN=$PGADMIN ADMIN_PASSWORD=$PGADMIN_PASSWORD ;;
    *) HOST=$MYHOST PORT=$MYPORT ADMIN=$MYADMIN ADMIN_PASSWORD=$MYADMIN_PASSWORD ;;
  esac
}

up() {
  mkdir -p "$state"

  say "1. The operator, assembled in distribution/target/dbops"
  # it runs from the files that are written then
  hack/dist.sh --check || stop_operator
  DIST_LOG=$state/build.log hack/dist.sh > /dev/null
  show "$home/bin/dbops" plugins

  say "2. A Kubernetes API server and a $title, both real"
  hack/cluster.sh up "$state"
  eval "$(hack/cluster.sh env "$state")"
  server_values
  show kubectl version
  echo "$title $version listens on $HOST:$PORT; the operator will log in as $ADMIN, which $modest"

  say "3. The kinds it knows, and the operator itself"
  show kubectl apply --server-side -k distribution/config/crd
  hack/established.sh
  stop_operator
  start_operator

  local manifests=(-f "${state#"$repo"/}/instance.yaml" -f "$samples/database.yaml" -f "$samples/user.yaml")
  local objects=("databaseinstance/$engine" database/orders databaseuser/order-service)
  if [ -n "$given" ]; then
    say "4. A namespace, the admin's login, and manifests: an instance, a database, a user, and what the user may do there"
    manifests+=(-f "$samples/role.yaml" -f "$samples/grant.yaml")
    objects+=(databaserole/orders-reader databasegrant/order-service)
  else
    say "4. A namespace, the admin's login, and three manifests: an instance, a database, a user"
  fi
  show kubectl apply -f "$samples/namespace.yaml"
  printf 'username=%s\npassword=%s\n' "$ADMIN" "$ADMIN_PASSWORD" | put_secret "$engine-admin" --from-env-file admin.env /dev/stdin
  # the sample names the usual address; ours listens elsewhere
  sed -E -e "s/^( *host:).*/\1 $HOST/" -e "s/^( *port:).*/\1 $PORT/" "$samples/instance.yaml" > "$state/instance.yaml"
  show kubectl apply "${manifests[@]}"
  show kubectl wait -n "$namespace" --for=condition=Ready --timeout=60s "${objects[@]}" || {
    kubectl get -n "$namespace" "$kinds" -o yaml | grep -E '^  (kind|  name):|message:|reason:' >&2
    die "they did not get ready within 60 s"
  }

  say "5. What is there now"
  show kubectl get -n "$namespace" "$kinds"
  show kubectl get -n "$namespace" secret order-service-db

  say "6. Log in to the new database as the new user, with the Secret's values"
  "$JAVA_HOME/bin/java" -cp "$home/plugins/*" hack/Login.java "$engine" "$(secret host)" "$(secret port)" orders "$(secret username)" <<< "$(secret password)"

  [ -z "$backup" ] || back_up

  say "Done, after $SECONDS s"
  if [ -z "${DEMO_EXIT:-}" ]; then
    echo "It is still running. To look around:"
    echo "  $(hack/cluster.sh env "$state")"
    echo "  kubectl get databases -A"
    echo "  hack/$engine.sh $session $version .run/demo"
    echo "To stop it:"
    echo "  make demo-down"
  fi
}

case $verb in
  up)
    trap finish EXIT
    JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
    with_lock "$state.lock" up
    ;;
  down)
    with_lock "$state.lock" down
    log "stopped"
    ;;
  *) die "$usage" ;;
esac
