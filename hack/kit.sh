#!/usr/bin/env bash
# make kit: what plugins' authors need, into the local repository of Maven: the SPI and its testkit with sources and
# documentation, the bill of materials, the parent of plugins, the archetypes. KIT_REPO=DIR: into that folder instead, in
# the layout of a repository, to be served or copied. Further arguments go to Maven.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
goals=(install)
if [ -n "${KIT_REPO:-}" ]; then
  mkdir -p "$KIT_REPO"
  goals=(deploy "-DaltDeploymentRepository=kit::file://$(cd "$KIT_REPO" && pwd -P)")
fi
cd "$repo"
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
./mvnw -q -B --no-transfer-progress -Pkit -DskipTests \
  -pl spi,spi-testkit,kit/bom,kit/plugin-parent,kit/engine-archetype,kit/store-archetype "${goals[@]}" "$@"
log "the kit is in ${KIT_REPO:-the local repository of Maven}"
