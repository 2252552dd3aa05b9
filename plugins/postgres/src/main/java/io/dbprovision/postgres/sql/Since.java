package io.dbprovision.postgres.sql;

/** What servers have or do since a major version. */
public enum Since {
  /** Not everybody may create things in the schema {@code public} of a new database. */
  CLOSED_PUBLIC_SCHEMA(15),

  /**
   * A membership is its grantor's, so that a role may be given several times, and each has INHERIT
   * and SET options of its own.
   */
  OWN_MEMBERSHIPS(16),

  /**
   * CREATEROLE ends at roles that the login has the ADMIN OPTION of, which it is given of each role
   * it creates, and at attributes that it has itself.
   */
  BOUNDED_CREATEROLE(16),

  /** The privilege of that name, on tables. */
  MAINTAIN(17);

  private final int first;

  Since(int first) {
    this.first = first;
  }

  /**
   * @param major version of the server
   */
  public boolean in(int major) {
    return major >= first;
  }
}
