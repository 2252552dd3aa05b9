package io.dbprovision.spi;

/** Capability: the server has logins that can be made, changed and dropped. */
public interface Users extends Managed<UserSpec> {
  /** The longest name of a login, in bytes of UTF-8; the operator makes names that fit. */
  default int longestName() {
    return 63;
  }

  /**
   * Whether a login can have two passwords at once, as {@link UserSpec#keepsReplaced} and {@link
   * UserSpec#discardsReplaced} ask for; a server that holds one password only ignores both. The
   * same for the life of the session.
   */
  default boolean keepsReplacedPasswords() {
    return false;
  }
}
