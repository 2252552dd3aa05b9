package io.dbprovision.postgres;

import org.junit.jupiter.api.Tag;

@Tag("every-version")
class ConformanceOn14Test extends Conformance {
  ConformanceOn14Test() {
    super(14);
  }
}
