package io.dbprovision.mysql.connect;

import static java.util.Map.entry;

import io.dbprovision.jdbc.SqlStates;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.Map;

/**
 * What the servers' error codes mean to the operator. Most of their SQLStates are the all-purpose
 * HY000 or 42000, so their own numbers count first; both products use the same below 1900.
 */
final class MyStates {
  private static final SqlStates STATES =
      SqlStates.standard()
          .with("23", ErrorKind.INVALID)
          .with("70100", ErrorKind.TIMEOUT)
          .with("3D", ErrorKind.NOT_FOUND);

  private static final int OPTION = 1290;

  /** The part of both options' names that the message has. */
  private static final String READ_ONLY = "read-only";

  /** The driver's number for what it refuses itself, with the SQLState of a faulty statement. */
  private static final int OF_THE_DRIVER = -1;

  private static final String CLOSED = " on a closed connection";

  private static final Map<Integer, ErrorKind> NUMBERS =
      Map.ofEntries(
          entry(1007, ErrorKind.CONFLICT), // the database exists
          entry(1008, ErrorKind.NOT_FOUND), // no database to drop
          entry(1021, ErrorKind.EXHAUSTED), // disk
          entry(1037, ErrorKind.EXHAUSTED), // memory
          entry(1038, ErrorKind.EXHAUSTED),
          entry(1040, ErrorKind.EXHAUSTED), // connections
          entry(1041, ErrorKind.EXHAUSTED),
          entry(1044, ErrorKind.PERMISSION), // on a database
          entry(1045, ErrorKind.AUTHENTICATION),
          entry(1049, ErrorKind.NOT_FOUND), // no such database
          entry(1053, ErrorKind.UNREACHABLE), // shutting down
          entry(1059, ErrorKind.INVALID), // name too long
          entry(1095, ErrorKind.PERMISSION), // may not kill
          entry(1102, ErrorKind.INVALID), // name of a database
          entry(1114, ErrorKind.EXHAUSTED), // the table is full
          entry(1115, ErrorKind.INVALID), // character set
          entry(1129, ErrorKind.AUTHENTICATION), // this host failed too often
          entry(1130, ErrorKind.AUTHENTICATION), // this host may not connect
          entry(1141, ErrorKind.NOT_FOUND), // no such grant
          entry(1142, ErrorKind.PERMISSION),
          entry(1143, ErrorKind.PERMISSION),
          entry(1146, ErrorKind.NOT_FOUND), // no such table
          entry(1147, ErrorKind.NOT_FOUND), // no such grant on a table
          entry(1158, ErrorKind.UNREACHABLE),
          entry(1159, ErrorKind.UNREACHABLE),
          entry(1160, ErrorKind.UNREACHABLE),
          entry(1161, ErrorKind.UNREACHABLE),
          entry(1193, ErrorKind.UNSUPPORTED), // no such variable
          entry(1203, ErrorKind.EXHAUSTED), // connections of this login
          entry(1205, ErrorKind.TIMEOUT), // waited for a lock
          entry(1213, ErrorKind.INTERNAL), // deadlock
          entry(1226, ErrorKind.EXHAUSTED), // a limit of this login
          entry(1227, ErrorKind.PERMISSION),
          entry(1235, ErrorKind.UNSUPPORTED),
          entry(1253, ErrorKind.INVALID), // collation of another character set
          entry(1273, ErrorKind.INVALID), // collation
          entry(OPTION, ErrorKind.UNSUPPORTED), // an option of the server forbids it
          entry(1317, ErrorKind.TIMEOUT), // interrupted
          entry(1370, ErrorKind.PERMISSION),
          entry(1396, ErrorKind.CONFLICT), // an account is there, or is not
          entry(1403, ErrorKind.NOT_FOUND), // no such grant on a routine
          entry(1410, ErrorKind.PERMISSION),
          entry(1470, ErrorKind.INVALID), // string too long
          entry(1524, ErrorKind.UNSUPPORTED), // login plug-in is not loaded
          entry(1698, ErrorKind.AUTHENTICATION),
          entry(1819, ErrorKind.INVALID), // password policy
          entry(1820, ErrorKind.AUTHENTICATION), // our password has expired
          entry(1836, ErrorKind.UNREACHABLE), // read-only server
          entry(1862, ErrorKind.AUTHENTICATION), // our password has expired
          entry(1927, ErrorKind.UNREACHABLE), // killed
          entry(1959, ErrorKind.NOT_FOUND), // MariaDB: no such role
          entry(1969, ErrorKind.TIMEOUT), // MariaDB: max_statement_time
          entry(3024, ErrorKind.TIMEOUT), // MySQL: max_execution_time
          entry(3118, ErrorKind.AUTHENTICATION), // MySQL: locked account
          entry(3159, ErrorKind.UNREACHABLE), // TLS only
          entry(3530, ErrorKind.NOT_FOUND), // MySQL: the role is not given to it
          entry(4006, ErrorKind.CONFLICT), // MySQL: the definer of something
          entry(4151, ErrorKind.AUTHENTICATION)); // MariaDB: locked account

  private MyStates() {}

  static ErrorKind kindOf(SQLException failure) {
    if (failure.getErrorCode() == OPTION
        && String.valueOf(failure.getMessage()).contains(READ_ONLY)) {
      return ErrorKind.UNREACHABLE; // until there is another primary
    }
    if (closed(failure)) {
      return ErrorKind.UNREACHABLE;
    }
    ErrorKind byNumber = NUMBERS.get(failure.getErrorCode());
    return byNumber == null ? STATES.kindOf(failure) : byNumber;
  }

  /** The server went away between two statements: the pool's look at a connection tells that so. */
  static boolean closed(SQLException failure) {
    return failure.getErrorCode() == OF_THE_DRIVER
        && String.valueOf(failure.getMessage()).endsWith(CLOSED);
  }
}
