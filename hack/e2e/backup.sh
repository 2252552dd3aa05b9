# Backups by Jobs, with the image, the Deployment, its rights and the Pod security as they are: to S3 and to a volume, restored
# from both under other names and compared. The volume is a tenant's own: the operator has none, and whatever it wants of it
# a Job does, its removal too while the operator is replaced. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

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
  ! kubectl get -n "$system" "deployment/$deployment" -o 'jsonpath={.spec.template.spec.volumes}' | grep -q persistentVolumeClaim
}

# what is on the volume, where it is a folder of this machine
stored() { [ -z "${E2E_VOLUME:-}" ] || (cd "$E2E_VOLUME/$namespace-backups" && find . -type f | sort); }

verified() { [ "$(field databasebackup/orders-volume verification.verified)" = true ]; }

without_claim() { field databasebackup/orders-nowhere message | grep -q 'nowhere.*not found'; }

gone() { [ -z "$(kubectl get -n "$namespace" "$1" --ignore-not-found -o name)" ]; }

no_job() { [ -z "$(kubectl get -n "$namespace" jobs -o name)" ]; }

a_job() { [ -n "$(kubectl get -A jobs -o name)" ]; }

back_up_and_compare() { # BACKUP RESTORE COPY, whose manifests are in $state
  local PORT
  show kubectl apply -f "$state/$1.yaml"
  # it goes when the backup is over
  wait_until 60 a_job || die "there is no Job for $1"
  show kubectl get -A jobs -o wide
  completed "databasebackup/$1"
  echo "made by $(field "databasebackup/$1" backup.tool)"
  show kubectl apply -f "$state/$2.yaml"
  completed "databaserestore/$2"
  show kubectl get -n "$namespace" databasebackups,databaserestores
  PORT=$(forward postgres 5432)
  rows compare dbops_admin orders "$3" <<< "$(password admin)" || die "the restored database is not what was backed up"
  stop_process "$state/postgres.pid" port-forward
}

# the samples' store is this one
store() {
  S3REGION=us-east-1 S3ENDPOINT=http://s3.$servers.svc:7070
  make_bucket backups
  [ -s "$state/key" ] || (umask 077; head -c 32 /dev/urandom > "$state/key")
  printf 'AWS_ACCESS_KEY_ID=e2e\nAWS_SECRET_ACCESS_KEY=%s\n' "$(password store)" | secret_from "$namespace" orders-backup-store
  put_secret orders-backup-key --from-file key "key=$state/key" > /dev/null
}

claim() { # NAME
  [ -z "${E2E_VOLUME:-}" ] || folder_volume "$namespace" "$1" | kubectl apply -f -
  printf 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: %s, namespace: %s}\nspec: %s\n' "$1" "$namespace" "$(claim_spec)" | kubectl apply -f -
}

part_backup() {
  local turn='' copy PORT
  say "To the S3 server and back, by Jobs in the operator's namespace"
  store
  PORT=$(forward postgres 5432)
  rows fill "$(secret username)" orders <<< "$(secret password)"
  stop_process "$state/postgres.pid" port-forward
  copy=orders_look
  manifest backup > "$state/orders-once.yaml"
  manifest restore > "$state/orders-look.yaml"
  back_up_and_compare orders-once orders-look orders_look

  say "To a volume and back, by Jobs in the claim's namespace: the operator has no volume"
  claim backups
  operator_has_no_volume || die "the operator's pod has a volume"
  to_volume orders-volume backups > "$state/orders-volume.yaml"
  copy=orders_again
  manifest restore | sed -e 's/orders-once/orders-volume/; s/orders-look/orders-again/' > "$state/orders-again.yaml"
  back_up_and_compare orders-volume orders-again orders_again
  wait_until 120 verified || die "it was not tried out: $(field databasebackup/orders-volume verification)"
  echo "tried out: $(field databasebackup/orders-volume verification.message)"
  echo "on the volume:"
  stored

  say "A claim that is not there is told"
  to_volume orders-nowhere nowhere | kubectl apply -f -
  wait_until 60 without_claim || die "nothing is told: $(field databasebackup/orders-nowhere message)"
  echo "$(phase databasebackup/orders-nowhere): $(field databasebackup/orders-nowhere message)"
  show kubectl delete -n "$namespace" databasebackup/orders-nowhere --timeout=60s
  wait_until 30 no_job || die "it left a Job: $(kubectl get -A jobs -o name)"

  say "Deleted, and the operator replaced meanwhile: a Job removes what is stored"
  show kubectl delete -n "$namespace" databasebackup/orders-volume --wait=false
  kubectl rollout restart -n "$system" "deployment/$deployment"
  rolled_out
  wait_until 120 gone databasebackup/orders-volume || die "it stays: $(field databasebackup/orders-volume message)"
  [ -z "$(stored)" ] || die "the volume still has: $(stored)"
  kubectl get -n "$namespace" events -o 'jsonpath={range .items[?(@.reason=="Deleted")]}{.message}{"\n"}{end}'
  echo "nothing is on the volume"
}

of_schedule() { kubectl get -n "$namespace" databasebackups -o 'jsonpath={range .items[*]}{.metadata.name} {.status.phase}{"\n"}{end}' | grep '^orders-nightly-'; }

schedule_fired() { of_schedule | grep -q ' Completed$'; }

# every minute, in place of every night
part_schedule() {
  local from turn='' copy=''
  store
  manifest schedule | sed -E 's/^( *schedule): "0 3 .*/\1: "* * * * *"/' > "$state/orders-nightly.yaml"
  kubectl apply -f "$state/orders-nightly.yaml"
  from=$(now)
  wait_until 100 schedule_fired || die "no backup by the schedule: $(of_schedule) $(field databasebackupschedule/orders-nightly conditions)"
  echo "After $(elapsed "$from") s: $(of_schedule | head -n 1)"
  kubectl get -n "$namespace" databasebackupschedules
  kubectl patch -n "$namespace" databasebackupschedule/orders-nightly --type=merge -p '{"spec":{"deletionProtection":false}}' > /dev/null
  kubectl delete -n "$namespace" databasebackupschedule/orders-nightly --timeout=30s
}
