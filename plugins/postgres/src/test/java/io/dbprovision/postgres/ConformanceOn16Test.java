package io.dbprovision.postgres;

import org.junit.jupiter.api.Tag;

@Tag("every-version")
class ConformanceOn16Test extends Conformance {
  ConformanceOn16Test() {
    super(16);
  }
}
