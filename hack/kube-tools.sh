#!/usr/bin/env bash
# Makes sure that etcd, kube-apiserver, kube-controller-manager and kubectl are there; prints their folder.
# From KUBEBUILDER_ASSETS, the cache, the official download, or built through the Go module proxy.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=1.34.4 etcd_version=v3.6.5
programs=(etcd kube-apiserver kube-controller-manager kubectl)
dir=$cache/kube-$version

complete() { local p; for p in "${programs[@]}"; do [ -x "$1/$p" ] || return 1; done; }

download() {
  local os arch to=$1
  os=$(uname | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in x86_64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; *) return 1 ;; esac
  [ "$os" = linux ] || return 1
  local p
  for p in kube-apiserver kube-controller-manager kubectl; do
    curl -fsSL --connect-timeout 3 -o "$to/$p" "https://dl.k8s.io/v$version/bin/$os/$arch/$p" 2> /dev/null || return 1
  done
  curl -fsSL --connect-timeout 3 "https://github.com/etcd-io/etcd/releases/download/$etcd_version/etcd-$etcd_version-$os-$arch.tar.gz" 2> /dev/null |
    tar -xz -C "$to" --strip-components=1 "etcd-$etcd_version-$os-$arch/etcd" || return 1
  chmod +x "$to"/*
}

go_new_enough() {
  local have
  have=$(go env GOVERSION 2> /dev/null) || return 1
  have=${have#go}
  [ "$(printf '%s\n1.24\n' "$have" | sort -V | head -1)" = 1.24 ]
}

build_etcd() {
  mkdir -p "$1/src-etcd" && cd "$1/src-etcd"
  go mod init tools
  printf '//go:build tools\n\npackage tools\n\nimport _ "go.etcd.io/etcd/server/v3"\n' > tools.go
  go mod edit -require "go.etcd.io/etcd/server/v3@$etcd_version"
  go mod tidy
  CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$1/etcd" go.etcd.io/etcd/server/v3
}

build_kube() {
  local source module p
  mkdir -p "$1/src-kube" && cd "$1/src-kube"
  source=$(go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  go mod init tools
  go mod edit -require "k8s.io/kubernetes@v$version"
  for module in $(awk '$2 == "=>" && $3 ~ /^\.\/staging/ {print $1}' "$source/go.mod"); do
    go mod edit -replace "$module=$module@v0.${version#1.}"
  done
  {
    printf '//go:build tools\n\npackage tools\n\nimport (\n'
    for p in kube-apiserver kube-controller-manager kubectl; do printf '\t_ "k8s.io/kubernetes/cmd/%s"\n' "$p"; done
    printf ')\n'
  } > tools.go
  go mod tidy
  local flags=k8s.io/component-base/version
  for p in kube-apiserver kube-controller-manager kubectl; do
    CGO_ENABLED=0 go build -trimpath \
      -ldflags "-s -w -X $flags.gitVersion=v$version -X $flags.gitMajor=1 -X $flags.gitMinor=34" \
      -o "$1/$p" "k8s.io/kubernetes/cmd/$p"
  done
}

build() {
  build_etcd "$1" && build_kube "$1"
}

provide() {
  complete "$dir" && return
  local new
  new=$(mktemp -d "$cache/kube-XXXXXX")
  if ! { log "looking for an official Kubernetes $version download" && download "$new"; }; then
    go_new_enough || die "Kubernetes $version cannot be downloaded here, and building it needs Go 1.24 or newer: install it from https://go.dev/dl, or set KUBEBUILDER_ASSETS to a folder with ${programs[*]}"
    export GOFLAGS=-mod=mod GOWORK=off
    (with_heartbeat "building Kubernetes $version from its modules (about 5 minutes, once)" build "$new" > "$new/build.log" 2> >(grep '^==>' >&2)) ||
      { tail -20 "$new/build.log" >&2; die "the build failed, see $new/build.log"; }
    rm -rf "$new"/src-* "$new/build.log"
  fi
  complete "$new" || die "the download is incomplete: $new"
  rm -rf "$dir"; mv "$new" "$dir"
}

if [ -n "${KUBEBUILDER_ASSETS:-}" ] && complete "$KUBEBUILDER_ASSETS"; then
  echo "$KUBEBUILDER_ASSETS"
  exit
fi
with_lock kube-tools provide
echo "$dir"
