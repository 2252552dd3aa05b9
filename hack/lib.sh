# Shared by the scripts of this folder; sourced, not run. Kept to what bash 3.2 knows, for macOS.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this use them
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${DBOPS_CACHE:-${XDG_CACHE_HOME:-${HOME:?neither HOME nor DBOPS_CACHE is set}/.cache}/dbops}
case $cache in /*) ;; *) cache=$PWD/$cache ;; esac

log() { printf '==> %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# die_with FILE MESSAGE: the end of the log first, so that the reason stands right above the error
die_with() {
  local file=$1; shift
  [ ! -s "$file" ] || tail -n 15 "$file" | sed 's/^/    /' >&2
  die "$*; the log is $file"
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" > /dev/null || die "the program '$tool' is needed and is not on PATH; please install it"
  done
}

# A port nobody listens on, from below the range that the kernel gives to outgoing connections: so it is still free
# when a stopped server comes back to it. Two scripts may still pick the same one: whoever starts a server tries again.
free_port() {
  local port try
  for try in {1..100}; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }
  done
  die "found no free port in $try tries"
}

random_secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# with_lock FILE COMMAND...: two runs at once must not build the same thing twice. Runs it in a subshell.
with_lock() {
  local file=$1; shift
  mkdir -p "$(dirname "$file")" || die "cannot write below $(dirname "$file")"
  if command -v flock > /dev/null; then
    (
      while :; do
        exec 9> "$file"
        flock -n 9 || { log "waiting for another run that holds $file"; flock 9; }
        # whoever held it took the file away at its end: then this is not the file that the next one will lock
        [ ! "$file" -ef /dev/fd/9 ] || break
      done
      trap 'rm -f "$file"' EXIT
      ("$@") # it may have a trap of its own
    )
  else # macOS
    (
      until mkdir "$file.d" 2> /dev/null; do
        # one that was killed left its lock behind
        kill -0 "$(cat "$file.d/pid" 2> /dev/null || echo $$)" 2> /dev/null || rm -rf "$file.d"
        sleep 1
      done
      trap 'rm -rf "$file.d"' EXIT
      echo $$ > "$file.d/pid"
      ("$@") # it may have a trap of its own
    )
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

# with_heartbeat WHAT LOGFILE COMMAND...: a long step says every 20 s that it is still at it; ends the script when the
# command fails. Not to be called in a condition: there bash would go on after a failed line inside of the command.
with_heartbeat() {
  local what=$1 file=$2 started=$SECONDS beat rc; shift 2
  log "$what"
  # ends by itself when the script is killed; its sleep holds neither our output nor a lock
  (while sleep 20 > /dev/null 2>&1 && kill -0 $$; do log "… $((SECONDS - started)) s, still $what"; done) > /dev/null 9>&- &
  beat=$!
  set +e
  (set -e; "$@") > "$file" 2>&1 < /dev/null
  rc=$?
  { kill "$beat"; wait "$beat"; } 2> /dev/null
  set -e
  [ "$rc" = 0 ] || die_with "$file" "failed: $what"
}

# the command line of a process; nothing for one that has ended and was not collected yet
command_line() {
  local line try
  if [ ! -d /proc/self ]; then
    ps -ww -o args= -p "$1" 2> /dev/null
    return
  fi
  # between its start and its first instruction a program has none: that is no end
  for try in {1..50}; do
    { line=$(tr '\0' ' ' < "/proc/$1/cmdline") || return 1; } 2> /dev/null
    if [ -n "$line" ]; then
      printf '%s\n' "$line"
      return
    fi
    case $(cat "/proc/$1/stat" 2> /dev/null) in '' | *') Z '* | *') X '*) return 1 ;; esac
    sleep 0.02
  done
}

# alive PIDFILE TEXT: is it there, and with TEXT in its command line? Process ids are used again.
alive() {
  local pid
  pid=$(head -n 1 "$1" 2> /dev/null) && [ -n "$pid" ] || return 1
  case $(command_line "$pid") in *"$2"*) ;; *) return 1 ;; esac
}

dead() { ! alive "$@"; }

signal_process() { # PIDFILE TEXT SIGNAL
  alive "$1" "$2" || die "not running: $2"
  kill "-$3" "$(head -n 1 "$1")"
}

# stop_process PIDFILE TEXT: TERM, after five seconds KILL
stop_process() {
  local pid
  if alive "$1" "$2"; then
    pid=$(head -n 1 "$1")
    # one that is paused gets its TERM only when it goes on
    { kill -TERM "$pid" && kill -CONT "$pid"; } 2> /dev/null || true
    wait_until 5 dead "$1" "$2" || kill_process "$1" "$2"
  fi
  rm -f "$1"
}

kill_process() { # PIDFILE TEXT
  alive "$1" "$2" || return 0
  kill -KILL "$(head -n 1 "$1")" 2> /dev/null || true
  wait_until 10 dead "$1" "$2" || die "process $(head -n 1 "$1") does not end: $2"
}

# start_process PIDFILE LOGFILE COMMAND...: outlives the calling script, in a session of its own, and holds none of its
# files: a lock or the pipe of a caller that reads our output would else stay open for as long as it runs.
start_process() {
  local pidfile=$1 logfile=$2; shift 2
  (
    for fd in /dev/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-" 2> /dev/null
    done
    exec < /dev/null >> "$logfile" 2>&1
    if command -v setsid > /dev/null; then exec setsid "$@"; fi
    exec perl -MPOSIX -e 'POSIX::setsid(); exec @ARGV' -- "$@" # macOS
  ) &
  echo $! > "$pidfile"
  disown
  # until it has become the command, `alive` takes it for somebody else
  wait_until 5 became_another "$!"
}

# By its name it might be missed: a launcher is soon replaced by what it launches.
became_another() { [ "$(command_line "$1")" != "$(command_line "$$")" ]; }
