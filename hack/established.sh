#!/usr/bin/env bash
# Waits until the API server serves the operator's kinds, whose definitions were applied. kubectl wait alone fails at once on a
# definition that the API server has not looked at yet: that one has no conditions at all.
#   established.sh [KUBECTL]     kubectl as it is to be called, such as 'kubectl --context=test'
set -euo pipefail
read -ra kubectl <<< "${1:-kubectl}"
end=$((SECONDS + 60))

established() {
  local definitions
  definitions=$("${kubectl[@]}" get crd -o name) || return
  mapfile -t definitions < <(grep '\.dbops\.dbprovision\.io$' <<< "$definitions")
  "${kubectl[@]}" wait --for=condition=Established --timeout=10s "${definitions[@]}"
}

until said=$(established 2>&1); do
  if [ "$SECONDS" -ge "$end" ]; then
    printf '%s\n' "$said" >&2
    exit 1
  fi
  sleep 0.2
done
