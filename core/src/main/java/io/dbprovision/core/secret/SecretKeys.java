package io.dbprovision.core.secret;

/** Keys, labels and annotations that existing manifests and applications rely on. */
public final class SecretKeys {
  public static final String USERNAME = "username";
  public static final String PASSWORD = "password";
  public static final String HOST = "host";
  public static final String PORT = "port";

  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
  public static final String MANAGED_BY = "db-provision-operator";
  public static final String USER_LABEL = "dbops.dbprovision.io/user";

  /** Marks our Secrets for watches; a template can't take it away. */
  public static final String CREDENTIALS_LABEL = "dbops.dbprovision.io/credentials";

  /** Written in plain text by earlier operators; only ever read. */
  public static final String MANAGED_PASSWORD_ANNOTATION = "dbops.dbprovision.io/managed-password";

  private SecretKeys() {}
}
