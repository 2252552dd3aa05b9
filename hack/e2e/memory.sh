# A thousand objects within 256 MiB: what the operator's pod needs, and how soon it works after its start. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

# Prints what the pod uses, and sets $rss, in MiB
memory() { # WHEN
  local pod pid folder
  pod=$(operator_pods | head -n 1)
  pid=$(pids_of "$pod" | head -n 1)
  if [ -n "$pid" ]; then
    folder=$(cgroup_of "$pid")
    rss=$(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")
    echo "$1: VmRSS $rss MiB, of it anonymous $(awk '/^RssAnon/ {print int($2 / 1024)}' "/proc/$pid/status") MiB, most so far $(awk '/^VmHWM/ {print int($2 / 1024)}' "/proc/$pid/status") MiB; the container by its cgroup: $(cgroup_memory "$folder")"
  else
    rss=$(kubectl get --raw "/api/v1/nodes/$(kubectl get pod -n "$system" "$pod" -o 'jsonpath={.spec.nodeName}')/proxy/stats/summary" |
      tr -d ' \n' | grep -oE "\"podRef\":\{\"name\":\"$pod\".*" | grep -oE '"rssBytes":[0-9]+' | head -n 1 | awk -F: '{print int($2 / 1048576)}')
    echo "$1: RSS $rss MiB, as the kubelet says"
  fi
}

cgroup_memory() { # FOLDER
  local mib='{print int($1 / 1048576)}'
  if [ -e "$1/memory.usage_in_bytes" ]; then
    echo "now $(awk "$mib" "$1/memory.usage_in_bytes"), peak $(awk "$mib" "$1/memory.max_usage_in_bytes"), limit $(awk "$mib" "$1/memory.limit_in_bytes") MiB"
  else
    echo "now $(awk "$mib" "$1/memory.current"), peak $(awk "$mib" "$1/memory.peak"), limit $(awk "$mib" "$1/memory.max") MiB"
  fi
}

# the log's first line of work, after the process was started by the kubelet
first_look() {
  local pod
  pod=$(operator_pods | head -n 1)
  kubectl logs -n "$system" "$pod" > "$state/start.log" && grep -q '"controller":' "$state/start.log"
}

start_up() {
  local began worked user=early-$RANDOM
  kubectl scale -n "$system" "deployment/$deployment" --replicas=0 > /dev/null
  kubectl wait -n "$system" --for=delete pod -l control-plane=controller-manager --timeout=60s > /dev/null
  crowd crowd postgres "$user" 1 1 | kubectl apply -f - > /dev/null
  kubectl scale -n "$system" "deployment/$deployment" --replicas=1 > /dev/null
  rolled_out > /dev/null
  wait_until 30 first_look || die "it does nothing"
  metrics "$deployment-metrics-service" || die "no metrics"
  began=$(awk '$1 == "process_start_time_seconds" {printf "%.3f", $2}' "$state/metrics")
  worked=$(sed -n 's/.*"ts":"\([^"]*\)".*"controller":.*/\1/p' "$state/start.log" | head -n 1)
  awk -v from="$began" -v to="$(date -d "$worked" +%s.%N)" 'BEGIN {printf "%.2f\n", to - from}'
}

part_memory() {
  local from rss startup count=${E2E_OBJECTS:-1000} restarts
  crowd_namespace crowd
  apply_over within-256 \
    'resources: [../../../distribution/config/default]' \
    'patches:' \
    '  - target: {kind: Deployment}' \
    "    patch: '[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/resources/limits/memory\", \"value\": \"256Mi\"}]'" > /dev/null
  kubectl scale -n "$system" "deployment/$deployment" --replicas=1 > /dev/null
  rolled_out > /dev/null
  scraper db-provision-operator-metrics-reader
  wait_until 60 metrics "$deployment-metrics-service" || die "no metrics"
  startup=$(start_up)
  echo "From the JVM's start to the first object that was worked on: $startup s"
  sleep "${E2E_IDLE:-20}"
  memory "With $(kubectl get databaseusers,databases,databasegrants,databaseroles,databaseinstances -A -o name | wc -l) objects, idle"
  crowd_namespace many
  from=$(now)
  crowd many postgres many 1 "$count" | kubectl apply --server-side -f - > /dev/null
  wait_until 180 crowd_ready many || die "not Ready: $(unready many databaseusers | wc -l)"
  echo "$count more objects are Ready $(elapsed "$from") s after the first was applied"
  memory "At their end"
  sleep "${E2E_IDLE:-20}"
  memory "With $count more, idle"
  restarts=$(kubectl get pods -n "$system" -l control-plane=controller-manager -o 'jsonpath={.items[*].status.containerStatuses[*].restartCount}')
  [ "$restarts" = 0 ] || die "restarted $restarts times: $(kubectl get pods -n "$system" -o 'jsonpath={.items[*].status.containerStatuses[*].lastState}')"
  echo "It was not restarted; databases are made one after the other, and the API server shares these processors"
  startup=$(start_up)
  echo "From the JVM's start to the first object that was worked on, with all these there: $startup s"
  sleep "${E2E_IDLE:-20}"
  memory "After that start, idle"
  kubectl delete namespace many --wait=false
}
