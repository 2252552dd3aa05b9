package io.dbprovision.spi;

/** What the operator should do about a failure. */
public enum ErrorKind {
  /** The object asks for something that can never work; tried again when the object changes. */
  INVALID,
  /** This server (version, flavour) cannot do it; tried again when the object changes. */
  UNSUPPORTED,
  /** Something the object refers to is not on the server yet. */
  NOT_FOUND,
  /** The server object exists and belongs to somebody else. */
  CONFLICT,
  /** The server refused our login. */
  AUTHENTICATION,
  /** Our login may not do it; the message names what is missing. */
  PERMISSION,
  /** No connection. */
  UNREACHABLE,
  /** Connected, but no answer in time. */
  TIMEOUT,
  /** The server is out of connections, disk or memory. */
  EXHAUSTED,
  /** A defect, or a passing state of the server that a second try may not meet. */
  INTERNAL
}
