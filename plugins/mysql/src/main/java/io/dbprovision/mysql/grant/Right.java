package io.dbprovision.mysql.grant;

import java.util.Comparator;

/**
 * What an account has on a target.
 *
 * @param option the right to pass on that privilege, of those that have one of their own
 */
record Right(String privilege, boolean option) {
  static final Comparator<Right> ORDER =
      Comparator.comparing(Right::privilege).thenComparing(Right::option);

  static final String MEMBER = "MEMBER";
  static final String GRANT_OPTION = "GRANT OPTION";

  static Right of(String privilege) {
    return new Right(privilege, false);
  }

  /** As people say it. */
  String word() {
    return option ? privilege + " with grant option" : privilege;
  }
}
