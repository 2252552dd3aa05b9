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
  INTERNAL;

  /** What a status of HTTP that is an error means as a rule: 400 and above. */
  public static ErrorKind ofHttpStatus(int status) {
    return switch (status) {
      case 401, 407 -> AUTHENTICATION;
      case 403, 423 -> PERMISSION;
      case 404, 410 -> NOT_FOUND;
      case 409, 412 -> CONFLICT;
      case 408, 504 -> TIMEOUT;
      case 413, 429, 503, 507 -> EXHAUSTED;
      case 501, 505 -> UNSUPPORTED;
      default -> INTERNAL;
    };
  }
}
