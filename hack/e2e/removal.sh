# Objects go first, then the operator: what stays is what the deletion policies say, and nothing else. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

part_removal() {
  local kept left
  # of an earlier run, where everything was kept
  postgres_says 'DROP DATABASE IF EXISTS kept' > /dev/null
  say "A database that is to stay, one that is protected, and the samples"
  printf 'apiVersion: dbops.dbprovision.io/v1alpha1\nkind: Database\nmetadata: {name: kept, namespace: demo}\nspec: {instanceRef: {name: postgres}, name: kept, deletionPolicy: Retain, deletionProtection: false}\n' | kubectl apply -f -
  kubectl wait -n demo --for=condition=Ready --timeout=30s database/kept
  show kubectl delete -n demo database/orders --timeout=3s 2>&1 || true
  echo "It is protected: $(kubectl get -n demo database/orders -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message}')"
  ! hack/no-objects.sh kubectl > /dev/null 2>&1 || die "make undeploy would have taken the operator from objects"
  remove_objects
  left=$(postgres_says "SELECT 'database ' || datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' UNION ALL SELECT 'login ' || rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname NOT IN ('postgres', 'dbops_admin') ORDER BY 1")
  printf 'On PostgreSQL is left:\n%s\n' "$left"
  [ "$left" = 'database kept' ] || die "and that should be the database kept alone"
  left=$(mariadb_says "SELECT concat('database ', schema_name) FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema', '_dbops') UNION ALL SELECT concat('account ', user) FROM mysql.user WHERE user NOT IN ('root', 'mariadb.sys', 'dbops_admin', 'PUBLIC', 'mysql', 'healthcheck')")
  [ -z "$left" ] || die "on MariaDB is left: $left"

  say "The operator, and at last the definitions"
  show kubectl delete -k distribution/config/default --timeout=120s
  show kubectl delete -k distribution/config/crd --timeout=60s
  take_servers
  wait_until 20 as_before || { sed 's/^/    /' "$state/left"; die "that is not what was there before"; }
  echo "The cluster has what it had before: $(wc -l < "$state/after") objects, each by name"
}

# the API server takes a while to forget a kind
as_before() {
  inventory > "$state/after"
  diff "$state/before" "$state/after" > "$state/left"
}

# what is protected has to be said to be no longer, and that so many go at once is meant
remove_objects() {
  kubectl annotate databaseinstances -A --all dbops.dbprovision.io/allow-mass-deletion=true --overwrite > /dev/null
  kubectl get databases,databaseinstances,databasegrants,databasebackupschedules -A -o 'jsonpath={range .items[*]}{.kind} {.metadata.namespace} {.metadata.name}{"\n"}{end}' | while read -r kind namespace name; do
    kubectl patch -n "$namespace" "$kind/$name" --type=merge -p '{"spec":{"deletionProtection":false}}' > /dev/null 2>&1 || true
  done
  kubectl delete databasebackupschedules,databasebackups,databaserestores -A --all --timeout=90s
  # kubectl would wait for one after the other, and be slow for a thousand
  kubectl delete databasegrants,databaseroles,databases,databaseusers -A --all --wait=false > /dev/null
  wait_until 180 none_left || die "they stay: $(kubectl get databasegrants,databaseroles,databases,databaseusers -A -o name | head -n 3)"
  # what a restore made has no object; whoever drops it by hand drops the role that owns it in a session's stead, too
  local copy role
  for copy in orders_look orders_again; do
    role=$(postgres_says "SELECT '_dbops_db_' || oid FROM pg_database WHERE datname = '$copy'")
    [ -z "$role" ] || { postgres_says "DROP DATABASE $copy"; postgres_says "DROP ROLE IF EXISTS $role"; } > /dev/null
  done
  kubectl delete databaseinstances -A --all --timeout=60s
}

none_left() { [ -z "$(kubectl get databasegrants,databaseroles,databases,databaseusers -A -o name)" ]; }

take_servers() {
  stop_forwards
  kubectl delete clusterrolebinding/dbops-metrics --ignore-not-found
  # shellcheck disable=SC2086
  kubectl delete namespace $namespaces --ignore-not-found --timeout=180s
  kubectl delete persistentvolumes -l e2e=volume --timeout=60s
  empty_volume
}
