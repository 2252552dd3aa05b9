package io.dbprovision.core.secret.template;

/**
 * A template function that refuses its arguments. The message is shown to users: it tells types and
 * counts, never a value.
 */
public final class FunctionException extends Exception {
  private static final long serialVersionUID = 1L;

  public FunctionException(String message) {
    super(message);
  }
}
