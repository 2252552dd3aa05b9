# The chart: installed, upgraded, uninstalled; metrics and backups to a claim in it. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

part_helm() {
  local helm chart=distribution/helm/db-provision-operator turn='' copy=''
  helm=$(hack/helm.sh)
  # by itself, on a cluster where nothing was installed before
  [ -s "$state/before" ] || { inventory > "$state/before"; load "${E2E_IMAGE:-distribution/target/dbops-image.tar}"; }
  show "$helm" install db-provision-operator "$chart" --namespace "$system" --create-namespace --wait --timeout 2m > "$state/helm.log" || die_with "$state/helm.log" "no release"
  kubectl label namespace "$system" pod-security.kubernetes.io/enforce=restricted
  kubectl get -n "$system" pods
  start_servers > /dev/null
  sample '' demo postgres postgres-admin

  scraper db-provision-operator-metrics-reader
  metrics db-provision-operator-metrics-service || die "no metrics"
  grep -E '^dbops_(instance_healthy|managed|objects)' "$state/metrics" | head -n 3
  [ "$(grep -c '^dbops_' "$state/metrics")" -gt 20 ] || die "few metrics: $(grep -c '^dbops_' "$state/metrics")"
  echo "$(grep -c '^dbops_' "$state/metrics") values of the operator's own by HTTPS with a token"

  store
  claim backups
  to_volume orders-volume backups | kubectl apply -f -
  completed databasebackup/orders-volume
  echo "to the claim: $(field databasebackup/orders-volume backup.tool), $(field databasebackup/orders-volume backup.sizeBytes) bytes"

  show "$helm" upgrade db-provision-operator "$chart" --namespace "$system" --set replicaCount=2,networkPolicy.enabled=true,webhook.enabled=true,log.level=debug --wait --timeout 2m > "$state/helm.log" || die_with "$state/helm.log" "no upgrade"
  kubectl get -n "$system" pods,poddisruptionbudgets,networkpolicies
  kubectl wait -n demo --for=condition=Ready --timeout=30s databaseinstances,databases,databaseusers --all > /dev/null
  log_is_json
  wait_until 30 kubectl get -n "$system" secret/db-provision-operator-webhook-certificate || die "there is no certificate for the webhook"
  remove_objects > /dev/null
  show "$helm" uninstall db-provision-operator --namespace "$system" --wait
  wait_until 60 no_secret_or_lease "$system" || die "of the operator stays: $(kubectl get -n "$system" secrets,leases -o name)"
  [ "$(kubectl get crds -o name | grep -c dbops.dbprovision.io)" = 11 ] || die "the definitions did not stay"
  echo "the definitions stay, as the chart says"
  kubectl delete -k distribution/config/crd --timeout=60s > /dev/null
  kubectl delete namespace "$system" --timeout=120s
  take_servers
  wait_until 20 as_before || { sed 's/^/    /' "$state/left"; die "that is not what was there before"; }
}
