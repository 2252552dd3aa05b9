#!/usr/bin/env bash
# Lays out the client programs of databases for the image, as Debian has them, but without Debian around them:
#   DIR/c-library    the newest C library that any of them is built for, with its loader
#   DIR/clients      opt/dbops/tools/PRODUCT/bin/PROGRAM, and the libraries they need where that loader looks by itself:
#                    there is no shell in the image that could tell them
# A library that several have is taken from the newest suite: newer ones serve programs that were built for older ones.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# = 1 ] || die "usage: image-clients.sh DIR"
dir=$1
need readelf
pg=$("$repo/hack/pg-clients.sh")
my=$("$repo/hack/mysql-clients.sh")

# the newest suite first
programs() { # lines: NAME-IN-THE-IMAGE ROOT FOLDER PROGRAM...
  cat << LIST
mysql $my/mysql/root usr/bin mysqldump mysql
postgresql-18 $pg/18/root usr/lib/postgresql/18/bin pg_dump pg_restore psql
mariadb-11.8 $my/mariadb-11.8/root usr/bin mariadb-dump mariadb
mariadb-10.11 $my/mariadb/root usr/bin mariadb-dump mariadb
postgresql-15 $pg/15/root usr/lib/postgresql/15/bin pg_dump pg_restore psql
LIST
}

newest=$my/mysql/root
loader=$(readelf -p .interp "$newest/usr/bin/mysql" | sed -n 's|.*\(/lib.*/ld-linux.*\)$|\1|p')
library=usr/lib/$(basename "$(dirname "$(find "$newest" -name libc.so.6 -print -quit)")")

libraries_of() { # ROOT PROGRAM: lines NAME FILE, by the program's own loader
  local own path
  own=$(find "$1" -name "${loader##*/}" -print -quit)
  path=$1/$library:$1/${library#usr/}:$1/usr/lib/mysql/private
  "$own" --inhibit-cache --library-path "$path" --list "$1/$2" | awk '$2 == "=>" && $3 ~ /^\// {print $1, $3}'
}

of_c_library() { case $1 in libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | ld-linux* | */ld-linux*) ;; *) return 1 ;; esac; }

c_library() {
  local to=$dir/c-library name
  install -D -m 755 "$(find "$newest" -name "${loader##*/}" -print -quit)" "$to$loader"
  # the last one is for the JVM, and for names of hosts
  for name in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2; do
    install -D -m 755 "$newest/$library/$name" "$to/$library/$name"
  done
}

clients() {
  local to=$dir/clients name root folder file library_name each all
  while read -r name root folder all; do
    for each in $all; do
      install -D -m 755 "$root/$folder/$each" "$to/opt/dbops/tools/$name/bin/$each"
      libraries_of "$root" "$folder/$each" > "$dir/needed"
      while read -r library_name file; do
        of_c_library "$library_name" || [ -e "$to/$library/$library_name" ] || install -D -m 644 "$file" "$to/$library/$library_name"
      done < "$dir/needed"
    done
  done < <(programs)
  rm -f "$dir/needed"
}

run() { # PROGRAM-OR-OPTION...: by what is laid out here, and by nothing of this machine's
  "$dir/c-library$loader" --inhibit-cache --library-path "$dir/c-library/$library:$dir/clients/$library" "$@"
}

check() {
  local program file
  for program in "$dir"/clients/opt/dbops/tools/*/bin/*; do
    run --list "$program" > "$dir/said" || die "${program#"$dir/clients"} lacks a library"
    awk '$2 == "=>" && $3 ~ /^\// {print $3}' "$dir/said" | grep -vF "$loader" >> "$dir/used"
    run "$program" --version
  done
  rm "$dir/said"
  ! grep -vF "$dir/" "$dir/used" || die "that is a library of this machine"
}

# what only an older one of these libraries needed
prune() {
  local file
  for file in "$dir/clients/$library"/*; do
    grep -qxF "$file" "$dir/used" || rm "$file"
  done
  rm "$dir/used"
}

rm -rf "$dir"
mkdir -p "$dir"
dir=$(cd "$dir" && pwd -P)
c_library
clients
check
prune
