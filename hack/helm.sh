#!/usr/bin/env bash
# Makes sure that helm is there, built once through Go's module proxy, which checks its sums; prints its path.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
exec "$repo/hack/go-program.sh" helm helm.sh/helm/v3/cmd/helm@v3.22.0 'about 2 minutes'
