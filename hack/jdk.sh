#!/usr/bin/env bash
# Prints the home of a JDK 25: one that is there, else a download of Temurin into the cache.
# DBOPS_ADOPTIUM names a mirror of https://api.adoptium.net.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

is25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2> /dev/null; }

for home in "${JAVA_HOME:-}" "${DBOPS_JDK:-}" /usr/lib/jvm/* "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* \
  /opt/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home "$cache/jdk-25"; do
  if [ -n "$home" ] && is25 "$home"; then
    echo "$home"
    exit
  fi
done

fetch() {
  ! is25 "$cache/jdk-25" || return 0
  local os arch
  case $(uname) in Linux) os=linux ;; Darwin) os=mac ;; *) return 1 ;; esac
  [ ! -e /etc/alpine-release ] || os=alpine-linux
  case $(uname -m) in x86_64) arch=x64 ;; aarch64 | arm64) arch=aarch64 ;; *) return 1 ;; esac
  new=$(mktemp -d "$cache/jdk-25.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  log "fetching a JDK 25 (about 140 MB, once)"
  mkdir "$new/tree"
  curl -fsSL --connect-timeout 5 --speed-limit 1000 --speed-time 20 -o "$new/jdk.tar.gz" \
    "${DBOPS_ADOPTIUM:-https://api.adoptium.net}/v3/binary/latest/25/ga/$os/$arch/jdk/hotspot/normal/eclipse" || return 1
  tar -xzf "$new/jdk.tar.gz" -C "$new/tree" --strip-components 1 || return 1
  home=$new/tree
  [ ! -d "$home/Contents/Home" ] || home=$home/Contents/Home
  is25 "$home" && rm -rf "$cache/jdk-25" && mv "$home" "$cache/jdk-25"
}

with_lock "$cache/jdk.lock" fetch ||
  die "there is no JDK 25 here, and none could be fetched. Please install one, such as Temurin 25 from https://adoptium.net,
and set JAVA_HOME to its folder"
echo "$cache/jdk-25"
