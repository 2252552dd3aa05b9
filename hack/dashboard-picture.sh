#!/usr/bin/env bash
# dashboard-picture.sh [--minutes N] [--until TIME] DASHBOARD.json PROMETHEUS-URL PICTURE.png
# draws a dashboard's own panels and queries, asked of a Prometheus, near to how Grafana shows them; without a Grafana.
# --minutes says how far back (60), --until where it ends, in seconds since 1970 (now). Its libraries are in the cache.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

libraries=(matplotlib~=3.8 font-roboto==0.0.1)
venv=$cache/dashboard-picture-1 # another number when the line above changes

install() {
  python3 -m venv "$venv.new"
  "$venv.new/bin/pip" install --disable-pip-version-check --quiet "${libraries[@]}"
}

make_venv() {
  [ ! -e "$venv/made" ] || return 0
  need python3
  rm -rf "$venv" "$venv.new"
  with_heartbeat "fetching ${libraries[*]} from PyPI (once)" "$venv.log" install
  # programs in it name its folder, which is to be the last one; Python itself does not mind
  mv "$venv.new" "$venv"
  : > "$venv/made"
}

[ -e "$venv/made" ] || with_lock "$venv.lock" make_venv
MPLCONFIGDIR=$venv/matplotlib exec "$venv/bin/python" "$repo/hack/dashboard_picture.py" "$@"
