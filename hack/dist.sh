#!/usr/bin/env bash
# Assembles distribution/target/dbops unless it is there and newer than the sources; prints its path.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"
home=$repo/distribution/target/dbops

built() {
  [ -e "$home.built" ] && [ -x "$home/bin/dbops" ] &&
    [ -z "$(find pom.xml ./*/pom.xml plugins/*/pom.xml spi/src core/src plugins/*/src distribution/src/main \
      -newer "$home.built" -type f -not -path '*/src/test/*' | head -n 1)" ]
}

assemble() {
  ./mvnw -q -B --no-transfer-progress -DskipTests package
  touch "$home.built"
}

[ "${1:-}" != --check ] || { built; exit; }
built || with_heartbeat "building the operator (a few minutes the first time)" "${DIST_LOG:-$repo/.run/build.log}" assemble
echo "$home"
