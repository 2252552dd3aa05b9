#!/bin/sh
# Makes the archives of classes that let the assembled dbops start faster (AppCDS, static): dbops.jsa, and the smaller
# worker.jsa, as the memory of a worker is for the most part what it loads.
# Which classes go in is learnt from runs of dbops itself; the JVM's options are those of bin/dbops.
# usage: make-cds.sh DIR TIME
set -eu
dir=$(cd "$1" && pwd -P) time=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "make-cds.sh: $1" >&2
  cat "$work/log" >&2
  exit 1
}

# learn NAME ARGUMENTS...: needs neither a cluster nor a server
learn() {
  name=$1
  shift
  DBOPS_JAVA_OPTS="-Xshare:off -XX:DumpLoadedClassList=$work/$name.list" \
    "$dir/bin/dbops" "$@" > "$work/log" 2>&1 || fail "'dbops $*' failed"
  [ -s "$work/$name.list" ] || fail "'dbops $*' listed no classes"
}

# The JVM leaves a few addresses of its own in an archive: at the same places each time, the same archive comes of the same classes.
unmoved=''
! setarch -R true 2> /dev/null || unmoved='setarch -R'

# archive NAME LIST ARGUMENTS...: by the JVM that runs dbops with these arguments
archive() {
  name=$1 list=$2
  shift 2
  DBOPS_JAVA_OPTS="-Xshare:dump -XX:SharedClassListFile=$list -XX:SharedArchiveFile=$dir/lib/$name.jsa" \
    $unmoved "$dir/bin/dbops" "$@" > "$work/log" 2>&1 ||
    fail "the archive $name could not be written"
  [ -s "$dir/lib/$name.jsa" ] || fail "no archive $name was written"
  chmod 644 "$dir/lib/$name.jsa"
  touch -d "$time" "$dir/lib/$name.jsa" "$dir/lib"
}

rm -f "$dir/lib/dbops.jsa" "$dir/lib/worker.jsa"
learn crds crds --offline
learn operator operator --help
learn plugins plugins

# what an operator at work loads, recorded once; a name that is gone meanwhile is passed over
recorded=$(dirname "$0")/classes.list
[ ! -f "$recorded" ] || cp "$recorded" "$work/recorded.list"

# One list, the same at every build: without ids, which count per run; without classes of plugins' own loaders,
# which cannot go in; without what happened to be resolved (@cp). Lambdas come after the classes they are in.
cat "$work"/*.list | grep -v -e '^#' -e ' source: ' -e '^@cp' | sed 's/ id: [0-9]*//' | LC_ALL=C sort -u > "$work/all"
{
  grep -v '^@' "$work/all"
  grep '^@' "$work/all"
} > "$work/classes"

archive dbops "$work/classes" crds --offline
archive worker "$(dirname "$0")/worker-classes.list" worker --work -

# an archive that the JVM refuses would only be slow, and nobody would see it
DBOPS_JAVA_OPTS="-Xshare:on -Xlog:class+load=info:file=$work/loaded" "$dir/bin/dbops" crds --offline > "$work/log" 2>&1 ||
  fail "the archive is not accepted"
grep -q 'io\.dbprovision\.core\.Main source: shared objects file' "$work/loaded" ||
  fail "the archive is not used"

DBOPS_JAVA_OPTS="-Xshare:on -Xlog:class+load=info:file=$work/loaded" "$dir/bin/dbops" worker --help > "$work/log" 2>&1 ||
  fail "the worker's archive is not accepted"
grep -q 'io\.dbprovision\.core\.Main source: shared objects file' "$work/loaded" ||
  fail "the worker's archive is not used"

# the files themselves bear the time of the release: this one tells when they were made
touch "$dir.built"
