#!/usr/bin/env bash
# A real S3 server, its state below one folder, on a port that it keeps. PRODUCT is versitygw, or minio, whose build
# takes longer and which knows a few things more: encryption at rest, and locks in what it tells of an object.
#   start PRODUCT DIR          makes it at first
#             --tls            a CA and a server certificate in DIR/PRODUCT/tls, and https
#   env PRODUCT DIR            NAME=value lines: S3ENDPOINT S3REGION S3ACCESS S3SECRET S3CA S3FOLDER S3LOG S3PID
#   bucket PRODUCT DIR NAME    makes a bucket
#             --lock           whose objects can be locked, and which keeps versions therefore
#   stop, restart, kill, pause, resume
#   remove                     stops it and deletes all that it stored
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage='usage: s3.sh start|stop|restart|kill|pause|resume|remove|env PRODUCT DIR [--tls], or s3.sh bucket PRODUCT DIR NAME [--lock]'
region=us-east-1

parse() {
  local words=()
  verb=${1:-} tls='' lock=''
  [ $# = 0 ] || shift
  while [ $# -gt 0 ]; do
    case $1 in
      --tls) tls=yes ;;
      --lock) lock=yes ;;
      -*) die "$usage" ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  [ "${#words[@]}" -ge 2 ] || die "$usage"
  product=${words[0]} bucket=${words[2]:-}
  case $product in versitygw | minio) ;; *) die "no S3 server '$product'; there are versitygw and minio" ;; esac
  case $verb in
    start) mkdir -p "${words[1]}" ;;
    stop | kill | remove) [ -d "${words[1]}/$product" ] || exit 0 ;;
    *) [ -d "${words[1]}/$product" ] || die "there is no $product below ${words[1]}; start one with: s3.sh start $product ${words[1]}" ;;
  esac
  folder=$(cd "${words[1]}" && pwd -P)
  run=$folder/$product
}

find_program() {
  case $product in
    versitygw) program=$("$repo/hack/go-program.sh" versitygw github.com/versity/versitygw/cmd/versitygw@v1.8.0 'about 90 s') ;;
    minio) program=$("$repo/hack/go-program.sh" minio github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c 'about 3 minutes') ;;
  esac
}

certificates() {
  mkdir -p "$run/tls"
  cd "$run/tls" || exit
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=dbops-dev-ca -keyout ca.key -out ca.crt
  openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout private.key -out server.csr
  printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > server.ext
  # the names that MinIO looks for
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile server.ext -out public.crt
  rm server.csr server.ext
}

initialise() {
  umask 077
  mkdir -p "$run"/{data,iam,versions}
  if [ -n "$tls" ]; then
    need openssl
    (certificates) > "$run/tls.log" 2>&1 || die_with "$run/tls.log" "no certificates"
  fi
  printf 'dbops-admin' > "$run/access"
  random_secret > "$run/secret.new"
  mv "$run/secret.new" "$run/secret"
}

# Credentials go by the environment, and not into argv, where everybody on the machine could read them.
launch() {
  local port settings=()
  [ -s "$run/port" ] || free_port > "$run/port"
  port=$(cat "$run/port")
  case $product in
    versitygw)
      export ROOT_ACCESS_KEY ROOT_SECRET_KEY
      ROOT_ACCESS_KEY=$(cat "$run/access") ROOT_SECRET_KEY=$(cat "$run/secret")
      [ ! -d "$run/tls" ] || settings=(--cert "$run/tls/public.crt" --key "$run/tls/private.key")
      start_process "$run/pid" "$run/server.log" "$program" --port "127.0.0.1:$port" --region "$region" --quiet --iam-dir "$run/iam" \
        ${settings[@]+"${settings[@]}"} posix --versioning-dir "$run/versions" "$run/data"
      ;;
    minio)
      export MINIO_ROOT_USER MINIO_ROOT_PASSWORD MINIO_KMS_SECRET_KEY MINIO_BROWSER=off MINIO_UPDATE=off
      MINIO_ROOT_USER=$(cat "$run/access") MINIO_ROOT_PASSWORD=$(cat "$run/secret")
      [ -s "$run/kms" ] || head -c 32 /dev/urandom | base64 > "$run/kms"
      MINIO_KMS_SECRET_KEY=dbops-key:$(cat "$run/kms")
      mkdir -p "$run/tls" "$run/tls/CAs"
      start_process "$run/pid" "$run/server.log" "$program" server --quiet --certs-dir "$run/tls" --address "127.0.0.1:$port" "$run/data"
      ;;
  esac
  if ! wait_until 30 answers; then
    kill_process "$run/pid" "$run/data"
    die_with "$run/server.log" "$product does not answer on port $port"
  fi
  # somebody else may have taken the port first
  alive "$run/pid" "$run/data" || return 1
}

answers() {
  dead "$run/pid" "$run/data" || request GET / ''
}

scheme() { [ -s "$run/tls/public.crt" ] && echo https || echo http; }

request() { # METHOD PATH HEADER
  local code
  code=$(curl -q -s -o /dev/null -w '%{http_code}' -K - << CONF
request = "$1"
url = "$(scheme)://127.0.0.1:$(cat "$run/port")$2"
user = "$(cat "$run/access"):$(cat "$run/secret")"
aws-sigv4 = "aws:amz:$region:s3"
header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"
$([ ! -s "$run/tls/ca.crt" ] || echo "cacert = \"$run/tls/ca.crt\"")
$([ -z "$3" ] || echo "header = \"$3\"")
max-time = 20
CONF
  ) && [ "$code" = 200 ]
}

start() {
  alive "$run/pid" "$run/data" && return
  need curl
  find_program
  [ -s "$run/secret" ] || initialise
  if ! launch; then
    # nobody knows the port yet when it is the first start
    [ ! -e "$run/was-up" ] || die_with "$run/server.log" "$product did not start again on port $(cat "$run/port")"
    rm -f "$run/port"
    launch || { rm -f "$run/port"; launch; } || die_with "$run/server.log" "$product did not start"
  fi
  : > "$run/was-up"
  log "$product is up after $SECONDS s on port $(cat "$run/port")"
}

make_bucket() {
  [[ $bucket =~ ^[a-z0-9][a-z0-9.-]+$ ]] || die "no name of a bucket: '$bucket'"
  request PUT "/$bucket" "${lock:+x-amz-bucket-object-lock-enabled: true}" || die "$product did not make the bucket $bucket"
}

print_env() {
  printf 'S3ENDPOINT=%s://127.0.0.1:%s\nS3REGION=%s\n' "$(scheme)" "$(cat "$run/port")" "$region"
  printf 'S3ACCESS=%s\nS3SECRET=%s\n' "$(cat "$run/access")" "$(cat "$run/secret")"
  printf "S3CA='%s'\nS3FOLDER='%s'\nS3LOG='%s'\nS3PID='%s'\n" "$([ ! -s "$run/tls/ca.crt" ] || echo "$run/tls/ca.crt")" "$folder" "$run/server.log" "$(head -n 1 "$run/pid" 2> /dev/null)"
}

remove() {
  stop_process "$run/pid" "$run/data"
  rm -rf "$run"
}

parse "$@"
case $verb in
  start) with_lock "$run.lock" start ;;
  stop) stop_process "$run/pid" "$run/data" ;;
  restart) stop_process "$run/pid" "$run/data"; with_lock "$run.lock" start ;;
  kill) kill_process "$run/pid" "$run/data" ;;
  pause) signal_process "$run/pid" "$run/data" STOP ;;
  resume) signal_process "$run/pid" "$run/data" CONT ;;
  remove) remove ;;
  env) print_env ;;
  bucket) make_bucket ;;
  *) die "$usage" ;;
esac
