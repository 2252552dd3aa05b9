#!/usr/bin/env bash
# make image: distribution/target/dbops-image.tar of what make dist assembled.
#   image.sh [none]    none leaves out the client programs of databases, which backups need
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"
target=distribution/target
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
case ${1:-} in
  none) clients='' ;;
  '')
    command -v apt-get > /dev/null || die "the client programs in the image are Debian's packages, and there is no apt-get; make image CLIENTS=none makes one without them, for an operator that does no backups"
    clients=$target/image-clients
    with_heartbeat "laying out the client programs" "$target/image-clients.log" hack/image-clients.sh "$clients"
    ;;
  *) die "usage: image.sh [none]" ;;
esac
distribution/src/main/scripts/make-image.sh $target/dbops 2026-01-01T00:00:00Z localhost/db-provision-operator:0.1.0 $target/dbops-image.tar $clients
