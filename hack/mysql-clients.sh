#!/usr/bin/env bash
# Prints a folder with the client programs of MySQL (mysqldump, mysql) and MariaDB (mariadb-dump, mariadb), each product's
# below PRODUCT/bin, of MariaDB also newer ones for newer servers below mariadb-11.8/bin: Debian's packages unpacked in the cache, with the libraries they need; nothing is installed. They run
# by their own loader, so that a newer Debian's run on an older one.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

dir=$cache/mysql-clients

# MySQL is in no released suite
suite_of() { case $1 in mysql) echo sid ;; mariadb) echo bookworm ;; mariadb-11.8) echo trixie ;; esac; }
packages_of() { case $1 in mysql) echo mysql-client-core ;; mariadb*) echo mariadb-client-core ;; esac; }
# without what they depend on, which is perl
alone_of() { case $1 in mysql) ;; mariadb*) echo mariadb-client ;; esac; }
programs_of() { case $1 in mysql) echo mysqldump mysql ;; mariadb*) echo mariadb-dump mariadb ;; esac; }

unpack() { # FOLDER PRODUCT
  local arch deb program
  suite=$(suite_of "$2")
  arch=$(dpkg --print-architecture)
  private_apt "$1/apt"
  export APT_CONFIG=$1/apt/apt.conf
  apt-get -q update
  # the closure on an empty system, without what only the packages' own scripts need
  apt-get -s install "$(packages_of "$2")" | awk '$1 == "Inst" {print $2}' |
    grep -vE '^(perl.*|libperl.*|libgdbm.*|libdb5.*|debconf|cdebconf|gcc-.*-base|libc-gconv-.*|openssl-provider-legacy|adduser|passwd|libpam.*|libsasl2-modules-db|mysql-common|mariadb-common)$' > "$1/apt/want"
  alone_of "$2" >> "$1/apt/want"
  (cd "$1/apt/cache/archives" && xargs -a "$1/apt/want" apt-get -q download)
  mkdir -p "$1/tree/root" "$1/tree/bin"
  for deb in "$1"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$1/tree/root"; done
  # what people read, not programs
  rm -rf "$1"/tree/root/usr/share/{doc,man,locale,lintian}
  for program in $(programs_of "$2"); do
    wrapper "$program" > "$1/tree/bin/$program"
    chmod 755 "$1/tree/bin/$program"
    "$1/tree/bin/$program" --version
  done
}

wrapper() { # PROGRAM
  cat << SH
#!/bin/sh
root=\$(cd "\$(dirname "\$0")/../root" && pwd -P)
for loader in "\$root"/lib*/ld-linux*.so.* "\$root"/usr/lib*/ld-linux*.so.* "\$root"/usr/lib/*/ld-linux*.so.* "\$root"/lib/*/ld-linux*.so.*; do [ ! -f "\$loader" ] || break; done
for lib in "\$root"/usr/lib/*-linux-*; do [ ! -d "\$lib" ] || break; done
exec "\$loader" --library-path "\$lib:\$root/lib/\$(basename "\$lib"):\$root/usr/lib/mysql/private" "\$root/usr/bin/$1" "\$@"
SH
}

fetch() { # PRODUCT
  local programs
  programs=$(programs_of "$1")
  [ ! -x "$dir/$1/bin/${programs##* }" ] || return 0
  need apt-get dpkg dpkg-deb awk xargs
  new=$(mktemp -d "$dir/new-XXXXXX")
  trap 'rm -rf "$new"' EXIT
  with_heartbeat "fetching the client programs of $1 from Debian $(suite_of "$1") (once)" "$dir/$1.log" unpack "$new" "$1"
  rm -rf "${dir:?}/$1"
  mv "$new/tree" "$dir/$1"
}

mkdir -p "$dir"
for product in mysql mariadb mariadb-11.8; do with_lock "$dir/$product.lock" fetch "$product"; done
echo "$dir"
