package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.SqlText;

/** What a login must come by. */
enum Transport {
  ANY("", SqlText.of("NONE")),
  SSL("ANY", SqlText.of("SSL")),
  X509("X509", SqlText.of("X509")),
  /** An issuer, a subject or a cipher; its word is of what has none of them. */
  SPECIFIED("SPECIFIED", SqlText.of("X509"));

  /** Whether what is there is enough: another's conditions are not ours to loosen. */
  boolean satisfies(Transport asked) {
    return this == asked || (this == SPECIFIED && asked != ANY);
  }

  final String stored;
  final SqlText word;

  Transport(String stored, SqlText word) {
    this.stored = stored;
    this.word = word;
  }

  static Transport of(String stored) {
    for (Transport transport : values()) {
      if (transport.stored.equalsIgnoreCase(stored)) {
        return transport;
      }
    }
    return SPECIFIED;
  }
}
