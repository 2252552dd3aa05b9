package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.SecretText;
import java.util.random.RandomGenerator;

/** How logins of the operator's own making prove themselves: by what each product always has. */
public final class OwnProof {
  private OwnProof() {}

  /** The clause of CREATE USER and ALTER USER; it holds a verifier, never the password. */
  public static SqlText identified(boolean mariadb, SecretText password, RandomGenerator random) {
    Verifier usual = mariadb ? Verifier.MYSQL_NATIVE_PASSWORD : Verifier.CACHING_SHA2_PASSWORD;
    return Statements.identified(mariadb, usual.plugin(), usual.of(password, random));
  }
}
