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

# The Java libraries in it, those inside of plugins among them, as CycloneDX; the plugin for it wants a network.
sbom() {
  ./mvnw -q -B --no-transfer-progress org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeAggregateBom -Dcyclonedx.skipAttach=true -DincludeTestScope=false -DincludeBomSerialNumber=false \
    -DexcludeTestProject=true -DoutputFormat=json -DoutputReactorProjects=false -DoutputDirectory="$repo/$target" -DoutputName=dbops-sbom
}
[ -s $target/dbops-sbom.json ] && [ -z "$(find pom.xml ./*/pom.xml plugins/*/pom.xml -newer $target/dbops-sbom.json)" ] ||
  with_heartbeat "listing what is in it" "$target/sbom.log" sbom

# of what is committed, or of something else
DBOPS_REVISION=$(git diff --quiet HEAD 2> /dev/null && git rev-parse HEAD || true); export DBOPS_REVISION
DBOPS_SBOM=$target/dbops-sbom.json distribution/src/main/scripts/make-image.sh $target/dbops 2026-01-01T00:00:00Z localhost/db-provision-operator:0.1.0 $target/dbops-image.tar $clients
