# Debian's packages of any suite, unpacked and never installed: what the scripts that do so share; sourced after lib.sh.
# $suite says which suite, $arch which architecture.
# shellcheck shell=bash
# shellcheck disable=SC2154

keys=/usr/share/keyrings/debian-archive-keyring.gpg

mirror() {
  local found
  found=$(awk '$1 == "URIs:" {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2> /dev/null || true)
  echo "${DBOPS_DEBIAN_MIRROR:-${found:-http://deb.debian.org/debian}}"
}

private_apt() { # FOLDER: with an empty status file, so that nothing counts as installed
  [ -e "$keys" ] || die "$keys is needed to check what Debian signs; please install debian-archive-keyring"
  mkdir -p "$1"/state/lists/partial "$1"/cache/archives/partial "$1"/etc/{apt.conf.d,preferences.d,sources.list.d,trusted.gpg.d}
  : > "$1/status"
  echo "deb [signed-by=$keys] $(mirror) $suite main" > "$1/etc/sources.list"
  cat > "$1/apt.conf" << CONF
Dir "$1"; Dir::State "$1/state"; Dir::State::status "$1/status"; Dir::Cache "$1/cache"; Dir::Log "$1";
Dir::Etc "$1/etc"; Dir::Etc::sourcelist "$1/etc/sources.list"; Dir::Etc::sourceparts "$1/etc/sources.list.d"; Dir::Etc::parts "$1/etc/apt.conf.d";
APT::Architecture "$arch"; APT::Architectures { "$arch"; }; APT::Install-Recommends "false"; APT::Sandbox::User "$(id -un)";
Acquire::Languages "none"; Acquire::Retries "3"; Acquire::Check-Valid-Until "false";
CONF
}
