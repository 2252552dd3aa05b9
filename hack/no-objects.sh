#!/usr/bin/env bash
# no-objects.sh KUBECTL: fails, and says which, while custom resources exist that the operator has to let go.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
group=dbops.dbprovision.io

# a cluster that cannot be asked must not look like one without objects
kinds=$("$1" api-resources --api-group="$group" --verbs=list --output=name) || die "cannot ask the cluster for its kinds"
found=
for kind in $kinds; do
  objects=$("$1" get "$kind" --all-namespaces \
    --output='jsonpath={range .items[*]}{"\n  "}{.kind} {.metadata.namespace}/{.metadata.name}{end}') || die "cannot list $kind"
  found=$found$objects
done
[ -z "$found" ] || die "these objects exist, and without the operator nobody could delete them; delete them first:$found"
