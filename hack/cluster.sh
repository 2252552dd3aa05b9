#!/usr/bin/env bash
# A real Kubernetes API without nodes: etcd, kube-apiserver, kube-controller-manager, all below one folder.
# usage: cluster.sh up|down|env|status|pause|resume|restart-apiserver DIR
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# = 2 ] || die "usage: cluster.sh up|down|env|status|pause|resume|restart-apiserver DIR"
verb=$1; mkdir -p "$2"; dir=$(cd "$2" && pwd)
run=$dir/run; mkdir -p "$run" "$dir/log"; chmod 700 "$dir"

tools() { bin=$("$repo/hack/kube-tools.sh"); }

port() { # NAME: the same one at every start
  [ -s "$run/$1.port" ] || free_port > "$run/$1.port"
  cat "$run/$1.port"
}

kubectl() { "$bin/kubectl" --kubeconfig "$dir/kubeconfig" "$@"; }

start_etcd() {
  runs "$run/etcd.pid" "etcd" && return
  local client peer
  client=http://127.0.0.1:$(port etcd) peer=http://127.0.0.1:$(port etcd-peer)
  start_process "$run/etcd.pid" "$dir/log/etcd.log" "$bin/etcd" --name dev --data-dir "$dir/etcd" --unsafe-no-fsync \
    --listen-client-urls "$client" --advertise-client-urls "$client" --listen-peer-urls "$peer" \
    --initial-advertise-peer-urls "$peer" --initial-cluster "dev=$peer" --logger zap --log-level warn
}

secrets() {
  [ -s "$run/tokens.csv" ] && return
  umask 077
  printf '%s,admin,admin,"system:masters"\n' "$(openssl rand -hex 16)" > "$run/tokens.csv"
  openssl genrsa -out "$run/sa.key" 2048 2> /dev/null
  cat > "$run/audit.yaml" << AUDIT
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules: [{level: Metadata}]
AUDIT
}

start_apiserver() {
  runs "$run/apiserver.pid" "kube-apiserver" && return
  start_process "$run/apiserver.pid" "$dir/log/apiserver.log" "$bin/kube-apiserver" \
    --etcd-servers "http://127.0.0.1:$(port etcd)" --bind-address 127.0.0.1 --secure-port "$(port apiserver)" \
    --cert-dir "$dir/pki" --service-cluster-ip-range 10.96.0.0/16 --endpoint-reconciler-type none \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$run/sa.key" \
    --service-account-signing-key-file "$run/sa.key" --token-auth-file "$run/tokens.csv" \
    --authorization-mode RBAC --disable-admission-plugins ServiceAccount \
    --audit-policy-file "$run/audit.yaml" --audit-log-path "$dir/audit.log" --v 1
}

start_manager() {
  runs "$run/manager.pid" "kube-controller-manager" && return
  start_process "$run/manager.pid" "$dir/log/manager.log" "$bin/kube-controller-manager" \
    --kubeconfig "$dir/kubeconfig" --leader-elect=false --bind-address 127.0.0.1 --secure-port "$(port manager)" \
    --service-account-private-key-file "$run/sa.key" --use-service-account-credentials=false --kube-api-qps 200 --kube-api-burst 400 \
    --controllers '*,-bootstrapsigner,-tokencleaner,-nodeipam,-nodelifecycle,-service-lb-controller,-node-route-controller,-cloud-node-lifecycle' --v 1
}

write_kubeconfig() {
  local token
  token=$(cut -d, -f1 "$run/tokens.csv")
  (umask 077; cat > "$dir/kubeconfig" << CONFIG
apiVersion: v1
kind: Config
clusters: [{name: dev, cluster: {server: "https://127.0.0.1:$(port apiserver)", certificate-authority: $dir/pki/apiserver.crt}}]
users: [{name: admin, user: {token: $token}}]
contexts: [{name: dev, context: {cluster: dev, user: admin, namespace: default}}]
current-context: dev
CONFIG
  )
}

failed() { tail -5 "$dir"/log/*.log >&2; die "$1; logs are in $dir/log"; }

up() {
  tools
  secrets
  start_etcd
  start_apiserver
  wait_until 30 test -s "$dir/pki/apiserver.crt" || failed "kube-apiserver wrote no certificate"
  write_kubeconfig
  wait_until 60 kubectl get --raw /readyz || failed "kube-apiserver is not ready after 60 s"
  start_manager
  wait_until 30 kubectl get namespace default || failed "there is no namespace default after 30 s"
}

case $verb in
  up) up ;;
  down)
    stop_process "$run/manager.pid" kube-controller-manager
    stop_process "$run/apiserver.pid" kube-apiserver
    stop_process "$run/etcd.pid" etcd
    ;;
  env)
    tools
    printf 'export KUBECONFIG=%q PATH=%q:"$PATH"\n' "$dir/kubeconfig" "$bin"
    ;;
  status)
    for part in etcd apiserver manager; do
      runs "$run/$part.pid" "" && echo "$part: running" || echo "$part: stopped"
    done
    ;;
  pause) kill -STOP "$(cat "$run/apiserver.pid")" ;;
  resume) kill -CONT "$(cat "$run/apiserver.pid")" ;;
  restart-apiserver)
    kill -9 "$(cat "$run/apiserver.pid")" || true
    rm -f "$run/apiserver.pid"
    up
    ;;
  *) die "unknown: $verb" ;;
esac
