#!/usr/bin/env bash
# The conformance suites on every supported version of every server, each in a container. Further arguments go to Maven,
# those of docs/testing.md among them.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$repo"

# The tests ask the engine itself, after minutes of building; where there is not even a socket, nobody needs to wait.
engine_in_sight() {
  local socket
  case ${DOCKER_HOST:-} in
    unix://*) [ -S "${DOCKER_HOST#unix://}" ] ;;
    ?*) true ;;
    *)
      [ ! -e "$HOME/.testcontainers.properties" ] || ! grep -q '^docker.host' "$HOME/.testcontainers.properties" || return 0
      for socket in /var/run/docker.sock "${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/docker.sock" "$HOME/.docker/run/docker.sock" "$HOME/.docker/desktop/docker.sock"; do
        [ ! -S "$socket" ] || return 0
      done
      return 1
      ;;
  esac
}

engine_in_sight || die "a Docker-compatible engine is needed, and there is none at ${DOCKER_HOST:-the sockets that Docker has}: start Docker, or start
  'podman system service --time=0 unix:///run/podman/podman.sock' and set DOCKER_HOST=unix:///run/podman/podman.sock"

JAVA_HOME=$(hack/jdk.sh); export JAVA_HOME
exec ./mvnw -B --no-transfer-progress --fail-at-end -pl plugins/postgres,plugins/mysql -am test -Dservers=containers \
  -Dtest='Conformance*Test' -Dsurefire.failIfNoSpecifiedTests=false "$@"
