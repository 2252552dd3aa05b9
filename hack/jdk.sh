#!/usr/bin/env bash
# Prints the home of a JDK 25: one that is there, else a download of Temurin into the cache.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

is25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2> /dev/null; }

for home in "${JAVA_HOME:-}" "${DBOPS_JDK:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
  /opt/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$cache/jdk-25"; do
  if [ -n "$home" ] && is25 "$home"; then
    echo "$home"
    exit
  fi
done

fetch() {
  is25 "$cache/jdk-25" && return
  local os arch new
  case $(uname) in Linux) os=linux ;; Darwin) os=mac ;; *) return 1 ;; esac
  case $(uname -m) in x86_64) arch=x64 ;; aarch64 | arm64) arch=aarch64 ;; *) return 1 ;; esac
  log "fetching a JDK 25"
  new=$(mktemp -d "$cache/jdk-XXXXXX")
  curl -fsSL --connect-timeout 5 "https://api.adoptium.net/v3/binary/latest/25/ga/$os/$arch/jdk/hotspot/normal/eclipse" |
    tar -xz -C "$new" --strip-components=1 || return 1
  [ "$os" = linux ] || { mv "$new/Contents/Home" "$new.home" && rm -rf "$new" && mv "$new.home" "$new"; }
  mv "$new" "$cache/jdk-25"
}

with_lock jdk fetch && is25 "$cache/jdk-25" ||
  die "no JDK 25 found and none could be fetched; install one, such as Temurin 25 from https://adoptium.net, and set JAVA_HOME"
echo "$cache/jdk-25"
