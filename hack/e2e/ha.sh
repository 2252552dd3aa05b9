# Two replicas: the one that works is killed, and both are replaced, with objects coming in. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

# As a machine does it that runs out of memory, where this one sees the pod's process; else as kubectl can.
kill_pod() { # POD
  local pids
  pids=$(pids_of "$1")
  if [ -n "$pids" ] && kill -KILL $pids; then
    echo "killed: process $pids of $1"
  else
    show kubectl delete pod -n "$system" "$1" --grace-period=0 --force
  fi
}

new_leader() { [ "$(kubectl get lease -n "$system" b0f91929.dbprovision.io -o 'jsonpath={.spec.holderIdentity}')" != "$1" ]; }

two_pods() { [ "$(operator_pods | wc -l)" -eq 2 ]; }

part_ha() {
  local was pod from took transitions count=60
  show kubectl apply -k distribution/config/ha
  rolled_out
  wait_until 60 two_pods || die "there are not two pods"
  kubectl get -n "$system" pods,poddisruptionbudgets,leases
  crowd_namespace crowd
  was=$(kubectl get lease -n "$system" b0f91929.dbprovision.io -o 'jsonpath={.spec.holderIdentity}')
  pod=$(leader)
  transitions=$(kubectl get lease -n "$system" b0f91929.dbprovision.io -o 'jsonpath={.spec.leaseTransitions}')
  echo "The leader: $was"
  crowd crowd postgres taken 1 $((count / 2)) | kubectl apply -f - > /dev/null
  from=$(now)
  kill_pod "$pod"
  crowd crowd postgres taken $((count / 2 + 1)) "$count" | kubectl apply -f - > /dev/null
  wait_until 40 ready crowd "databaseuser/taken-$((count - 1))" || die "nobody took over"
  took=$(elapsed "$from")
  echo "Taken over by $(leader): an object that came after the kill is Ready $took s after it"
  at_most "$took" "${E2E_TAKEOVER:-20}" || die "that is more than ${E2E_TAKEOVER:-20} s"
  wait_until 60 crowd_ready crowd || die "not Ready: $(unready crowd databaseusers) $(unready crowd databases)"
  [ "$(on_the_server taken)" = "$count" ] || die "on the server are $(on_the_server taken) and not $count"
  made_once taken "$count"
  echo "$count objects are Ready, the server was told to make each once; the Lease changed hands $(($(kubectl get lease -n "$system" b0f91929.dbprovision.io -o 'jsonpath={.spec.leaseTransitions}') - ${transitions:-0})) time(s)"
}

# both pods are replaced while objects are made, changed and deleted
part_rolling() {
  local from left count=200 gone=40
  crowd_namespace crowd
  crowd crowd postgres rolled 1 "$gone" | kubectl apply -f - > /dev/null
  wait_until 60 crowd_ready crowd || die "not Ready: $(unready crowd databaseusers)"
  from=$(now)
  kubectl rollout restart -n "$system" "deployment/$deployment"
  (
    crowd crowd postgres rolled $((gone + 1)) "$count" | kubectl apply -f - > /dev/null
    crowd crowd postgres rolled 1 "$gone" | kubectl delete --wait=false -f - > /dev/null
  ) &
  rolled_out
  echo "Rolled out after $(elapsed "$from") s"
  wait $! || die "the API server refused objects"
  wait_until 90 crowd_ready crowd || die "not Ready: $(unready crowd databaseusers) $(unready crowd databases)"
  wait_until 60 none_of crowd "$gone" || die "deleted and still there: $(kubectl get -n crowd databaseusers,databases -o name | grep -cE '/rolled-')"
  echo "All of it is done after $(elapsed "$from") s"
  left=$(on_the_server rolled)
  [ "$left" = $((count - gone)) ] || die "on the server are $left and not $((count - gone))"
  made_once rolled "$count"
  echo "$((count - gone)) objects came in and are Ready, $gone were deleted and are gone, nothing was made twice"
}

none_of() { # NAMESPACE COUNT: of the first COUNT
  ! kubectl get -n "$1" databaseusers,databases -o name | sed -n 's|.*/rolled-||p' | awk -v most="$2" '$1 <= most {found = 1} END {exit !found}'
}
