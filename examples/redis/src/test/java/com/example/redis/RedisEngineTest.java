package com.example.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisEngineTest extends EngineContract {
  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }

  private Session open(String database) {
    Endpoint real = underTest().endpoint();
    Endpoint endpoint =
        Endpoint.builder(real.engine(), real.host(), real.port(), real.credentials())
            .database(database)
            .build();
    return underTest().engine().open(endpoint, underTest().context());
  }

  @Test
  void theDatabaseOfTheConnectionIsTheKeyspace() {
    Optional<String> zero;
    try (Session session = open("0")) {
      zero = session.info().identity();
    }
    try (Session session = open("1")) {
      assertThat(session.info().identity()).isPresent().isNotEqualTo(zero);
    }
  }

  @Test
  void whatIsNoNumberIsNoKeyspace() {
    EngineException refused =
        catchThrowableOfType(EngineException.class, () -> open("main").close());
    assertThat(refused.path()).contains("spec.connection.database");
  }
}
