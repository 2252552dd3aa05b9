package io.dbprovision.core.secret;

import io.dbprovision.spi.SecretText;

final class Samples {
  static final TemplateValues VALUES =
      new TemplateValues(
          "order_service",
          SecretText.of("p@ss word"),
          "db.example.com",
          5432,
          "postgres",
          "require",
          "team-a",
          "orders",
          "ca-pem",
          "cert-pem",
          SecretText.of("key-pem"));

  private Samples() {}
}
