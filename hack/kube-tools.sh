#!/usr/bin/env bash
# Makes sure that etcd, kube-apiserver, kube-controller-manager and kubectl are there; prints their folder.
# Taken from KUBEBUILDER_ASSETS, else the cache, else downloaded, else built with Go from the published modules.
# DBOPS_GITHUB and DBOPS_DL_K8S name mirrors of https://github.com and https://dl.k8s.io.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=1.34.4 etcd_version=3.6.5
# the archives of envtest are not made for every patch release
envtest_version=1.34.1
programs=(etcd kube-apiserver kube-controller-manager kubectl)
dir=$cache/kube-$version
github=${DBOPS_GITHUB:-https://github.com} dl_k8s=${DBOPS_DL_K8S:-https://dl.k8s.io}

has() { # FOLDER PROGRAM...
  local folder=$1 program; shift
  for program in "$@"; do [ -x "$folder/$program" ] || return 1; done
}

get() { # URL FILE: without a network this takes no longer than the time to connect
  curl -fsSL --connect-timeout 5 --speed-limit 1000 --speed-time 20 -o "$2" "$1" 2> /dev/null
}

digest() { # BITS FILE
  { if command -v sha256sum > /dev/null; then "sha$1sum" "$2"; else shasum -a "$1" "$2"; fi; } | cut -d ' ' -f 1
}

matches() { # BITS FILE: the checksum beside it says so; else it is damaged
  [ "$(digest "$1" "$2")" = "$(cut -d ' ' -f 1 "$2.sum")" ] || { log "$2 does not match its checksum"; return 1; }
}

system() { uname | tr '[:upper:]' '[:lower:]'; }

architecture() {
  case $(uname -m) in
    x86_64 | amd64) echo amd64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) die "no Kubernetes programs for $(uname -m)" ;;
  esac
}

download_archive() { # FOLDER: all but the controller manager
  local name url
  name=envtest-v$envtest_version-$(system)-$(architecture).tar.gz
  url=$github/kubernetes-sigs/controller-tools/releases/download/envtest-v$envtest_version/$name
  get "$url" "$1/$name" && get "$url.sha512" "$1/$name.sum" && matches 512 "$1/$name" || return 1
  tar -xzf "$1/$name" -C "$1" --strip-components 2
  rm "$1/$name" "$1/$name.sum"
  has "$1" etcd kube-apiserver kubectl
}

download_manager() { # FOLDER: published for Linux only
  [ "$(system)" = linux ] || return 1
  local url file=$1/kube-controller-manager
  url=$dl_k8s/v$version/bin/linux/$(architecture)/kube-controller-manager
  if get "$url" "$file" && get "$url.sha256" "$file.sum" && matches 256 "$file"; then
    rm "$file.sum"
    chmod 755 "$file"
  else
    rm -f "$file" "$file.sum"
    return 1
  fi
}

need_go() {
  local have major minor
  have=$(GOTOOLCHAIN=local go env GOVERSION 2> /dev/null) || have=none
  have=${have#go}
  case $have in
    [0-9]*.[0-9]*)
      major=${have%%.*} minor=${have#*.} minor=${minor%%[!0-9]*}
      [ "$major" -gt 1 ] || [ "$minor" -ge 24 ] && return
      ;;
  esac
  die "Kubernetes $version cannot be downloaded here, and building it needs Go 1.24 or newer (found: $have).
Install Go from https://go.dev/dl, or set KUBEBUILDER_ASSETS to a folder with ${programs[*]}"
}

# module FOLDER PACKAGE...: a module whose only purpose is to pin what is built
module() {
  mkdir -p "$1"
  cd "$1"
  shift
  { printf '//go:build tools\n\npackage tools\n\nimport (\n'; printf '\t_ "%s"\n' "$@"; printf ')\n'; } > tools.go
  go mod init tools
}

# etcd and Kubernetes want different versions of the same modules: so two
build_etcd() { # SOURCE OUTPUT
  module "$1" go.etcd.io/etcd/server/v3
  go mod edit -require "go.etcd.io/etcd/server/v3@v$etcd_version"
  go mod tidy
  go build -trimpath -o "$2" -ldflags "-s -w" go.etcd.io/etcd/server/v3
}

kube_module() { # FOLDER
  module "$1" k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kubectl}
  go mod edit -require "k8s.io/kubernetes@v$version"
  go mod download "k8s.io/kubernetes@v$version"
  local staged
  # its own go.mod points k8s.io modules at folders that are not published; the released ones have the same code
  sed -nE 's|^[[:space:]]*(k8s\.io/[a-z0-9-]+) => \./staging/.*|\1|p' "$(go env GOMODCACHE)/k8s.io/kubernetes@v$version/go.mod" |
    while read -r staged; do go mod edit -replace "$staged=$staged@v0.${version#1.}"; done
  go mod tidy
}

# all at once: while one is linked the next is compiled
build_kube() { # SOURCE OUTPUT PACKAGE...
  local to=$2 name=k8s.io/component-base/version
  cd "$1"
  shift 2
  go build -trimpath -o "$to/" -ldflags "-s -w -X $name.gitVersion=v$version -X $name.gitMajor=1 -X $name.gitMinor=34" "$@"
}

build() { # FOLDER PROGRAM...: those that are missing there
  local to=$1 program work=$1/work packages=(); shift
  need_go
  # GOGC: a good deal of the compiler's work would be to save memory
  export CGO_ENABLED=0 GOFLAGS=-mod=mod GOWORK=off GOGC=400
  mkdir "$work"
  for program in "$@"; do
    has "$to" "$program" && continue
    if [ "$program" = etcd ]; then
      with_heartbeat "building etcd $etcd_version (about 20 s, once)" "$work/etcd.log" \
        build_etcd "$work/etcd" "$to/etcd"
      continue
    fi
    packages+=("k8s.io/kubernetes/cmd/$program")
  done
  if [ ${#packages[@]} != 0 ]; then
    with_heartbeat "fetching the modules of Kubernetes $version (about 20 s, once)" "$work/modules.log" kube_module "$work/kube"
    with_heartbeat "building Kubernetes $version (about 6 minutes, once)" "$work/kube.log" \
      build_kube "$work/kube" "$to" "${packages[@]}"
  fi
  rm -rf "$work"
}

# provide FOLDER PROGRAM...: made beside it and moved in place at once, so that nobody ever sees half of it
provide() {
  local to=$1; shift
  has "$to" "$@" && return
  rm -rf "$to".new-* # of a run that was cut short; no other one is at it, we hold the lock
  new=$(mktemp -d "$to.new-XXXXXX") # not local: the trap needs it
  # after a failure the logs stay, for whoever reads the error
  trap 'rm -rf "$new"/work/etcd "$new"/work/kube; [ -d "$new/work" ] || rm -rf "$new"' EXIT
  log "looking for Kubernetes $version to download"
  case " $* " in *" etcd "*) download_archive "$new" || rm -rf "${new:?}"/* ;; esac
  download_manager "$new" || log "no download; building from source what is missing"
  build "$new" "$@"
  has "$new" "$@" || die "incomplete: $(ls "$new")"
  chmod 755 "$new" "$new"/*
  rm -rf "$to"
  mv "$new" "$to"
}

assets=${KUBEBUILDER_ASSETS:-}
if [ -n "$assets" ] && has "$assets" etcd kube-apiserver kubectl; then
  assets=$(cd "$assets" && pwd -P)
  if has "$assets" kube-controller-manager; then
    echo "$assets"
    exit
  fi
  # as envtest's own download leaves it: the missing one is ours, the rest is linked
  manager=$dir
  has "$dir" kube-controller-manager || { manager=$cache/kube-controller-manager-$version; with_lock "$manager.lock" provide "$manager" kube-controller-manager >&2; }
  dir=$cache/assets-$(printf '%s' "$assets" | cksum | cut -d ' ' -f 1)
  mkdir -p "$dir"
  ln -sf "$assets"/{etcd,kube-apiserver,kubectl} "$manager/kube-controller-manager" "$dir/"
  echo "$dir"
  exit
fi
[ -z "$assets" ] || log "KUBEBUILDER_ASSETS=$assets holds no etcd, kube-apiserver, kubectl: not used"
has "$dir" "${programs[@]}" || with_lock "$cache/kube-tools.lock" provide "$dir" "${programs[@]}" >&2
echo "$dir"
