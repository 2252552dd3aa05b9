package io.dbprovision.postgres;

import java.util.List;

/** Names that have broken somebody's quoting. */
final class HostileTexts {
  static final List<String> ALL =
      List.of(
          "\"; DROP ROLE dbops_admin; --",
          "'; DROP DATABASE postgres; --",
          "a\"b''c\"\"d",
          "back\\slash\\",
          "a%b_c\\d",
          "{fn now()} ? $1 :x",
          "größe-日本語-😀",
          "$$; SELECT 1; $$",
          "Mixed Case",
          "new\nline\ttab",
          "select");

  private HostileTexts() {}
}
