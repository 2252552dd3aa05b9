package io.dbprovision.core.backup.work;

import io.dbprovision.core.kube.KubeException;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** What the API server said about a Job, as whoever asked for the work can use it. */
final class KubeTrouble {
  private KubeTrouble() {}

  static EngineException of(KubeException e) {
    return EngineException.of(kind(e.kind()), "the worker's Job: " + e.getMessage()).causedBy(e);
  }

  private static ErrorKind kind(KubeException.Kind kind) {
    return switch (kind) {
      case CONFLICT, EXISTS, NOT_FOUND -> ErrorKind.INTERNAL;
      case FORBIDDEN -> ErrorKind.PERMISSION;
      case NAMESPACE_TERMINATING -> ErrorKind.NOT_FOUND;
      case INVALID -> ErrorKind.INVALID;
      case UNAVAILABLE -> ErrorKind.UNREACHABLE;
    };
  }

  /** Runs a request; what it throws is an {@link EngineException}. */
  static void asked(Runnable request) {
    try {
      request.run();
    } catch (KubeException e) {
      throw of(e);
    }
  }
}
