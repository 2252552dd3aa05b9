package io.dbprovision.spi.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.Databases;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.testkit.TestContext;
import org.junit.jupiter.api.Test;

class InMemoryServerTest {
  private final MemoryUnderTest memory = new MemoryUnderTest();
  private final Session session = memory.engine().open(memory.endpoint(), TestContext.standard());

  @Test
  void aServerThatIsDownFailsEveryCallUntilItRecovers() {
    memory.server().failAll(ErrorKind.UNREACHABLE);
    EngineException failure = catchThrowableOfType(EngineException.class, session::info);
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    memory.server().recover();
    assertThat(session.info().version()).isEqualTo("1.0");
  }

  @Test
  void aFailingOperationLeavesTheOthersAlone() {
    Databases databases = session.capability(Databases.class).orElseThrow();
    memory.server().fail(Operation.NAMES, ErrorKind.PERMISSION);
    EngineException failure = catchThrowableOfType(EngineException.class, databases::names);
    assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(session.info().flavour()).isEqualTo("memory");
  }

  @Test
  void callsAreCounted() {
    session.info();
    session.info();
    assertThat(memory.server().calls(Operation.INFO)).isEqualTo(2);
    assertThat(memory.server().calls(Operation.OPEN)).isEqualTo(1);
  }
}
