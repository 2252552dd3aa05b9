# Many objects at once, and whether all of them came true once; sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

# crowd NAMESPACE INSTANCE PREFIX FROM TO: a manifest of users; the tenth of each ten is a database
crowd() {
  local i
  for ((i = $4; i <= $5; i++)); do
    if ((i % 10)); then
      printf -- '---\napiVersion: dbops.dbprovision.io/v1alpha1\nkind: DatabaseUser\nmetadata: {name: %s-%s, namespace: %s}\nspec: {instanceRef: {name: %s}, username: %s_%s, passwordSecret: {secretName: %s-%s}}\n' \
        "$3" "$i" "$1" "$2" "$3" "$i" "$3" "$i"
    else
      printf -- '---\napiVersion: dbops.dbprovision.io/v1alpha1\nkind: Database\nmetadata: {name: %s-%s, namespace: %s}\nspec: {instanceRef: {name: %s}, name: %s_%s, deletionProtection: false}\n' \
        "$3" "$i" "$1" "$2" "$3" "$i"
    fi
  done
}

# an instance of the PostgreSQL pod in a namespace of its own
crowd_namespace() { # NAMESPACE
  kubectl create namespace "$1" --dry-run=client -o yaml | kubectl apply -f - > /dev/null
  printf 'username=dbops_admin\npassword=%s\n' "$(password admin)" | secret_from "$1" postgres-admin
  { sed -E "s/^( *host:).*/\1 postgres.$servers.svc/; s/^( *namespace:).*/\1 $1/" distribution/config/samples/instance.yaml; echo '  deletionProtection: false'; } | kubectl apply -f - > /dev/null
  # they go all at once, with their namespace
  kubectl annotate -n "$1" databaseinstance/postgres dbops.dbprovision.io/allow-mass-deletion=true --overwrite > /dev/null
  kubectl wait -n "$1" --for=condition=Ready --timeout=60s databaseinstance/postgres > /dev/null
}

crowd_ready() { all_ready "$1" databaseusers && all_ready "$1" databases; }

# on_the_server PREFIX: how many logins and databases of that name there are
on_the_server() {
  postgres_says "SELECT (SELECT count(*) FROM pg_roles WHERE rolname LIKE '$1\\_%' AND rolcanlogin) + (SELECT count(*) FROM pg_database WHERE datname LIKE '$1\\_%')"
}

# How often the server's log has that a login was made, or that a database got its name: once each, COUNT in all
made_once() { # PREFIX COUNT
  local each told twice
  kubectl logs -n "$servers" postgres-0 --tail=-1 > "$state/postgres-0.log"
  each=$(grep -oE "(CREATE ROLE|RENAME TO) \"$1_[0-9]+\"" "$state/postgres-0.log" | sort)
  told=$(sort -u <<< "$each" | wc -l) twice=$(uniq -d <<< "$each")
  [ "$told" = "$2" ] || die "the server's log tells of $told and not of $2"
  [ -z "$twice" ] || die "made more than once: $twice"
}
