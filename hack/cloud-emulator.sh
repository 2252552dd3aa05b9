# What gcs.sh and azurite.sh share; sourced by them, after lib.sh. They set $product and $places (what a place for
# objects is called) and have the functions find_program (which sets $program), secrets, launch_on PORT, answers,
# make_place NAME and print_env.
# shellcheck shell=bash
# shellcheck disable=SC2154

usage="usage: $product.sh start|stop|restart|kill|pause|resume|remove|env VERSION DIR, or $product.sh $places VERSION DIR NAME"

parse() {
  [ $# -ge 3 ] || die "$usage"
  verb=$1 place=${4:-}
  [ "$2" = "$version" ] || die "no $product of version '$2'; there is $version"
  case $verb in
    start) mkdir -p "$3" ;;
    stop | kill | remove) [ -d "$3/$product-$version" ] || exit 0 ;;
    *) [ -d "$3/$product-$version" ] || die "there is no $product $version below $3; start one with: $product.sh start $version $3" ;;
  esac
  run=$(cd "$3" && pwd -P)/$product-$version
}

port() { cat "$run/port"; }

launch() {
  [ -s "$run/port" ] || free_port > "$run/port"
  launch_on "$(port)"
  if ! wait_until 60 up; then
    kill_process "$run/pid" "$(mark)"
    die_with "$run/server.log" "$product does not answer on port $(port)"
  fi
  # somebody else may have taken the port first
  alive "$run/pid" "$(mark)" || return 1
}

# with it in the command line a process is ours
mark() { echo "$run/data"; }

up() { dead "$run/pid" "$(mark)" || answers; }

start() {
  alive "$run/pid" "$(mark)" && return
  need curl
  find_program
  mkdir -p "$run/data"
  secrets
  if ! launch; then
    # nobody knows the port yet when it is the first start
    [ ! -e "$run/was-up" ] || die_with "$run/server.log" "$product did not start again on port $(port)"
    rm -f "$run/port"
    launch || { rm -f "$run/port"; launch; } || die_with "$run/server.log" "$product did not start"
  fi
  : > "$run/was-up"
  log "$product $version is up after $SECONDS s on port $(port)"
}

remove() {
  stop_process "$run/pid" "$(mark)"
  rm -rf "$run"
}

main() {
  parse "$@"
  case $verb in
    start) with_lock "$run.lock" start ;;
    stop) stop_process "$run/pid" "$(mark)" ;;
    restart) stop_process "$run/pid" "$(mark)"; with_lock "$run.lock" start ;;
    kill) kill_process "$run/pid" "$(mark)" ;;
    pause) signal_process "$run/pid" "$(mark)" STOP ;;
    resume) signal_process "$run/pid" "$(mark)" CONT ;;
    remove) remove ;;
    env) print_env ;;
    "$places")
      [[ $place =~ ^[a-z0-9][a-z0-9-]+$ ]] || die "no name for it: '$place'"
      make_place "$place" || die "$product did not make '$place'"
      ;;
    *) die "$usage" ;;
  esac
}
