#!/bin/sh
# Makes an assembled folder the same at every build: modes, and times, which the class archive is bound to.
# usage: finish.sh DIR TIME
set -eu
dir=$1 time=$2

for jar in "$dir"/plugins/*.jar; do
  (cd "$dir/plugins" && sha256sum "$(basename "$jar")" > "$jar.sha256")
done
chmod 755 "$dir"/bin/*
find "$dir" -type f ! -path "$dir/bin/*" -exec chmod 644 {} +
find "$dir" -type d -exec chmod 755 {} +
find "$dir" -exec touch -h -d "$time" {} +
