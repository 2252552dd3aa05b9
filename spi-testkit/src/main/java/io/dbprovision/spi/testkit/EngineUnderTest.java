package io.dbprovision.spi.testkit;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;

/**
 * The engine that a suite is run against, and a real server of it.
 *
 * <p>The login of {@link #endpoint} is an ordinary admin, as operators have it: it may make
 * databases and logins and is no superuser.
 */
public interface EngineUnderTest {
  /** The provider, made without arguments as the operator makes it. */
  Engine engine();

  Endpoint endpoint();

  default EngineContext context() {
    return TestContext.standard();
  }
}
