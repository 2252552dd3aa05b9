# Shared by the scripts of this folder; sourced, not run.
# shellcheck shell=bash
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${DBOPS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dbops}

log() { printf '==> %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# a port nobody listens on; the kernel picks it
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2> /dev/null || {
    local port
    for _ in $(seq 100); do
      port=$((20000 + RANDOM % 30000))
      (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }
    done
    return 1
  }
}

# with_lock NAME COMMAND...: two runs at once must not build the same thing twice
with_lock() {
  local name=$1; shift
  mkdir -p "$cache"
  if command -v flock > /dev/null; then
    (flock 9; "$@") 9> "$cache/$name.lock"
  else
    "$@"
  fi
}

# wait_until SECONDS COMMAND...
wait_until() {
  local end=$((SECONDS + $1)); shift
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# a long step says every 20 s that it is still at it
with_heartbeat() {
  local what=$1 beat; shift
  log "$what"
  (while sleep 20; do log "… still at it ($what)"; done) & beat=$!
  local rc=0
  "$@" || rc=$?
  kill "$beat" 2> /dev/null; wait "$beat" 2> /dev/null || true
  return "$rc"
}

# is PID alive and running a command that contains TEXT? pids are used again
runs() {
  local pid
  pid=$(cat "$1" 2> /dev/null) || return 1
  [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null && tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -q -- "$2" ||
    { [ ! -d /proc ] && [ -n "$pid" ] && ps -o command= -p "$pid" 2> /dev/null | grep -q -- "$2"; }
}

# stop PIDFILE TEXT: TERM, after five seconds KILL
stop_process() {
  runs "$1" "$2" || { rm -f "$1"; return 0; }
  local pid
  pid=$(cat "$1")
  kill "$pid" 2> /dev/null || true
  wait_until 5 eval "! kill -0 $pid" || kill -9 "$pid" 2> /dev/null || true
  rm -f "$1"
}

# start PIDFILE LOGFILE COMMAND...: outlives the calling script and holds none of its files
start_process() {
  local pidfile=$1 logfile=$2; shift 2
  local setsid=(setsid); command -v setsid > /dev/null || setsid=(nohup)
  "${setsid[@]}" "$@" < /dev/null > "$logfile" 2>&1 9>&- &
  echo $! > "$pidfile"
  disown
}
