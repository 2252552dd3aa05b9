# The samples on a PostgreSQL and a MariaDB that run as pods; a pod logs in with what is in the Secret. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

sample() { # FOLDER NAMESPACE ENGINE ADMIN-SECRET
  kubectl apply -f "distribution/config/samples/$1namespace.yaml"
  kubectl label namespace "$2" pod-security.kubernetes.io/enforce=restricted --overwrite > /dev/null
  printf 'username=dbops_admin\npassword=%s\n' "$(password admin)" | secret_from "$2" "$4"
  apply_over "samples-$3" \
    "resources: [../../../distribution/config/samples/$1]" \
    'patches:' \
    '  - target: {kind: DatabaseInstance}' \
    "    patch: '[{\"op\": \"replace\", \"path\": \"/spec/connection/host\", \"value\": \"$3.$servers.svc\"}]'" \
    "  - patch: '{\$patch: delete, apiVersion: v1, kind: Secret, metadata: {name: $4, namespace: $2}}'"
  show kubectl wait -n "$2" --for=condition=Ready --timeout=60s databaseinstances,databases,databaseusers,databaseroles,databasegrants --all
}

part_samples() {
  start_servers
  sample '' demo postgres postgres-admin
  sample mariadb/ demo-mariadb mariadb mariadb-admin
  echo "From a pod of the namespace demo, with the Secret's values:"
  in_pod demo login order-service-db 'PGUSER=username PGPASSWORD=password PGHOST=host PGPORT=port' "$tools/postgresql-18/bin/psql" -d orders -v ON_ERROR_STOP=1 \
    -Atc "CREATE TABLE greetings (said text); INSERT INTO greetings VALUES ('it works'); SELECT current_user || ' in ' || current_database() || ' says: ' || said FROM greetings; DROP TABLE greetings"
  in_pod demo-mariadb login order-service-db 'MYSQL_USER=username MYSQL_PWD=password MYSQL_HOST=host MYSQL_PORT=port' "$tools/mariadb-11.8/bin/mariadb" \
    --no-defaults --skip-ssl --batch --skip-column-names '--host=$(MYSQL_HOST)' '--port=$(MYSQL_PORT)' '--user=$(MYSQL_USER)' orders \
    -e "CREATE TABLE greetings (said text); INSERT INTO greetings VALUES ('it works'); SELECT concat(current_user(), ' in ', database(), ' says: ', said) FROM greetings; DROP TABLE greetings"
  log_is_json
  ! grep -E '"level":"(warn|error)"' "$state/operator.log" || die "the first contact with a server is no reason for a warning"
  part_server_restart
}

# the pods go, their volumes stay
part_server_restart() {
  local from each namespace both='postgres:demo mariadb:demo-mariadb'
  kubectl scale -n "$servers" statefulset/postgres statefulset/mariadb --replicas=0 > /dev/null
  for each in $both; do
    namespace=${each#*:} each=${each%%:*}
    wait_until 90 not_ready "$namespace" "databaseinstance/$each" || die "nobody noticed that $each is gone"
    echo "$each is gone: $(kubectl get -n "$namespace" "databaseinstance/$each" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message}')"
  done
  kubectl scale -n "$servers" statefulset/postgres statefulset/mariadb --replicas=1 > /dev/null
  for each in postgres mariadb; do kubectl rollout status -n "$servers" "statefulset/$each" --timeout=120s > /dev/null; done
  from=$(now)
  for each in $both; do
    namespace=${each#*:} each=${each%%:*}
    wait_until 60 ready "$namespace" "databaseinstance/$each" || die "$each is back and its instance is not Ready"
    echo "$each is back: its instance is Ready again at most $(elapsed "$from") s after the pod is"
    kubectl wait -n "$namespace" --for=condition=Ready --timeout=60s databases,databaseusers,databaseroles,databasegrants --all > /dev/null
  done
}
