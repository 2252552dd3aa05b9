# What the parts of hack/e2e.sh have in common; sourced by it, in the repository's folder.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154
system=db-provision-operator-system
deployment=db-provision-operator-controller-manager
servers=servers
namespaces="demo demo-mariadb crowd many elsewhere $servers"
image=localhost/db-provision-operator:0.1.0
tools=/opt/dbops/tools
quote="'"

say() { printf '\n%s\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@"; }
now() { date +%s.%N; }
# since START
elapsed() { awk -v from="$1" -v to="$(now)" 'BEGIN {printf "%.1f", to - from}'; }
at_most() { awk -v is="$1" -v most="$2" 'BEGIN {exit !(is <= most)}'; }

load() { # IMAGE.tar...
  local each
  [ -n "${E2E_LOAD:-}" ] || return 0
  # shellcheck disable=SC2086
  for each in "$@"; do $E2E_LOAD "$each"; done
}

# apply_over NAME LINE...: applies a kustomization made of these lines, in a folder from which ../../.. is the repository
apply_over() {
  kustomization "$@"
  kubectl apply -k "$state/$1"
}

kustomization() {
  local folder=$state/$1
  shift
  mkdir -p "$folder"
  printf '%s\n' "$@" > "$folder/kustomization.yaml"
}

rolled_out() { # the Deployment in its namespace, with all its replicas
  kubectl rollout status -n "$system" "deployment/${1:-$deployment}" --timeout=180s
}

operator_pods() { kubectl get pods -n "$system" -l control-plane=controller-manager --field-selector=status.phase=Running -o name "$@" | sed 's|pod/||'; }

# the pod that holds the Lease
leader() { kubectl get lease -n "$system" b0f91929.dbprovision.io -o 'jsonpath={.spec.holderIdentity}' | sed 's/_.*//'; }

# not Ready ones of a kind in a namespace
unready() { # NAMESPACE KIND
  kubectl get -n "$1" "$2" -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' | awk '$2 != "True" {print $1}'
}

all_ready() { [ -z "$(unready "$1" "$2")" ]; }

ready() { [ "$(kubectl get -n "$1" "$2" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }

not_ready() { ! ready "$@"; }

# --- a program of the operator's own image in a pod of its own, with values from Secrets in its environment ---

# in_pod NAMESPACE NAME SECRET ENVIRONMENT PROGRAM ARGUMENT...: ENVIRONMENT is VARIABLE=key words. Prints what it prints.
in_pod() {
  local namespace=$1 name=$2 secret=$3 environment=$4 each result
  shift 4
  {
    printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: %s}\nspec:\n  restartPolicy: Never\n  automountServiceAccountToken: false\n' "$name" "$namespace"
    printf '  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}\n  containers:\n    - name: program\n      image: %s\n' "$image"
    printf '      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}\n      env:\n'
    for each in $environment; do
      printf '        - {name: %s, valueFrom: {secretKeyRef: {name: %s, key: %s}}}\n' "${each%%=*}" "$secret" "${each#*=}"
    done
    printf '      command:\n'
    for each in "$@"; do printf "        - '%s'\n" "${each//$quote/$quote$quote}"; done
  } > "$state/pod.yaml"
  kubectl delete pod -n "$namespace" "$name" --ignore-not-found --wait > /dev/null
  kubectl apply -f "$state/pod.yaml" > /dev/null
  wait_until 60 ended_pod "$namespace" "$name" || true
  result=$(kubectl get pod -n "$namespace" "$name" -o 'jsonpath={.status.phase}')
  kubectl logs -n "$namespace" "$name"
  kubectl delete pod -n "$namespace" "$name" --wait=false > /dev/null
  [ "$result" = Succeeded ] || die "the pod $name in $namespace is $result"
}

ended_pod() { case $(kubectl get pod -n "$1" "$2" -o 'jsonpath={.status.phase}') in Succeeded | Failed) ;; *) return 1 ;; esac; }

# as the servers' first user; one value a line
postgres_says() { # QUERY
  in_pod "$servers" ask-postgres postgres-root PGPASSWORD=POSTGRES_PASSWORD "$tools/postgresql-18/bin/psql" \
    -h postgres -U postgres -d postgres -v ON_ERROR_STOP=1 -Atc "$1"
}

mariadb_says() { # QUERY
  in_pod "$servers" ask-mariadb mariadb-root MYSQL_PWD=MARIADB_ROOT_PASSWORD "$tools/mariadb-11.8/bin/mariadb" \
    --no-defaults --skip-ssl --host=mariadb --user=root --batch --skip-column-names -e "$1"
}

# --- what a cluster's own machine shows, where it is this one ---

# the processes of a pod that are Java's, if they can be seen from here
pids_of() { # POD
  local uid
  uid=$(kubectl get pod -n "$system" "$1" -o 'jsonpath={.metadata.uid}')
  { grep -lE "pod($uid|${uid//-/_})" /proc/[0-9]*/cgroup 2> /dev/null || true; } | cut -d / -f 3 | while read -r pid; do
    [ "$(cat "/proc/$pid/comm" 2> /dev/null)" != java ] || echo "$pid"
  done
}

cgroup_of() { # PID: the folder with what its container uses of memory
  local path
  path=$(awk -F: '$2 == "memory" {print $3}' "/proc/$1/cgroup")
  if [ -n "$path" ]; then echo "/sys/fs/cgroup/memory$path"; else echo "/sys/fs/cgroup$(awk -F: '$1 == 0 {print $3}' "/proc/$1/cgroup")"; fi
}

# --- metrics, as Prometheus reads them ---

metrics() { # SERVICE
  local port
  port=$(free_port)
  start_process "$state/metrics.pid" "$state/metrics.log" kubectl port-forward -n "$system" "service/$1" "$port:8443"
  wait_until 20 grep -q Forwarding "$state/metrics.log" || die_with "$state/metrics.log" "metrics cannot be reached"
  curl -q -sS --fail -k -K - "https://127.0.0.1:$port/metrics" <<< "header = \"Authorization: Bearer $(kubectl create token -n "$servers" scraper)\"" > "$state/metrics" || {
    stop_process "$state/metrics.pid" port-forward
    : > "$state/metrics.log"
    return 1
  }
  stop_process "$state/metrics.pid" port-forward
  : > "$state/metrics.log"
}

scraper() { # may read what the ClusterRole of the installation says
  kubectl create serviceaccount -n "$servers" scraper --dry-run=client -o yaml | kubectl apply -f - > /dev/null
  kubectl create clusterrolebinding dbops-metrics --clusterrole="$1" --serviceaccount="$servers:scraper" --dry-run=client -o yaml | kubectl apply -f - > /dev/null
}
