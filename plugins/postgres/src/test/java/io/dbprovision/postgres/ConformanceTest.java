package io.dbprovision.postgres;

import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("majors")
class ConformanceTest extends Conformance {
  ConformanceTest(int major) {
    super(major);
  }

  static List<Integer> majors() {
    return PostgresServers.majors();
  }
}
