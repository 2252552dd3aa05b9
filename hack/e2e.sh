#!/usr/bin/env bash
# make e2e: backups by Jobs on real nodes, with the image, the Deployment, its rights and the Pod security as they are. A
# database is backed up to an S3 server and to a volume, restored from both under other names, and compared. The volume is a
# tenant's own: the operator has none, and whatever it wants of it a Job does, its removal too while the operator is replaced.
# The cluster is that of kubectl; the servers run on this machine, which its pods have to reach:
#   E2E_HOST     this machine's address as pods see it (default 10.250.0.2)
#   E2E_LOAD     a command that brings an image to the nodes, to which its file is added, such as 'kind load image-archive'
#   E2E_IMAGE    such a file that is there already; without it, make image makes it
#   E2E_VOLUME   an empty folder on the only node, for a volume; without it, the volume is left out
# It deploys into db-provision-operator-system, makes the namespace demo, and takes both away at the end, unless E2E_KEEP=1:
# then e2e.sh down does.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/demo-backup.sh"
cd "$repo"
state=$repo/.run/e2e
home=$repo/distribution/target/dbops
samples=distribution/config/samples
engine=postgres version=${DEMO_POSTGRES:-15} namespace=demo
system=db-provision-operator-system
address=${E2E_HOST:-10.250.0.2}

say() { printf '\n%s\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@"; }

finish() {
  local rc=$?
  trap - EXIT
  if [ "$rc" != 0 ]; then
    kubectl get -A jobs,pods -o wide >&2 || true
    kubectl logs -n "$system" deployment/db-provision-operator-controller-manager --tail=30 >&2 || true
  fi
  if [ -z "${E2E_KEEP:-}" ]; then
    log "taking everything away"
    tidy > "$state/tidy.log" 2>&1 || log "something stays behind: $state/tidy.log"
  fi
  exit "$rc"
}

# the operator last: only it lets its objects go
tidy() {
  kubectl delete databasebackups,databaserestores -n "$namespace" --all --timeout=60s
  kubectl patch databases/orders databaseinstances/postgres -n "$namespace" --type=merge -p '{"spec":{"deletionProtection":false}}'
  kubectl delete databases,databaseusers -n "$namespace" --all --timeout=60s
  kubectl delete databaseinstances -n "$namespace" --all --timeout=60s
  kubectl delete namespace "$namespace" --timeout=120s
  kubectl delete -k distribution/config/default --timeout=120s
  kubectl delete persistentvolume e2e-backups --ignore-not-found
  kubectl delete -k distribution/config/crd --timeout=60s
  stop_process "$state/forward.pid" Forward.java
  hack/s3.sh remove versitygw "$state"
  hack/postgres.sh remove "$version" "$state"
}

# A folder as the volume of a claim in the namespace of the backups.
volume() {
  cat << YAML
apiVersion: v1
kind: PersistentVolume
metadata: {name: e2e-backups}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: e2e
  local: {path: $E2E_VOLUME}
  claimRef: {name: backups, namespace: $namespace}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}]}]}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: backups, namespace: $namespace}
spec:
  storageClassName: e2e
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 500Mi}}
YAML
}

# the sample with another name and another store, tried out afterwards
to_volume() { # NAME CLAIM
  manifest backup | awk -v name="$1" -v claim="$2" '
    /^  name: / {print "  name: " name; next}
    /^  storage:/ {
      print "  storage: {type: pvc, pvc: {claimName: " claim ", subPath: prod}}"
      print "  verification: {enabled: true}"
      inside = 1; next
    }
    /^  [a-z]/ {inside = 0}
    !inside'
}

operator_has_no_volume() {
  ! kubectl get -n "$system" deployment/db-provision-operator-controller-manager -o 'jsonpath={.spec.template.spec.volumes}' |
    grep -q persistentVolumeClaim
}

stored() { find "$E2E_VOLUME" -type f | sed "s|^$E2E_VOLUME/||" | sort; }

verified() { [ "$(field databasebackup/orders-volume verification.verified)" = true ]; }

without_claim() { field databasebackup/orders-nowhere message | grep -q 'nowhere.*not found'; }

gone() { [ -z "$(kubectl get -n "$namespace" "$1" --ignore-not-found -o name)" ]; }

a_job() { [ -n "$(kubectl get -A jobs -o name)" ]; }

back_up_and_compare() { # BACKUP RESTORE COPY, whose manifests are in $state
  show kubectl apply -f "$state/$1.yaml"
  # it goes when the backup is over
  wait_until 60 a_job || die "there is no Job for $1"
  show kubectl get -A jobs -o wide
  completed "databasebackup/$1"
  echo "made by $(field "databasebackup/$1" backup.tool)"
  show kubectl apply -f "$state/$2.yaml"
  completed "databaserestore/$2"
  show kubectl get -n "$namespace" databasebackups,databaserestores
  rows compare "$ADMIN" orders "$3" <<< "$ADMIN_PASSWORD" || die "the restored database is not what was backed up"
}

main() {
  local turn='' copy
  mkdir -p "$state"
  case ${E2E_VOLUME:-/} in /*) ;; *) die "E2E_VOLUME is no absolute path" ;; esac
  say "1. The image, the definitions and the operator"
  DIST_LOG=$state/build.log hack/dist.sh > /dev/null
  [ -n "${E2E_IMAGE:-}" ] || hack/image.sh
  # shellcheck disable=SC2086
  [ -z "${E2E_LOAD:-}" ] || $E2E_LOAD "${E2E_IMAGE:-distribution/target/dbops-image.tar}"
  kubectl apply --server-side --force-conflicts -k distribution/config/crd > /dev/null
  kubectl apply -k distribution/config/default > /dev/null
  kubectl rollout restart -n "$system" deployment/db-provision-operator-controller-manager
  show kubectl rollout status -n "$system" deployment/db-provision-operator-controller-manager --timeout=180s

  say "2. A PostgreSQL and an S3 server on this machine, for pods at $address"
  hack/postgres.sh start "$version" "$state"
  eval "$(hack/postgres.sh env "$version" "$state")"
  HOST=$PGHOST PORT=$PGPORT ADMIN=$PGADMIN ADMIN_PASSWORD=$PGADMIN_PASSWORD
  hack/s3.sh start versitygw "$state"
  eval "$(hack/s3.sh env versitygw "$state")"
  [ -d "$S3FOLDER/versitygw/data/backups" ] || hack/s3.sh bucket versitygw "$state" backups
  stop_process "$state/forward.pid" Forward.java
  start_process "$state/forward.pid" "$state/forward.log" "$JAVA_HOME/bin/java" hack/Forward.java "$address" "$PORT" "${S3ENDPOINT##*:}"
  wait_until 20 grep -q forwarding "$state/forward.log" || die_with "$state/forward.log" "nothing listens at $address"
  S3ENDPOINT=http://$address:${S3ENDPOINT##*:}

  say "3. A database in a namespace of restricted pods"
  kubectl apply -f "$samples/namespace.yaml"
  kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted --overwrite > /dev/null
  printf 'username=%s\npassword=%s\n' "$ADMIN" "$ADMIN_PASSWORD" | put_secret postgres-admin --from-env-file admin.env /dev/stdin
  sed -E -e "s/^( *host:).*/\1 $address/" -e "s/^( *port:).*/\1 $PORT/" "$samples/instance.yaml" > "$state/instance.yaml"
  kubectl apply -f "$state/instance.yaml" -f "$samples/database.yaml" -f "$samples/user.yaml"
  show kubectl wait -n "$namespace" --for=condition=Ready --timeout=60s databaseinstance/postgres database/orders databaseuser/order-service
  rows fill "$(secret username)" orders <<< "$(secret password)"

  say "4. To the S3 server and back, by Jobs in the operator's namespace"
  (umask 077; head -c 32 /dev/urandom > "$state/key")
  printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' "$S3ACCESS" "$S3SECRET" |
    put_secret orders-backup-store --from-env-file store.env /dev/stdin
  put_secret orders-backup-key --from-file key "key=$state/key"
  copy=orders_look
  manifest backup > "$state/orders-once.yaml"
  manifest restore > "$state/orders-look.yaml"
  back_up_and_compare orders-once orders-look orders_look

  if [ -n "${E2E_VOLUME:-}" ]; then
    say "5. To a volume and back, by Jobs in the claim's namespace: the operator has no volume"
    volume | kubectl apply -f -
    operator_has_no_volume || die "the operator's pod has a volume"
    to_volume orders-volume backups > "$state/orders-volume.yaml"
    copy=orders_again
    manifest restore | sed -e 's/orders-once/orders-volume/; s/orders-look/orders-again/' > "$state/orders-again.yaml"
    back_up_and_compare orders-volume orders-again orders_again
    wait_until 120 verified || die "it was not tried out: $(field databasebackup/orders-volume verification)"
    echo "tried out: $(field databasebackup/orders-volume verification.message)"
    echo "on the volume:"
    stored

    say "6. A claim that is not there is told"
    to_volume orders-nowhere nowhere | kubectl apply -f -
    wait_until 60 without_claim || die "nothing is told: $(field databasebackup/orders-nowhere message)"
    echo "$(phase databasebackup/orders-nowhere): $(field databasebackup/orders-nowhere message)"
    show kubectl delete -n "$namespace" databasebackup/orders-nowhere --timeout=60s

    say "7. Deleted, and the operator replaced meanwhile: a Job removes what is stored"
    show kubectl delete -n "$namespace" databasebackup/orders-volume --wait=false
    kubectl rollout restart -n "$system" deployment/db-provision-operator-controller-manager
    show kubectl rollout status -n "$system" deployment/db-provision-operator-controller-manager --timeout=180s
    wait_until 120 gone databasebackup/orders-volume || die "it stays: $(field databasebackup/orders-volume message)"
    [ -z "$(stored)" ] || die "the volume still has: $(stored)"
    kubectl get -n "$namespace" events -o 'jsonpath={range .items[?(@.reason=="Deleted")]}{.message}{"\n"}{end}'
    echo "nothing is on the volume"
  fi
  say "Done, after $SECONDS s"
}

need kubectl
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
case ${1:-up} in
  up)
    trap finish EXIT
    main
    ;;
  down) tidy ;;
  *) die "usage: e2e.sh [up|down]" ;;
esac
