# Roles only: what the operator does where it has no right of the whole cluster, and what it leaves alone. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

# its rights in a namespace, beside the kustomization that names this one
watched() { # NAMESPACE
  kustomization "watched-$1" "namespace: $1" 'resources: [../../../distribution/config/namespaced/watched]'
}

may() { kubectl auth can-i "$@" --as="system:serviceaccount:$system:$deployment" > /dev/null 2>&1; }

no_secret_or_lease() { [ -z "$(kubectl get -n "$1" secrets,leases -o name)" ]; }

part_namespaced() {
  local each
  # by itself, on a cluster where nothing was installed before
  [ -s "$state/before" ] || { inventory > "$state/before"; load "${E2E_IMAGE:-distribution/target/dbops-image.tar}"; }
  kubectl apply --server-side --force-conflicts -k distribution/config/crd > /dev/null
  hack/established.sh
  kubectl apply -f distribution/config/samples/namespace.yaml -f distribution/config/samples/mariadb/namespace.yaml
  kubectl create namespace elsewhere --dry-run=client -o yaml | kubectl apply -f -
  watched demo
  watched demo-mariadb
  show apply_over namespaced \
    'resources: [../../../distribution/config/namespaced, ../watched-demo, ../watched-demo-mariadb]' \
    'patches:' \
    "  - target: {kind: Deployment, name: $deployment}" \
    "    patch: '[{\"op\": \"add\", \"path\": \"/spec/template/spec/containers/0/args/-\", \"value\": \"--watch-namespaces=demo,demo-mariadb\"}]'"
  show rolled_out
  [ -z "$(kubectl get clusterroles,clusterrolebindings -o name | grep db-provision)" ] || die "it has a right of the whole cluster"
  for each in 'get namespaces' 'list secrets' 'list secrets -n elsewhere' 'list secrets -n kube-system' 'get databases.dbops.dbprovision.io -n elsewhere'; do
    # shellcheck disable=SC2086
    ! may $each || die "it may $each"
  done
  may list secrets -n demo || die "it may not list Secrets in demo"

  start_servers > /dev/null
  sed -E "s/^( *host:).*/\1 postgres.$servers.svc/; s/^( *namespace:).*/\1 elsewhere/" distribution/config/samples/instance.yaml | kubectl apply -f -
  sample '' demo postgres postgres-admin
  sample mariadb/ demo-mariadb mariadb mariadb-admin
  [ -z "$(kubectl get -n elsewhere databaseinstance/postgres -o 'jsonpath={.status}{.metadata.finalizers}')" ] || die "it looked at an object in a namespace that nobody gave it"
  echo "What is in the two namespaces is Ready; the one elsewhere was not touched"

  remove_objects > /dev/null
  show kubectl delete -k "$state/namespaced" --timeout=120s > /dev/null
  kubectl delete -k distribution/config/crd --timeout=60s > /dev/null
  kubectl delete namespace elsewhere --timeout=60s
  take_servers
  wait_until 20 as_before || { sed 's/^/    /' "$state/left"; die "that is not what was there before"; }
}
