#!/usr/bin/env bash
# A real Kubernetes API without nodes: etcd, kube-apiserver, kube-controller-manager, all below one folder.
#   up       starts what is not running and waits until it serves; DIR/kubeconfig is its admin
#   down     stops it; what it stored stays, for the next up
#   env      lines to eval: KUBECONFIG, and kubectl on PATH
#   status   what runs
#   pause, resume, restart-apiserver   faults for tests: the API server hangs, goes on, is killed and started again
# DIR/audit.log has one line for each finished request: counting them is exact. Nobody but user "admin" is a client.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage="usage: cluster.sh up|down|env|status|pause|resume|restart-apiserver DIR"
[ $# = 2 ] || die "$usage"
verb=$1
if [ "$verb" = up ]; then
  mkdir -p "$2"
elif [ ! -d "$2/run" ]; then
  [ "$verb" != down ] || exit 0
  die "there is no cluster below $2; start one with: cluster.sh up $2"
fi
dir=$(cd "$2" && pwd -P)
run=$dir/run
parts=(etcd kube-apiserver kube-controller-manager)
tried=1

# every part has the folder in its command line; the slash tells DIR from DIR2
running() { alive "$run/$1.pid" "$dir/"; }

spawn() { # PART FLAG...
  local part=$1; shift
  log "starting $part"
  start_process "$run/$part.pid" "$dir/log/$part.log" "$bin/$part" "$@"
}

port() { cat "$run/$1.port"; }

kubectl() { "$bin/kubectl" --kubeconfig "$dir/kubeconfig" --request-timeout 5s "$@"; }

prepare() {
  local name
  mkdir -p "$run" "$dir/log" "$dir/etcd"
  chmod 700 "$run" "$dir/etcd"
  for name in etcd etcd-peer apiserver manager; do
    # the same ones at every start
    [ -s "$run/$name.port" ] || free_port > "$run/$name.port"
  done
  [ -s "$run/sa.key" ] && return
  need openssl
  umask 077
  # Everybody has a token of his own, or nobody could tell the requests apart.
  printf '%s,%s,%s,"system:masters"\n' "$(random_secret)" admin admin \
    "$(random_secret)" system:kube-controller-manager system:kube-controller-manager > "$run/tokens.csv"
  cat > "$run/audit.yaml" << 'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules: [{level: Metadata}]
YAML
  openssl genrsa -out "$run/sa.key.new" 2048 2> /dev/null
  mv "$run/sa.key.new" "$run/sa.key"
}

start_etcd() {
  local client peer
  client=http://127.0.0.1:$(port etcd) peer=http://127.0.0.1:$(port etcd-peer)
  spawn etcd --name dev --data-dir "$dir/etcd/" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "$client" --advertise-client-urls "$client" --listen-peer-urls "$peer" \
    --initial-advertise-peer-urls "$peer" --initial-cluster "dev=$peer"
}

start_kube-apiserver() {
  spawn kube-apiserver --etcd-servers "http://127.0.0.1:$(port etcd)" --bind-address 127.0.0.1 --secure-port "$(port apiserver)" \
    --cert-dir "$dir/pki/" --service-cluster-ip-range 10.96.0.0/16 --endpoint-reconciler-type none \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$run/sa.key" \
    --service-account-signing-key-file "$run/sa.key" --token-auth-file "$run/tokens.csv" \
    --authorization-mode RBAC --disable-admission-plugins ServiceAccount \
    --audit-policy-file "$run/audit.yaml" --audit-log-path "$dir/audit.log" --audit-log-maxsize 4000 --v 1
}

start_kube-controller-manager() {
  spawn kube-controller-manager --kubeconfig "$run/manager.kubeconfig" --leader-elect=false \
    --bind-address 127.0.0.1 --secure-port "$(port manager)" --cert-dir "$run/manager-pki" \
    --service-account-private-key-file "$run/sa.key" --kube-api-qps 200 --kube-api-burst 400 --v 1 \
    --controllers '*,-bootstrapsigner,-tokencleaner,-nodeipam,-nodelifecycle,-service-lb-controller,-node-route-controller,-cloud-node-lifecycle'
}

write_kubeconfig() { # FILE USER
  # The API server signs its certificate itself, so that file is its own authority. Its text goes in: the
  # kubeconfig can be copied anywhere.
  (umask 077; cat > "$1.new" << YAML
apiVersion: v1
kind: Config
clusters: [{name: dev, cluster: {server: "https://127.0.0.1:$(port apiserver)", certificate-authority-data: $(base64 < "$dir/pki/apiserver.crt" | tr -d '\n')}}]
users: [{name: $2, user: {token: "$(awk -F, -v user="$2" '$2 == user {print $1}' "$run/tokens.csv")"}}]
contexts: [{name: dev, context: {cluster: dev, user: $2, namespace: default}}]
current-context: dev
YAML
  )
  mv "$1.new" "$1"
}

# await PART SECONDS COMMAND...: until it succeeds; a part that has died is not waited for
await() {
  local part=$1 seconds=$2 end=$((SECONDS + $2)) why=; shift 2
  until "$@" > /dev/null 2>&1; do
    running "$part" || { why="$part ended by itself"; break; }
    [ "$SECONDS" -lt "$end" ] || { why="$part is not ready after $seconds s"; break; }
    sleep 0.1
  done
  [ -n "$why" ] || return 0
  if [ ! -s "$run/was-up" ] && [ "$tried" -lt 3 ] && tail -n 30 "$dir/log/$part.log" | grep -q 'address already in use'; then
    # somebody took the port between the choice and the start; nobody knows ours yet, so others will do
    log "$part found its port taken: trying others"
    down
    rm -rf "$run"/*.port "$dir/etcd"
    tried=$((tried + 1))
    up
    exit
  fi
  die_with "$dir/log/$part.log" "$why"
}

listening() { (exec 3<> "/dev/tcp/127.0.0.1/$1"); }

up() {
  local part missing=
  for part in "${parts[@]}"; do running "$part" || missing=1; done
  [ -n "$missing" ] || return 0
  prepare
  running etcd || start_etcd
  await etcd 30 listening "$(port etcd)"
  running kube-apiserver || start_kube-apiserver
  await kube-apiserver 60 test -s "$dir/pki/apiserver.crt"
  write_kubeconfig "$dir/kubeconfig" admin
  write_kubeconfig "$run/manager.kubeconfig" system:kube-controller-manager
  await kube-apiserver 60 kubectl get --raw /readyz
  running kube-controller-manager || start_kube-controller-manager
  await kube-apiserver 30 kubectl get namespace default
  # its default account is the work of the controllers: they are at it
  await kube-controller-manager 30 kubectl get serviceaccount default
  echo yes > "$run/was-up"
  log "Kubernetes is up after $SECONDS s: $dir/kubeconfig"
}

down() {
  local part
  for part in kube-controller-manager kube-apiserver etcd; do
    stop_process "$run/$part.pid" "$dir/"
  done
}

restart_apiserver() {
  kill_process "$run/kube-apiserver.pid" "$dir/"
  up
}

status() {
  local part rc=0
  for part in "${parts[@]}"; do
    if running "$part"; then echo "$part: running, pid $(cat "$run/$part.pid")"; else echo "$part: stopped"; rc=1; fi
  done
  return "$rc"
}

case $verb in
  up | env | restart-apiserver) bin=$("$repo/hack/kube-tools.sh") ;;
esac
# shellcheck disable=SC2016 # whoever evaluates the lines of env has a PATH
case $verb in
  up) with_lock "$run/lock" up ;;
  down) with_lock "$run/lock" down ;;
  restart-apiserver) with_lock "$run/lock" restart_apiserver ;;
  env) printf 'export KUBECONFIG=%q PATH=%q:"$PATH"\n' "$dir/kubeconfig" "$bin" ;;
  status) status ;;
  pause) signal_process "$run/kube-apiserver.pid" "$dir/" STOP ;;
  resume) signal_process "$run/kube-apiserver.pid" "$dir/" CONT ;;
  *) die "$usage" ;;
esac
