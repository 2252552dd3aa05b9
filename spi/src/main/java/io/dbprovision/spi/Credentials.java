package io.dbprovision.spi;

import java.util.Objects;

/** A login of a server. The password may be empty where the server asks for none. */
public record Credentials(String username, SecretText password) {
  public Credentials {
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(password, "password");
  }
}
