#!/usr/bin/env bash
# Prints a folder with PostgreSQL's client programs (pg_dump, pg_restore, psql) of the major versions 15 and 18, each below
# VERSION/bin: Debian's packages unpacked in the cache, with the libraries they need; nothing is installed. They run by
# their own loader, so that a newer Debian's run on an older one.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

dir=$cache/pg-clients
programs='pg_dump pg_dumpall pg_restore psql'

# of the suite that has that version; DBOPS_PG18_SUITE when the testing suite has moved on
suite_of() {
  case $1 in 15) echo bookworm ;; 18) echo "${DBOPS_PG18_SUITE:-forky}" ;; esac
}

unpack() { # FOLDER MAJOR
  local arch deb program
  suite=$(suite_of "$2")
  arch=$(dpkg --print-architecture)
  private_apt "$1/apt"
  export APT_CONFIG=$1/apt/apt.conf
  apt-get -q update
  # the closure on an empty system, without what only the packages' own scripts need
  apt-get -s install "postgresql-client-$2" | awk '$1 == "Inst" {print $2}' |
    grep -vE '^(perl.*|libperl.*|libgdbm.*|libdb5.*|debconf|cdebconf|gcc-.*-base|libc-gconv-.*|openssl-provider-legacy|adduser|passwd|libpam.*|libsasl2-modules-db|postgresql-client-common|postgresql-common.*|sensible-utils|netbase|readline-common|media-types|lsb-.*|sysvinit-utils|ucf|ssl-cert|openssl|procps)$' > "$1/apt/want"
  (cd "$1/apt/cache/archives" && xargs -a "$1/apt/want" apt-get -q download)
  mkdir -p "$1/tree/root" "$1/tree/bin"
  for deb in "$1"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$1/tree/root"; done
  # what people read, not programs
  rm -rf "$1"/tree/root/usr/share/{doc,man,locale,lintian,postgresql}
  for program in $programs; do
    wrapper "$2" "$program" > "$1/tree/bin/$program"
    chmod 755 "$1/tree/bin/$program"
    "$1/tree/bin/$program" --version
  done
}

wrapper() { # MAJOR PROGRAM
  cat << SH
#!/bin/sh
root=\$(cd "\$(dirname "\$0")/../root" && pwd -P)
for loader in "\$root"/lib*/ld-linux*.so.* "\$root"/usr/lib*/ld-linux*.so.* "\$root"/usr/lib/*/ld-linux*.so.*; do [ ! -f "\$loader" ] || break; done
lib=\$(dirname "\$(ls "\$root"/usr/lib/*/libpq.so.5)")
exec "\$loader" --library-path "\$lib:\$root/lib/\$(basename "\$lib")" "\$root/usr/lib/postgresql/$1/bin/$2" "\$@"
SH
}

fetch() { # MAJOR
  [ ! -x "$dir/$1/bin/psql" ] || return 0
  need apt-get dpkg dpkg-deb awk xargs
  new=$(mktemp -d "$dir/new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching PostgreSQL's client programs $1 from Debian $(suite_of "$1") (once)" "$dir/$1.log" unpack "$new" "$1"
  rm -rf "${dir:?}/$1"
  mv "$new/tree" "$dir/$1"
}

mkdir -p "$dir"
for major in 15 18; do with_lock "$dir/$major.lock" fetch "$major"; done
echo "$dir"
