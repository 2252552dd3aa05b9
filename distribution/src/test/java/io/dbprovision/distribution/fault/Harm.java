package io.dbprovision.distribution.fault;

/** What happens to a call of a store. */
enum Harm {
  /** The connection is reset in the middle of the request. */
  RESET,
  /** The server does it, and the connection is reset before the answer. */
  LOST_ANSWER,
  /** The connection is reset in the middle of the answer. */
  CUT_ANSWER,
  /** The server fails; another try may do. */
  ERROR_500,
  /** The server takes no more for now. */
  ERROR_503,
  /** Something before the server waited for it too long. */
  ERROR_504,
  /** No answer comes, and the connection stays. */
  HANG,
  /** Nothing; somebody is told before the server gets it. */
  TELL_BEFORE,
  /** Nothing; somebody is told before the client gets the answer. */
  TELL_AFTER
}
