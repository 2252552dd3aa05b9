package io.dbprovision.core.secret;

/**
 * A part of the spec from which no Secret can be made. Only a change of the spec helps. The message
 * starts with the path and holds no secret.
 */
public final class SecretSpecException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;

  SecretSpecException(String path, String detail) {
    super(path + ": " + detail);
    this.path = path;
  }

  /** Where in the object, such as {@code spec.passwordSecret.secretTemplate.data[url]}. */
  public String path() {
    return path;
  }
}
