package io.dbprovision.postgres;

import org.junit.jupiter.api.Tag;

@Tag("every-version")
class ConformanceOn17Test extends Conformance {
  ConformanceOn17Test() {
    super(17);
  }
}
