package io.dbprovision.mysql;

import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("releases")
class ConformanceOnMySqlTest extends Conformance {
  ConformanceOnMySqlTest(Release release) {
    super(release);
  }

  static List<Release> releases() {
    return Release.of(Product.MYSQL);
  }
}
