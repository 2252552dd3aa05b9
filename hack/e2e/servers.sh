# PostgreSQL, MariaDB and an S3 server as pods of the namespace `servers`, each with a volume of its own; sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

# What the images are: given ones, or made here of the programs that the tests of this machine use.
server_images() {
  local each product
  postgres_image=${E2E_POSTGRES:-} mariadb_image=${E2E_MARIADB:-} s3_image=${E2E_S3:-}
  for each in postgres:18 mariadb:10.11 s3:-; do
    product=${each%%:*}
    case $product in
      postgres) [ -z "$postgres_image" ] || continue; postgres_image=localhost/dbops-e2e-postgres:1 ;;
      mariadb) [ -z "$mariadb_image" ] || continue; mariadb_image=localhost/dbops-e2e-mariadb:1 ;;
      s3) [ -z "$s3_image" ] || continue; s3_image=localhost/dbops-e2e-s3:1 ;;
    esac
    if [ -n "${1:-}" ]; then
      [ -s "$images/$product.tar" ] || {
        hack/e2e/server-image.sh "$product" "${each#*:}" "localhost/dbops-e2e-$product:1" "$images/$product.tar.new"
        mv "$images/$product.tar.new" "$images/$product.tar"
      }
      load "$images/$product.tar"
    fi
  done
}

password() { # NAME: the same at every run
  [ -s "$state/$1.password" ] || (umask 077; random_secret > "$state/$1.password")
  cat "$state/$1.password"
}

secret_from() { # NAMESPACE NAME, lines KEY=VALUE coming in: never by arguments, which everybody on the machine can read
  kubectl create secret generic -n "$1" "$2" --from-env-file /dev/stdin --dry-run=client -o yaml | kubectl apply -f - > /dev/null
}

first_sql() { # PRODUCT, the statements coming in
  sed "s/{password}/$(password admin)/" | kubectl create secret generic -n "$servers" "$1-init" --from-file first.sql=/dev/stdin --dry-run=client -o yaml | kubectl apply -f - > /dev/null
}

# A folder of the only node as the volume of a claim, where the cluster has nothing that makes volumes.
folder_volume() { # NAMESPACE CLAIM
  mkdir -p "$E2E_VOLUME/$1-$2"
  cat << YAML
apiVersion: v1
kind: PersistentVolume
metadata: {name: e2e-$1-$2, labels: {e2e: volume}}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: e2e
  local: {path: $E2E_VOLUME/$1-$2}
  claimRef: {name: $2, namespace: $1}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}]}]}}
YAML
}

claim_spec() {
  echo "{$([ -z "${E2E_VOLUME:-}" ] || echo 'storageClassName: e2e, ')accessModes: [ReadWriteOnce], resources: {requests: {storage: 500Mi}}}"
}

server() { # NAME IMAGE PORT SECRET MOUNT ENVIRONMENT ARGUMENTS
  cat << YAML
apiVersion: v1
kind: Service
metadata: {name: $1, namespace: $servers}
spec:
  selector: {app: $1}
  ports: [{port: $3}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: $1, namespace: $servers}
spec:
  serviceName: $1
  selector: {matchLabels: {app: $1}}
  template:
    metadata: {labels: {app: $1}}
    spec:
      terminationGracePeriodSeconds: 5
      automountServiceAccountToken: false
      securityContext: {runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, fsGroup: 999, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: server
          image: $2
          imagePullPolicy: IfNotPresent
          args: $7
          envFrom: [{secretRef: {name: $4}}]
          env: $6
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          readinessProbe: {tcpSocket: {port: $3}, periodSeconds: 1}
          volumeMounts:
            - {name: data, mountPath: $5, subPath: data}
            - {name: init, mountPath: /docker-entrypoint-initdb.d}
      volumes: [{name: init, secret: {secretName: $1-init}}]
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: $(claim_spec)
YAML
}

start_servers() {
  kubectl create namespace "$servers" --dry-run=client -o yaml | kubectl apply -f - > /dev/null
  kubectl label namespace "$servers" pod-security.kubernetes.io/enforce=restricted --overwrite > /dev/null
  printf 'POSTGRES_PASSWORD=%s\n' "$(password root)" | secret_from "$servers" postgres-root
  printf 'MARIADB_ROOT_PASSWORD=%s\n' "$(password root)" | secret_from "$servers" mariadb-root
  printf 'ROOT_ACCESS_KEY=e2e\nROOT_SECRET_KEY=%s\n' "$(password store)" | secret_from "$servers" s3-root
  hack/postgres.sh admin | first_sql postgres
  hack/mariadb.sh admin | first_sql mariadb
  first_sql s3 <<< ''
  local product
  for product in postgres mariadb s3; do
    [ -z "${E2E_VOLUME:-}" ] || folder_volume "$servers" "data-$product-0" | kubectl apply -f - > /dev/null
  done
  {
    server postgres "$postgres_image" 5432 postgres-root /var/lib/postgresql/data \
      '[{name: PGDATA, value: /var/lib/postgresql/data/db}]' '[-c, log_statement=ddl, -c, fsync=off]'
    echo ---
    server mariadb "$mariadb_image" 3306 mariadb-root /var/lib/mysql '[]' '[--skip-ssl, --innodb-flush-log-at-trx-commit=0]'
    echo ---
    server s3 "$s3_image" 7070 s3-root /data '[]' '[--port, ":7070", --region, us-east-1, --quiet, posix, /data]'
  } | kubectl apply -f - > /dev/null
  for product in postgres mariadb s3; do kubectl rollout status -n "$servers" "statefulset/$product" --timeout=120s; done
}

# forwarded NAME: its port on this machine, for as long as it runs
forward() { # NAME PORT
  local port
  stop_process "$state/$1.pid" port-forward
  : > "$state/$1.log"
  port=$(free_port)
  start_process "$state/$1.pid" "$state/$1.log" kubectl port-forward -n "$servers" "service/$1" "$port:$2"
  wait_until 20 grep -q Forwarding "$state/$1.log" || die_with "$state/$1.log" "$1 cannot be reached"
  echo "$port"
}

stop_forwards() {
  local each
  for each in postgres mariadb s3 metrics; do stop_process "$state/$each.pid" port-forward; done
}

make_bucket() { # NAME
  local port code
  port=$(forward s3 7070)
  code=$(curl -q -s -o "$state/bucket" -w '%{http_code}' -K - << CONF
request = "PUT"
url = "http://127.0.0.1:$port/$1"
user = "e2e:$(password store)"
aws-sigv4 = "aws:amz:us-east-1:s3"
header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"
CONF
  )
  stop_process "$state/s3.pid" port-forward
  case $code in 200 | 409) ;; *) die "no bucket: $code $(cat "$state/bucket")" ;; esac
}
