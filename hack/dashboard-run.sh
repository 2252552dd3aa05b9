#!/usr/bin/env bash
# make dashboard-picture: what the dashboards show, drawn from a real run.
#   up        real servers (Kubernetes API, PostgreSQL, MariaDB, S3, Prometheus) and the operator, below .run/dashboards
#   play      a quarter of an hour of a small firm's life on them: databases and logins are made, somebody changes things by
#             hand, passwords turn, backups are made each minute, one of them in vain, one is restored, a server is away
#   draw      docs/pictures, from what Prometheus has seen (hack/dashboard-picture.sh)
#   down      stops it and deletes what it wrote
#   all       all of that, one after the other
# DASHBOARD_MINUTE=20 makes the minutes of the play shorter, for trying it out; those of the backups' clock stay.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo-backup.sh"
cd "$repo"
state=$repo/.run/dashboards
home=$repo/distribution/target/dbops
postgres=15 mariadb=10.11
minute=${DASHBOARD_MINUTE:-60}
# those that docs/monitoring.md shows or links
drawn='overview instances backups'

start_operator() {
  local health dumps others
  health=$(free_port)
  [ -s "$state/metrics.port" ] || free_port > "$state/metrics.port"
  dumps=$(hack/pg-clients.sh) others=$(hack/mysql-clients.sh)
  start_process "$state/operator.pid" "$state/operator.log" "$home/bin/dbops" operator --leader-elect=false \
    --health-probe-bind-address="127.0.0.1:$health" --metrics-bind-address="127.0.0.1:$(cat "$state/metrics.port")" \
    --log-format=text --work-dir="$state/work" --tools-dir "$dumps" --tools-dir "$others"
  wait_until 60 curl -fsS -m 2 "http://127.0.0.1:$health/readyz" || die_with "$state/operator.log" "the operator does not get ready"
}

# As docs/monitoring.md says, but for an address that is known; every ten seconds, for curves of a quarter of an hour.
start_prometheus() {
  local program port
  program=$(hack/prometheus.sh prometheus)
  [ -s "$state/prometheus.port" ] || free_port > "$state/prometheus.port"
  port=$(cat "$state/prometheus.port")
  kubectl create serviceaccount prometheus -n default
  kubectl create clusterrole metrics-reader --verb=get --non-resource-url=/metrics
  kubectl create clusterrolebinding metrics-reader --clusterrole=metrics-reader --serviceaccount=default:prometheus
  (umask 077; kubectl create token prometheus -n default --duration=24h > "$state/prometheus.token")
  cat > "$state/prometheus.yaml" << YAML
global: {scrape_interval: 10s, evaluation_interval: 10s}
rule_files: ['$repo/distribution/monitoring/alerts.yaml']
scrape_configs:
  - job_name: dbops
    scheme: https
    honor_labels: true
    authorization: {credentials_file: '$state/prometheus.token'}
    tls_config: {insecure_skip_verify: true}
    static_configs: [{targets: ['127.0.0.1:$(cat "$state/metrics.port")'], labels: {pod: dbops-0}}]
YAML
  start_process "$state/prometheus.pid" "$state/prometheus.log" "$program" --config.file="$state/prometheus.yaml" \
    --storage.tsdb.path="$state/prometheus" --web.listen-address="127.0.0.1:$port"
  wait_until 30 curl -fsS -m 2 "http://127.0.0.1:$port/-/ready" || die_with "$state/prometheus.log" "Prometheus does not get ready"
  log "Prometheus: http://127.0.0.1:$port"
}

up() {
  mkdir -p "$state"
  DIST_LOG=$state/build.log hack/dist.sh > /dev/null
  hack/cluster.sh up "$state"
  eval "$(hack/cluster.sh env "$state")"
  hack/postgres.sh start --tls "$postgres" "$state"
  hack/mariadb.sh start "$mariadb" "$state"
  hack/s3.sh start versitygw "$state"
  eval "$(hack/s3.sh env versitygw "$state")"
  [ -d "$S3FOLDER/versitygw/data/backups" ] || hack/s3.sh bucket versitygw "$state" backups
  kubectl apply --server-side -k distribution/config/crd > /dev/null
  kubectl wait --for=condition=Established --timeout=30s -f distribution/config/crd/ > /dev/null 2>&1 || true
  alive "$state/operator.pid" "$home/" || start_operator
  alive "$state/prometheus.pid" "$state/" || start_prometheus
}

down() {
  stop_process "$state/prometheus.pid" "$state/"
  stop_process "$state/operator.pid" "$home/"
  stop_workers
  hack/postgres.sh remove "$postgres" "$state"
  hack/mariadb.sh remove "$mariadb" "$state"
  hack/s3.sh remove versitygw "$state"
  hack/cluster.sh down "$state"
  rm -rf "$state"
}

# --- the play: what is written, and by whom ---

in_namespace() { kubectl apply -n "$1" -f - > /dev/null; }

secret_of() { # NAMESPACE NAME NAME=value-lines on standard input
  kubectl create secret generic "$2" -n "$1" --from-env-file=/dev/stdin --dry-run=client -o yaml | in_namespace "$1"
}

object() { # KIND NAME; the fields of its spec on standard input
  printf -- '---\napiVersion: dbops.dbprovision.io/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec:\n' "$1" "$2"
  sed 's/^/  /'
}

servers() {
  local ns
  for ns in shop blog; do kubectl create namespace "$ns" --dry-run=client -o yaml | kubectl apply -f - > /dev/null; done
  printf 'username=%s\npassword=%s\n' "$PGADMIN" "$PGADMIN_PASSWORD" | secret_of shop postgres-admin
  printf 'username=%s\npassword=%s\n' "$MYADMIN" "$MYADMIN_PASSWORD" | secret_of blog mariadb-admin
  kubectl create secret generic authority -n shop --from-file=ca.crt="$PGTLS/ca.crt" --dry-run=client -o yaml | in_namespace shop
  object DatabaseInstance postgres << YAML | in_namespace shop
engine: postgres
connection: {host: $PGHOST, port: $PGPORT, database: postgres, secretRef: {name: postgres-admin}}
tls: {enabled: true, mode: verify-ca, secretRef: {name: authority}}
healthCheck: {intervalSeconds: 10}
discovery: {enabled: true, interval: 1m}
driftPolicy: {mode: correct, interval: 20s}
YAML
  object DatabaseInstance mariadb << YAML | in_namespace blog
engine: mariadb
connection: {host: $MYHOST, port: $MYPORT, database: mysql, secretRef: {name: mariadb-admin}}
mysql: {tls: disabled}
healthCheck: {intervalSeconds: 10}
driftPolicy: {mode: detect, interval: 20s}
YAML
  for ns in shop blog; do
    printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' "$S3ACCESS" "$S3SECRET" | secret_of "$ns" store
  done
}

database() { # NAME INSTANCE [OWNER]
  object Database "$1" << YAML
instanceRef: {name: $2}
name: ${1//-/_}
deletionProtection: false
${3:+owner: ${3//-/_}}
YAML
}

login() { # NAME INSTANCE [FIELD...]
  local name=$1 instance=$2; shift 2
  { printf 'instanceRef: {name: %s}\nusername: %s\n' "$instance" "${name//-/_}"; [ $# = 0 ] || printf '%s\n' "$@"; } | object DatabaseUser "$name"
}

shop() {
  {
    login orders-app postgres 'passwordRotation: {enabled: true, maxAge: 720h}' 'postgres: {connectionLimit: 20}'
    login stock-app postgres 'driftPolicy: {mode: detect, interval: 20s}' 'postgres: {connectionLimit: 20, validUntil: "2030-01-01T00:00:00Z"}'
    database orders postgres orders-app
    database stock postgres stock-app
    object DatabaseRole orders-reader << YAML
instanceRef: {name: postgres}
roleName: orders_reader
postgres: {grants: [{database: orders, privileges: [CONNECT]}]}
YAML
  } | in_namespace shop
}

blog() {
  {
    database articles mariadb
    database comments mariadb
    login blog-app mariadb
    object DatabaseGrant blog-app << YAML
userRef: {name: blog-app}
databaseRef: {name: articles}
mysql: {grants: [{level: database, database: articles, privileges: [SELECT, INSERT, UPDATE, DELETE, CREATE, DROP]}]}
YAML
  } | in_namespace blog
}

newcomers() { # FIRST LAST: customers, each with a database, a login, and a login that may only look at it
  local n name
  for n in $(seq "$1" "$2"); do
    name=customer-$n
    login "$name-app" postgres 'postgres: {connectionLimit: 5}' 'passwordRotation: {enabled: true, maxAge: 2160h}'
    login "$name-look" postgres
    database "$name" postgres "$name-app"
    object DatabaseGrant "$name-look" << YAML
userRef: {name: $name-look}
databaseRef: {name: $name}
deletionProtection: false
postgres: {grants: [{database: ${name//-/_}, privileges: [CONNECT]}]}
YAML
  done | in_namespace shop
}

spec_of_backup() { # DATABASE
  cat << YAML
databaseRef: {name: $1}
compression: {algorithm: zstd, level: 3}
storage: {type: s3, s3: {bucket: backups, region: $S3REGION, endpoint: "$S3ENDPOINT", forcePathStyle: true, prefix: $1, secretRef: {name: store}}}
YAML
}

schedule() { # DATABASE CRON [FIELD-OF-THE-TEMPLATE]
  {
    printf 'schedule: "%s"\ndeletionProtection: false\nretention: {keepLast: 5}\nfailedBackupsHistoryLimit: 3\n' "$2"
    [ "$1" != orders ] || echo 'verification: {enabled: true}'
    printf 'template:\n  spec:\n'
    { spec_of_backup "$1"; [ -z "${3:-}" ] || echo "$3"; } | sed 's/^/    /'
  } | object DatabaseBackupSchedule "$1"
}

rows() { # DATABASE NUMBER: more of them, in a table of the database's owner
  as_superuser "$1" "SELECT set_config('role', pg_get_userbyid(datdba), false) FROM pg_database WHERE datname = current_database()" \
    "CREATE TABLE IF NOT EXISTS events (id bigserial PRIMARY KEY, placed timestamptz DEFAULT now(), what text)" \
    "INSERT INTO events (what) SELECT md5(random()::text) || md5(random()::text) FROM generate_series(1, $2)"
}

as_superuser() { # DATABASE STATEMENT...
  local database=$1 statement; shift
  for statement in "$@"; do printf '%s;\n' "$statement"; done |
    PGOPTIONS='-c client_min_messages=warning' PGPASSWORD=$PGSUPER_PASSWORD "$psql" -qX -v ON_ERROR_STOP=1 -h "$PGHOST" -p "$PGPORT" -U "$PGSUPER" -d "$database" > /dev/null 2>> "$state/play.log"
}

by_hand() { # LIMIT LOGIN...: somebody changes what the manifests say
  local limit=$1 login; shift
  for login in "$@"; do as_superuser postgres "ALTER ROLE ${login//-/_} CONNECTION LIMIT $limit"; done
}

turn() { # LOGIN...
  kubectl annotate -n shop --overwrite "${@/#/databaseuser/}" "dbops.dbprovision.io/rotate-password=$SECONDS" > /dev/null
}

ready() { kubectl wait -n "$1" --for=condition=Ready --timeout=60s "${@:2}" > /dev/null; }

restore() { # NAME DATABASE-OBJECT COPY: of the last good backup
  local backup
  backup=$(kubectl get databasebackups -n shop -l "dbops.dbprovision.io/schedule=$2" -o 'jsonpath={range .items[?(@.status.phase=="Completed")]}{.metadata.name}{"\n"}{end}' | tail -n 1)
  [ -n "$backup" ] || die "no backup of the schedule $2 is completed; kubectl get -n shop databasebackups says more"
  object DatabaseRestore "$1" << YAML | in_namespace shop
backupRef: {name: $backup}
target: {instanceRef: {name: postgres}, databaseName: $3}
YAML
}

at() { # MINUTE WHAT HAPPENS...
  local minutes=$1; shift
  # shellcheck disable=SC2154
  while [ "$((SECONDS - began))" -lt "$((minutes * minute))" ]; do
    rows orders 4000
    [ "$((SECONDS - began))" -lt "$((minutes * minute / 2))" ] || rows stock 1500
    sleep 5
  done
  log "minute $minutes: $*"
  "$@"
}

stopped() { hack/mariadb.sh stop "$mariadb" "$state"; }
started() { hack/mariadb.sh start "$mariadb" "$state"; }

play() {
  local began=$SECONDS psql
  eval "$(hack/cluster.sh env "$state")"
  eval "$(hack/postgres.sh env "$postgres" "$state")"
  eval "$(hack/mariadb.sh env "$mariadb" "$state")"
  eval "$(hack/s3.sh env versitygw "$state")"
  psql=$(hack/psql.sh)
  date +%s > "$state/began"
  servers
  ready shop databaseinstance/postgres
  shop
  ready shop database/orders database/stock
  at 1 blog
  schedule orders '* * * * *' | in_namespace shop
  schedule articles '*/2 * * * *' | in_namespace blog
  at 2 newcomers 1 3
  # a table that somebody took away
  schedule stock '* * * * *' 'postgres: {tables: [deliveries]}' | in_namespace shop
  at 3 by_hand 50 customer-1-app
  newcomers 4 5
  at 4 by_hand 50 orders-app stock-app customer-4-app
  as_superuser postgres 'CREATE ROLE left_by_somebody' 'CREATE DATABASE left_by_somebody'
  at 5 newcomers 6 9
  at 6 turn orders-app customer-1-app customer-2-app customer-3-app
  at 7 stopped
  at 8 restore orders-before-sale orders orders_before_sale
  database letters mariadb | in_namespace blog # has to wait
  at 9 by_hand 99 customer-5-app customer-6-app customer-7-app
  newcomers 10 32
  at 10 started
  at 11 turn customer-4-app customer-5-app customer-6-app
  kubectl annotate -n shop databaseinstance/postgres dbops.dbprovision.io/adopt-roles=left_by_somebody > /dev/null
  at 12 kubectl delete -n shop --wait=false databasegrant/customer-9-look databaseuser/customer-9-look database/customer-9 > /dev/null
  database reports nowhere | in_namespace shop # whose instance there is not
  at 13 by_hand 7 customer-7-app customer-8-app
  restore stock-look orders stock_look
  at 15 true
}

draw() {
  local name minutes
  minutes=$((($(date +%s) - $(cat "$state/began")) / 60))
  mkdir -p docs/pictures
  for name in $drawn; do
    hack/dashboard-picture.sh --minutes "$minutes" "distribution/monitoring/dashboards/$name.json" \
      "http://127.0.0.1:$(cat "$state/prometheus.port")" "docs/pictures/$name.png"
  done
}

finish() {
  local rc=$?
  trap - EXIT
  if [ "$rc" != 0 ]; then
    log "it failed; the last lines of the operator, and of psql:"
    tail -qn 12 "$state/operator.log" "$state/play.log" >&2 || true
  fi
  down
  exit "$rc"
}

all() {
  trap finish EXIT
  up
  play
  draw
}

JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
case ${1:-} in
  up | play | draw | down | all) "$1" ;;
  *) die 'usage: dashboard-run.sh up|play|draw|down|all' ;;
esac
