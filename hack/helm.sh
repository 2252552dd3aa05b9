#!/usr/bin/env bash
# Makes sure that helm is there; prints its path. Where hack/kube-tools.sh had to build Kubernetes it has built this too,
# else it is built once through Go's module proxy, which checks its sums.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for built in "$cache"/kube-*/helm; do
  [ ! -x "$built" ] || { echo "$built"; exit; }
done
exec "$repo/hack/go-program.sh" helm "$helm_package@v$helm_version" 'about 2 minutes'
