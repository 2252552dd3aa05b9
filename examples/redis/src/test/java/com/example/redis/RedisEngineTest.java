package com.example.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisEngineTest extends EngineContract {
  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }

  private Optional<String> identity(int keyspace) {
    Endpoint real = underTest().endpoint();
    Endpoint endpoint =
        Endpoint.builder(real.engine(), real.host(), real.port(), real.credentials())
            .options(Section.of("spec.redis", Map.of("keyspace", keyspace)))
            .build();
    try (Session session = underTest().engine().open(endpoint, underTest().context())) {
      return session.info().identity();
    }
  }

  @Test
  void eachKeyspaceIsAServerOfItsOwn() {
    assertThat(identity(1)).isPresent().isEqualTo(identity(1)).isNotEqualTo(identity(0));
  }
}
