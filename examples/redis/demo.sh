#!/usr/bin/env bash
# The tutorial of README.md as one run: the jar is dropped in, objects of the new engine get Ready, the Secret's values
# log in, the password is rotated, drift is put right, the plugin goes and comes back, and all is deleted.
# Needs the operator in distribution/target/dbops and target/dbops-redis-*.jar. Everything it writes is below .run.
set -euo pipefail
example=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
. "$example/../../hack/lib.sh"
home=${DBOPS_HOME:-$repo/distribution/target/dbops}
state=$example/.run/demo
namespace=demo-redis

say() { printf '\n== %s\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@"; }
k() { kubectl -n "$namespace" "$@"; }
redis() { "$example/hack/redis.sh" "$1" "$state/redis" "${@:2}"; }

stop_operator() { stop_process "$state/operator.pid" "$home/"; }

start_operator() {
  local health
  health=$(free_port)
  start_process "$state/operator.pid" "$state/operator.log" "$home/bin/dbops" operator --leader-elect=false --log-format=text \
    --plugins-dir="$state/plugins" --health-probe-bind-address="127.0.0.1:$health" --metrics-bind-address=0 --work-dir="$state/work" --pvc-root="$state/store"
  wait_until 60 curl -fsS -m 2 "http://127.0.0.1:$health/readyz" || die_with "$state/operator.log" "the operator does not get ready"
}

down() {
  stop_operator
  redis remove
  "$repo/hack/cluster.sh" down "$state/cluster"
  rm -rf "$state"
}

finish() {
  local rc=$?
  trap - EXIT
  [ "$rc" = 0 ] || tail -n 20 "$state/operator.log" >&2 || true
  down
  exit "$rc"
}

secret() { k get secret shop-service-db -o "go-template={{.data.$1|base64decode}}"; }

as_user() { # PASSWORD COMMAND...
  REDISCLI_AUTH=$1 REDIS_LOGIN=shop_service redis cli "${@:2}" 2>&1
}

answers() { # EXPECTED PASSWORD COMMAND...
  local said
  said=$(as_user "${@:2}")
  printf '%s> %s\n%s\n' shop_service "${*:3}" "$said"
  case $said in *"$1"*) ;; *) die "expected $1" ;; esac
}

is() { [ "$("${@:2}" 2> /dev/null)" = "$1" ]; }
ready() { k get "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}:{.status.conditions[?(@.type=="Ready")].reason}'; }
not_ready() { case $(ready "$1") in False:*) ;; *) return 1 ;; esac; }

rotated() { [ "$(secret password)" != "$first" ]; }
no_drift() { case $(redis cli acl list | grep shop_service) in *nopass*) return 1 ;; *'(~shop:* '*publish\)*) ;; *) return 1 ;; esac; }
gone() { redis cli acl list | grep -c shop_service; }

[ "$(uname)" = Linux ] || die "Debian's packages of Redis run on Linux only"
JAVA_HOME=$("$repo/hack/jdk.sh"); export JAVA_HOME
jar=$(ls "$example"/target/dbops-redis-*.jar)
objects=(databaseinstance/redis database/shop databaseuser/shop-service databasegrant/shop-service)
mkdir -p "$state/store/backups"
trap finish EXIT

say "1. One jar is dropped in"
cp -r "$home/plugins" "$state/plugins"
show cp "$jar" "$jar.sha256" "$state/plugins/"
show "$home/bin/dbops" plugins --plugins-dir "$state/plugins"

say "2. A Kubernetes API server, the CRDs with the new engine in them, a Redis server, the operator"
"$repo/hack/cluster.sh" up "$state/cluster"
eval "$("$repo/hack/cluster.sh" env "$state/cluster")"
"$home/bin/dbops" crds --plugins-dir "$state/plugins" > "$state/crds.yaml"
kubectl apply --server-side -f "$state/crds.yaml" | tail -n 2
"$repo/hack/established.sh"
redis start
eval "$(redis env)"
start_operator

say "3. An instance, a database, a user and a grant"
kubectl create namespace "$namespace"
printf 'username=%s\npassword=%s\n' "$REDIS_ADMIN" "$REDIS_ADMIN_PASSWORD" | k create secret generic redis-admin --from-env-file=/dev/stdin
sed "s/port: 6379/port: $REDIS_PORT/" "$example/manifests/redis.yaml" > "$state/redis.yaml"
show kubectl apply -f "$state/redis.yaml"
show k wait --for=condition=Ready --timeout=60s "${objects[@]}" || { k get dbi,db,dbu,dbg -o yaml | grep -E '^  (kind|  name):|message:' >&2; die "not ready"; }
show k get dbi,db,dbu,dbg
redis cli acl list

say "4. The Secret's values log in, and reach the database and nothing else"
first=$(secret password)
answers OK "$first" set shop:cart:1 pear
answers 3 "$first" get shop:schema:version
answers NOPERM "$first" get other:key
answers NOPERM "$first" flushall

say "5. The password is rotated; the replaced one works on"
show k annotate dbu shop-service --overwrite dbops.dbprovision.io/rotate-password=1
wait_until 90 rotated || die "no new password within 90 s" # at most one a minute
second=$(secret password)
answers pear "$second" get shop:cart:1
answers pear "$first" get shop:cart:1

say "6. What is changed by hand is put right"
redis cli acl setuser shop_service nopass clearselectors > /dev/null
redis cli set shop:schema:version 99 > /dev/null
wait_until 60 is 3 redis cli get shop:schema:version || die "the key was not put back"
wait_until 60 no_drift || die "the login was not put right: $(redis cli acl list)"
redis cli acl list | grep shop_service

say "7. A backup, and its copy beside the database; no client program takes part"
show kubectl apply -f "$example/manifests/backup.yaml"
wait_until 60 is Completed k get databasebackup shop -o 'jsonpath={.status.phase}' || die "the backup is not Completed"
show kubectl apply -f "$example/manifests/restore.yaml"
wait_until 60 is Completed k get databaserestore shop-copy -o 'jsonpath={.status.phase}' || {
  k get databasebackups,databaserestores -o yaml | grep -E '^  (kind|  name):|phase:|message:' >&2
  die "the restore is not Completed"
}
show k get databasebackups,databaserestores
is pear redis cli get shopcopy:cart:1 || die "the copy is not whole"
redis cli keys '*'

say "8. The plugin goes: everything stays, and says what is missing"
stop_operator
rm "$state/plugins/$(basename "$jar")" "$state/plugins/$(basename "$jar").sha256"
start_operator
wait_until 60 not_ready databaseinstance/redis || die "an instance without its plugin is $(ready databaseinstance/redis)"
k get databaseinstance redis -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message}{"\n"}'
k get database shop -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message}{"\n"}'
answers pear "$second" get shop:cart:1

say "9. The plugin is back: nothing is lost"
stop_operator
cp "$jar" "$jar.sha256" "$state/plugins/"
start_operator
show k wait --for=condition=Ready --timeout=60s "${objects[@]}"
is "$second" secret password || die "the password changed"
answers pear "$second" get shop:cart:1

say "10. Deletion"
show k delete --timeout=60s databasegrant/shop-service database/shop databaseuser/shop-service
redis cli acl list
redis cli keys '*'
is '' redis cli keys 'shop:*' || die "keys are left"
is 0 gone || die "the login is left"

say "Done, after $SECONDS s"
