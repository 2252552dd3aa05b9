# The image, the resource definitions and the operator by kustomize; what its account may do. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

# All objects but those that come and go by themselves
inventory() {
  local kinds
  kinds=$(kubectl api-resources --verbs=list -o name | grep -vE '^(events|events.events.k8s.io|leases.coordination.k8s.io|endpoints|endpointslices.discovery.k8s.io|componentstatuses|ipaddresses.networking.k8s.io|certificatesigningrequests.*)$' | paste -sd, -)
  kubectl get "$kinds" -A --ignore-not-found -o 'jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{"\n"}{end}' 2> /dev/null | sort
}

# from the first line on, which may be the JVM's
log_is_json() {
  kubectl logs -n "$system" "deployment/$deployment" --tail=-1 > "$state/operator.log"
  [ -s "$state/operator.log" ] || die "its log is empty"
  ! grep -vE '^[{].*[}]$' "$state/operator.log" || die "these lines of its log are no JSON"
}

part_install() {
  # what stays behind is found by comparing with this
  [ -s "$state/before" ] || inventory > "$state/before"
  hack/dist.sh > /dev/null
  # packed less than for a registry: it does not travel
  [ -n "${E2E_IMAGE:-}" ] || [ distribution/target/dbops-image.tar -nt "$home.built" ] || compression=1 hack/image.sh
  load "${E2E_IMAGE:-distribution/target/dbops-image.tar}"
  # one that is there has the image that had this tag before
  kubectl delete -n "$system" "deployment/$deployment" --ignore-not-found
  kubectl apply --server-side --force-conflicts -k distribution/config/crd > /dev/null
  hack/established.sh
  show kubectl apply -k distribution/config/default
  show rolled_out
  log_is_json
  kubectl get namespace "$system" -o 'jsonpath={.metadata.labels}{"\n"}'
  printf 'What its account may do:\n'
  show kubectl auth can-i --list --as="system:serviceaccount:$system:$deployment" | tee "$state/can-i"
  ! grep -qE '^\*\.\* ' "$state/can-i" || die "it may do everything"
}
