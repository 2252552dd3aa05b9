#!/usr/bin/env bash
# Everything that make test promises, with its own set-up. Further arguments go to Maven.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"
JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
log "JDK: $JAVA_HOME"
# built before the tests, so that none of them waits minutes for it
KUBEBUILDER_ASSETS=$(hack/kube-tools.sh); export KUBEBUILDER_ASSETS
log "Kubernetes: $KUBEBUILDER_ASSETS"
hack/helm.sh > /dev/null
hack/s3.sh fetch versitygw
PROMTOOL=$(hack/prometheus.sh); export PROMTOOL
# two modules at a time: engines' tests wait for their servers most of the time
exec ./mvnw -B --no-transfer-progress -T 2 verify "$@"
