#!/usr/bin/env bash
# Prints the path of a psql: the one on PATH, else Debian's package unpacked in the cache; nothing is installed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if command -v psql; then exit; fi
dir=$cache/psql

fetch() {
  [ ! -x "$dir/psql" ] || return 0
  local package
  # the meta package names the newest major version there is
  package=$(apt-cache depends postgresql-client 2> /dev/null | sed -n 's/.*Depends: \(postgresql-client-[0-9]*\)$/\1/p' | head -n 1)
  [ -n "$package" ] || return 1
  rm -rf "$dir.new"
  mkdir -p "$dir.new/deb"
  log "fetching psql from Debian's $package"
  (cd "$dir.new/deb" && apt-get -q download "$package" libpq5 > ../log 2>&1) || return 1
  for deb in "$dir.new"/deb/*.deb; do dpkg -x "$deb" "$dir.new/root"; done
  cat > "$dir.new/psql" << 'SH'
#!/bin/sh
# the real program, not Debian's wrapper: that one wants Perl modules
root=$(dirname "$0")/root
LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu) exec "$root"/usr/lib/postgresql/*/bin/psql "$@"
SH
  chmod 755 "$dir.new/psql"
  "$dir.new/psql" --version > /dev/null || return 1
  rm -rf "$dir" "$dir.new/deb"
  mv "$dir.new" "$dir"
}

with_lock "$dir.lock" fetch ||
  die "there is no psql, and none could be fetched with apt-get: please install one (Debian: postgresql-client, Fedora: postgresql, macOS: brew install libpq)"
echo "$dir/psql"
