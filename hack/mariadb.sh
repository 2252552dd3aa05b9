#!/usr/bin/env bash
# A real MariaDB server of Debian's packages, its state below one folder, on a port that it keeps.
#   start     makes it at first, with the admin that the operator gets: dbops_admin, which has no SUPER
#             --tls           a CA, a server and a client certificate in DIR/mariadb-VERSION/tls; without it TLS is not offered
#             --general-log   every statement is logged, and performance_schema keeps the last ones
#             --lower-case    names of databases and tables lose their upper case (lower_case_table_names = 1)
#             --in-memory     its data goes to /dev/shm where there is room: several times as fast, gone with the machine
#   env       NAME=value lines: MYHOST MYPORT MYADMIN MYADMIN_PASSWORD MYROOT MYROOT_PASSWORD MYLOG MYGENERAL_LOG MYDATA MYTLS
#   sql       logs in as the admin; further arguments go to the client
#   stop, restart, kill, pause, resume
#   remove    stops it and deletes all that it stored
#   programs  makes sure that its programs are there, and prints their folder
#   admin     prints the statements that make the admin, {password} standing for its password: servers of another
#             origin get the same one
# shellcheck disable=SC2034,SC2154 # what mysql-family.sh uses and sets
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
product=mariadb
. "$(dirname "${BASH_SOURCE[0]}")/mysql-family.sh"

packages='mariadb-server-core mariadb-client-core'
alone=mariadb-server # has the plug-ins, ed25519 among them
client_options=''

choose_version() {
  case $version in
    10.11) suite=bookworm ;;
    11.8) suite=trixie ;;
    *) die "no MariaDB server of version '$version'; there are 10.11 and 11.8" ;;
  esac
}

no_tls() { echo skip-ssl; }

# newer packages have other names for the same
choose_share() {
  share=$programs/usr/share/mysql called=mysql
  if [ ! -e "$share/mysql_system_tables.sql" ]; then share=$programs/usr/share/mariadb called=mariadb; fi
}

settings() {
  choose_share
  cat << CONF
lc-messages-dir = $share
character-sets-dir = $share/charsets
plugin-dir = $programs/usr/lib/mysql/plugin
plugin-maturity = stable
plugin-load-add = auth_ed25519
server-id = 1
log-bin = $run/data/binlog
sync_binlog = 0
CONF
}

bootstrap() {
  choose_share
  mkdir -p "$run/data"
  {
    printf 'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n'
    cat "$share/$called"_{system_tables,performance_tables,system_tables_data}.sql "$share/maria_add_gis_sp_bootstrap.sql" "$share/${called}_sys_schema.sql"
  } |
    "${by_loader[@]}" "$(server_program)" --defaults-file="$run/my.cnf" ${as_user[@]+"${as_user[@]}"} --bootstrap --log-error= --skip-log-bin
}

first_statements() { # PASSWORD; each statement on a line of its own
  echo "CREATE USER 'root'@'%' IDENTIFIED BY '$1';"
  echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  echo "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> '%');"
  echo "FLUSH PRIVILEGES;"
}

grants() {
  echo "GRANT CREATE, DROP, ALTER, CREATE USER, RELOAD, PROCESS, CONNECTION ADMIN, SELECT, INSERT, UPDATE, DELETE, INDEX, REFERENCES, CREATE TEMPORARY TABLES, LOCK TABLES, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, TRIGGER ON *.* TO 'dbops_admin'@'%' WITH GRANT OPTION;"
}

main "$@"
