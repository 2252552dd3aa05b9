#!/usr/bin/env bash
# A real MySQL server, its state below one folder, on a port that it keeps. It is the newest that Debian's unstable suite
# has, because no released suite has any: which one that is changes from week to week.
#   start     makes it at first, with the admin that the operator gets: dbops_admin, which has no SUPER
#             --tls           a CA, a server and a client certificate in DIR/mysql-VERSION/tls; without it TLS is not offered
#             --general-log   every statement is logged, and performance_schema keeps the last ones
#             --lower-case    names of databases and tables lose their upper case (lower_case_table_names = 1)
#             --in-memory     its data goes to /dev/shm where there is room: several times as fast, gone with the machine
#   env       NAME=value lines: MYHOST MYPORT MYADMIN MYADMIN_PASSWORD MYROOT MYROOT_PASSWORD MYLOG MYGENERAL_LOG MYDATA MYTLS
#   sql       logs in as the admin; further arguments go to the client
#   stop, restart, kill, pause, resume
#   remove    stops it and deletes all that it stored
#   admin     prints the statements that make the admin, {password} standing for its password: servers of another
#             origin get the same one
# shellcheck disable=SC2034,SC2154 # what mysql-family.sh uses and sets
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
product=mysql
. "$(dirname "${BASH_SOURCE[0]}")/mysql-family.sh"

packages='mysql-server-core mysql-client-core'
alone=''
client_options=--get-server-public-key # where there is no TLS, a password goes encrypted by that key

choose_version() {
  case $version in
    sid) suite=sid ;;
    *) die "no MySQL server of version '$version'; there is 'sid', whatever Debian's unstable suite has" ;;
  esac
}

no_tls() { echo 'tls-version ='; }

settings() {
  cat << CONF
lc-messages-dir = $programs/usr/share/mysql
plugin-dir = $programs/usr/lib/mysql/plugin
mysqlx = OFF
innodb_redo_log_capacity = 16M
sync_binlog = 0
CONF
}

bootstrap() {
  "${by_loader[@]}" "$(server_program)" --defaults-file="$run/my.cnf" ${as_user[@]+"${as_user[@]}"} --log-error= --initialize-insecure
}

first_statements() { # PASSWORD; each statement on a line of its own
  echo "CREATE USER 'root'@'%' IDENTIFIED BY '$1';"
  echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  echo "DROP USER 'root'@'localhost';"
}

grants() {
  echo "GRANT CREATE, DROP, ALTER, CREATE USER, RELOAD, PROCESS, CONNECTION_ADMIN, ROLE_ADMIN, SELECT, INSERT, UPDATE, DELETE, INDEX, REFERENCES, CREATE TEMPORARY TABLES, LOCK TABLES, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, TRIGGER ON *.* TO 'dbops_admin'@'%' WITH GRANT OPTION;"
}

main "$@"
