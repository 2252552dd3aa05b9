#!/usr/bin/env bash
# make e2e: the operator as it runs at its users', as pods of a real cluster, beside database servers that are pods as well.
#   e2e.sh [up]       all parts in their order, with their times, and then everything away
#   e2e.sh short      install, samples and removal: some three minutes
#   e2e.sh PART...    these, such as: E2E_KEEP=1 e2e.sh install samples, and then: E2E_KEEP=1 e2e.sh ha
#   e2e.sh down       takes everything away
# The cluster is that of KUBECONFIG, or of kubectl's own configuration. Nothing has to reach this machine but the images:
#   E2E_LOAD      a command that brings an image to the nodes, to which its file is added, such as 'kind load image-archive'
#   E2E_IMAGE     the operator's image as a file that is there already; without it, make image makes it
#   E2E_POSTGRES, E2E_MARIADB, E2E_S3   images of servers that the cluster can pull, such as postgres:18, mariadb:11.8 and one of
#                 versitygw; without them they are made of the programs that the tests of this machine use
#   E2E_VOLUME    an empty folder on the only node, for volumes; without it, the cluster's default storage class makes them
#   E2E_NODE      in place of KUBECONFIG, and ../shared/node/node where that is there and nothing names a cluster: a program that starts a node of this machine's by 'up', and prints a line of shell with
#                 KUBECONFIG and PATH; takes images by 'load FILE'; and ends it with all that was in it by 'down --wipe'. It wants root with SYS_ADMIN and NET_ADMIN
#   E2E_KEEP      1: nothing is taken away at the end
#   E2E_OBJECTS   how many objects the memory is measured with; 1000
#   E2E_TAKEOVER  how many seconds the next leader may take where the machine has more to do; 20
# A cluster that has the operator, or a namespace of a name that is used here, is refused: all of it would be taken away at the end.
# Where there is no cluster, or not the rights for the node, it is skipped, and says so.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo-backup.sh"
cd "$repo"
state=$repo/.run/e2e
images=$repo/.run/e2e-images
home=$repo/distribution/target/dbops
engine=postgres namespace=demo HOST=127.0.0.1
for each in lib servers crowd install samples backup ha memory plugins removal namespaced helm; do
  # shellcheck source=/dev/null
  . "hack/e2e/$each.sh"
done
all='install samples schedule backup ha rolling memory plugins removal namespaced helm'

skip() { echo "skipped: $*"; trap - EXIT; exit 0; }

# --- the cluster ---

may_start_a_node() { [ "$(id -u)" = 0 ] && unshare --mount --net --pid --fork true 2> /dev/null && ip link add e2e-may type veth peer name e2e-might 2> /dev/null && ip link del e2e-may; }

# the node beside this repository, where nobody names a cluster and there is one
default_node() {
  local node=$repo/../shared/node/node
  [ -z "${E2E_NODE:-}${KUBECONFIG:-}" ] && [ ! -e "${HOME:-/nowhere}/.kube/config" ] && [ -x "$node" ] || return 0
  [ -x "${K:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/dbops-node}/bin/kubelet" ] && command -v containerd runc > /dev/null ||
    skip "the programs of the node beside this repository are not built; '$node get' does that, in 8 minutes"
  E2E_NODE=$node
}

find_cluster() {
  default_node
  if [ -n "${E2E_NODE:-}" ]; then
    may_start_a_node || skip "a node needs root with SYS_ADMIN and NET_ADMIN, which are missing here"
    [ -s "$state/node" ] || {
      "$E2E_NODE" up > "$state/node.new" || {
        ! grep -q 'already up' "$state/node.new" || skip "somebody else's cluster runs on this machine's node"
        die_with "$state/node.new" "no node"
      }
      grep '^export KUBECONFIG=' "$state/node.new" > "$state/node"
      echo "$state" > "$state/node.ours"
    }
    eval "$(cat "$state/node")"
    E2E_LOAD=${E2E_LOAD:-$E2E_NODE load}
    E2E_VOLUME=${E2E_VOLUME:-$state/volumes}
  fi
  if ! command -v kubectl > /dev/null; then
    PATH=$(hack/kube-tools.sh):$PATH
  fi
  if ! kubectl get --raw /readyz --request-timeout=5s > "$state/readyz" 2>&1; then
    [ -z "${KUBECONFIG:-}" ] || die_with "$state/readyz" "the cluster of $KUBECONFIG does not answer"
    skip "no cluster answers kubectl; KUBECONFIG names one, or E2E_NODE a program that starts one"
  fi
}

# --- what may be taken away at the end ---

claimed() { kubectl get configmap -n default dbops-e2e > /dev/null 2>&1; }

claim_cluster() {
  local there
  ! claimed || return 0
  # shellcheck disable=SC2086
  there=$({ kubectl get crds -o name | grep dbops.dbprovision.io; kubectl get namespaces "$system" $namespaces --ignore-not-found -o name; } | head -n 3 | paste -sd' ')
  [ -z "$there" ] || die "this cluster has $there: these tests would delete that, with everything in it and databases on servers. Name another cluster; or give it up: kubectl create configmap -n default dbops-e2e"
  kubectl create configmap -n default dbops-e2e > /dev/null
}

# no path that could be somebody's: an empty folder, or one that was when it was claimed
claim_volume() {
  case ${E2E_VOLUME:-/none} in /*[!/.]*) ;; *) die "E2E_VOLUME is no absolute path of a folder" ;; esac
  [ -n "${E2E_VOLUME:-}" ] || return 0
  mkdir -p "$E2E_VOLUME"
  [ -e "$E2E_VOLUME/.dbops-e2e" ] || [ -z "$(ls -A "$E2E_VOLUME")" ] || die "E2E_VOLUME: $E2E_VOLUME is not empty, and what is in it would be deleted"
  : > "$E2E_VOLUME/.dbops-e2e"
}

empty_volume() { [ ! -e "${E2E_VOLUME:-/none}/.dbops-e2e" ] || rm -rf "${E2E_VOLUME:?}"/*; }

end_node() {
  [ -e "$state/node.ours" ] || return 0
  "$E2E_NODE" down --wipe
  rm -f "$state/node" "$state/node.ours"
}

# --- the parts ---

finish() {
  local rc=$?
  trap - EXIT
  stop_forwards
  if [ "$rc" != 0 ]; then
    kubectl get -A jobs,pods -o wide >&2 || true
    kubectl logs -n "$system" "deployment/$deployment" --tail=30 >&2 || true
  fi
  if [ -z "${E2E_KEEP:-}" ]; then
    tidy > "$state/tidy.log" 2>&1 || log "something stays behind: $state/tidy.log"
  fi
  [ ! -s "$state/times" ] || { echo; cat "$state/times"; }
  exit "$rc"
}

# The operator last: only it lets its objects go. A node of ours goes with all that is on it.
tidy() {
  [ -e "$state/node.ours" ] || claimed || return 0
  if [ ! -e "$state/node.ours" ]; then
    ! kubectl get namespace "$system" || remove_objects
    "$(hack/helm.sh)" uninstall db-provision-operator --namespace "$system" --ignore-not-found || true
    kubectl delete -k distribution/config/ha --ignore-not-found --timeout=120s
    kubectl delete -k distribution/config/crd --ignore-not-found --timeout=60s
  fi
  stop_forwards
  [ -e "$state/node.ours" ] || { take_servers; kubectl delete configmap -n default dbops-e2e; }
  end_node
  empty_volume
  rm -rf "$state/before" "${E2E_VOLUME:-/none}/.dbops-e2e"
}

run_parts() {
  local part from
  : > "$state/times"
  server_images load
  for part in "$@"; do
    say "=== $part"
    from=$SECONDS
    "part_$part"
    printf '%-10s %4d s\n' "$part" $((SECONDS - from)) >> "$state/times"
  done
  printf '%-10s %4d s, with images and cluster\n' all "$SECONDS" >> "$state/times"
}

mkdir -p "$state" "$images"
need curl tar gzip sha256sum
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
case ${1:-up} in
  up) parts=$all ;;
  short) parts='install samples removal' ;;
  down) parts='' ;;
  *)
    parts=$*
    for part in $parts; do
      case " $all " in *" $part "*) ;; *) die "no part '$part'; there are: $all" ;; esac
    done
    ;;
esac
claim_volume
trap finish EXIT
find_cluster
claim_volume # that of a node of ours is known now
if [ -n "$parts" ]; then
  claim_cluster
  # shellcheck disable=SC2086
  run_parts $parts
else
  E2E_KEEP=''
  : > "$state/times"
fi
