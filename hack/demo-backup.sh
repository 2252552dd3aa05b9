# Backups for people to look at: the part of make demo BACKUP=1, and what hack/e2e.sh has in common with it. Sourced by
# them; uses their names: $engine, $namespace, $state, $home, $HOST, $PORT, $ADMIN, $ADMIN_PASSWORD, say and show.
# shellcheck shell=bash
# shellcheck disable=SC2154

# The folders that the operator looks for the database's client programs in. Where Debian's packages cannot be
# unpacked, those on PATH have to do.
tool_folders() {
  command -v apt-get > /dev/null || return 0
  case $engine in
    postgres) hack/pg-clients.sh ;;
    *) hack/mysql-clients.sh ;;
  esac
}

# Whoever's worker it is, it outlives the operator: it ends here, before what it works on is taken away.
stop_workers() {
  local folder
  for folder in "$state"/work/*/; do
    [ -s "$folder/worker.json" ] || continue
    sed -n 's/.*"pid" *: *\([0-9][0-9]*\).*/\1/p' "$folder/worker.json" > "$folder/pid"
    stop_process "$folder/pid" "$state/work/"
  done
}

rows() { # VERB USER DATABASE...; the password on standard input
  local verb=$1 user=$2; shift 2
  "$JAVA_HOME/bin/java" -cp "$home/plugins/*" hack/Rows.java "$verb" "$engine" "$HOST" "$PORT" "$user" "$@"
}

# Puts a Secret there from a file, or from what comes in: never by arguments, which everybody on the machine can read.
put_secret() { # NAME FLAG FILE-TO-SHOW FILE
  printf '$ kubectl create secret generic %s -n %s %s=%s\n' "$1" "$namespace" "$2" "$3"
  kubectl create secret generic "$1" -n "$namespace" "$2=$4" --dry-run=client -o yaml | kubectl apply -f -
}

secret() { kubectl get secret -n "$namespace" order-service-db -o "go-template={{.data.$1|base64decode}}"; }

phase() { kubectl get -n "$namespace" "$1" -o 'jsonpath={.status.phase}'; }

over() { case $(phase "$1") in Completed | Failed) ;; *) return 1 ;; esac; }

completed() { # OBJECT
  wait_until 120 over "$1" || true
  [ "$(phase "$1")" = Completed ] ||
    die "$1 is $(phase "$1") and not Completed: $(kubectl get -n "$namespace" "$1" -o 'jsonpath={.status.message}')"
}

# Everything but the values of the samples' own server, store and names, which are others here.
manifest() { # SAMPLE
  sed -E -e "s/^( *)namespace: demo$/\1namespace: $namespace/" -e "s/^( *)name: postgres$/\1name: $engine/" \
    -e "s/^( *)name: (orders-once|orders-look)$/\1name: \2$turn/" -e "s/^( *)databaseName: .*/\1databaseName: $copy/" \
    -e "s|^( *)region: .*|\1region: $S3REGION\n\1endpoint: $S3ENDPOINT\n\1forcePathStyle: true|" \
    "distribution/config/samples/backup/$1.yaml"
}

field() { kubectl get -n "$namespace" "$1" -o "jsonpath={.status.$2}"; }

back_up() {
  local turn copy before

  say "7. An S3 server, real as well, and the rows of a shop in the new database"
  hack/s3.sh start versitygw "$state"
  eval "$(hack/s3.sh env versitygw "$state")"
  [ -d "$S3FOLDER/versitygw/data/backups" ] || hack/s3.sh bucket versitygw "$state" backups
  echo "versitygw serves the bucket backups at $S3ENDPOINT"
  rows fill "$(secret username)" orders <<< "$(secret password)"

  # earlier ones of a demo that still runs are left to look at
  before=$(kubectl get databasebackups -n "$namespace" -o name | wc -l)
  turn='' copy=orders_look
  [ "$before" -eq 0 ] || { turn=-$((before + 1)); copy=orders_look_$((before + 1)); }

  say "8. A backup: the bucket's login, a key that nobody has, and one manifest"
  [ -s "$state/key" ] || (umask 077; head -c 32 /dev/urandom > "$state/key")
  printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' "$S3ACCESS" "$S3SECRET" |
    put_secret orders-backup-store --from-env-file store.env /dev/stdin
  put_secret orders-backup-key --from-file key "key=$state/key"
  manifest backup > "$state/backup.yaml"
  show kubectl apply -f "${state#"$repo"/}/backup.yaml"
  completed "databasebackup/orders-once$turn"
  show kubectl get -n "$namespace" databasebackups
  echo "made by $(field "databasebackup/orders-once$turn" backup.tool), a child of the process dbops worker; $(field "databasebackup/orders-once$turn" backup.sizeBytes) bytes before $(field "databasebackup/orders-once$turn" backup.compression) and $(field "databasebackup/orders-once$turn" backup.encryption)"
  echo "in the bucket:"
  (cd "$S3FOLDER/versitygw/data/backups" && find . -type f -path "*orders-once$turn-2*" | sort | while read -r file; do printf '%9d  %s\n' "$(wc -c < "$file")" "${file#./}"; done)

  say "9. A restore under a new name, beside the database it came from"
  manifest restore > "$state/restore.yaml"
  show kubectl apply -f "${state#"$repo"/}/restore.yaml"
  completed "databaserestore/orders-look$turn"
  show kubectl get -n "$namespace" databaserestores

  say "10. Are they the same? Read from both, row by row, as $ADMIN"
  rows compare "$ADMIN" orders "$copy" <<< "$ADMIN_PASSWORD" || die "the restored database is not what was backed up"
}
