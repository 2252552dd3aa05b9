package io.dbprovision.mysql.grant;

/**
 * What an account has on a target.
 *
 * @param option the right to pass on that privilege, of those that have one of their own
 */
record Right(String privilege, boolean option) {
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
