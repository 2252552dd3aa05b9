package io.dbprovision.core.secret.template;

/**
 * Ends a rendering from any depth; {@link GoTemplate} turns it into a {@link TemplateException}.
 */
final class LimitExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitExceeded(String message) {
    super(message, null, false, false);
  }
}
