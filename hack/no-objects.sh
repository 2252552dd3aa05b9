#!/usr/bin/env bash
# no-objects.sh KUBECTL: fails, and says which, while custom resources exist that the operator has to let go.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
found=
for kind in databaseinstances databases databaseusers; do
  found+=$($1 get "$kind.dbops.dbprovision.io" -A --ignore-not-found -o 'jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{"\n"}{end}' 2> /dev/null || true)
done
[ -z "$found" ] || die "these objects exist and nobody could remove their finalizers afterwards; delete them first:
$found"
