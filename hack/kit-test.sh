#!/usr/bin/env bash
# kit-test.sh DIR: a new engine and a new store, generated and built in DIR with nothing of this repository but the kit.
# Prints the paths of the two jars.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/kit-lib.sh"
[ $# = 1 ] || die "usage: kit-test.sh DIR"
mkdir -p "$1"
cd "$1"
JAVA_HOME=$("$repo/hack/jdk.sh"); export JAVA_HOME
repository=$PWD/repository
kit_repository "$repository" -Dmaven.javadoc.skip -Djapicmp.skip -Dspotless.check.skip >&2

for sort in engine store; do
  generate "$repository" "$sort" "own$sort" >&2
  places=$(grep -rhoE 'PLACE [0-9] of 5' "dbops-own$sort/src" | sort -u | wc -l)
  [ "$places" -eq 5 ] || die "the $sort has $places places to fill in, not 5"
  (cd "dbops-own$sort" && kit_maven "$repository" -q package >&2)
  tests=$(cat "dbops-own$sort"/target/surefire-reports/*.xml | grep -c '<testcase ')
  [ "$tests" -gt 20 ] || die "the suites of the $sort ran $tests tests"
  log "$sort: $tests tests passed"
  printf '%s\n' "$PWD/dbops-own$sort"/target/*.jar
done
rm -rf "$repository" # it is full of links to the user's own
