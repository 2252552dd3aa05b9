package io.dbprovision.mysql;

import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.MembershipContract;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Set;
import org.junit.jupiter.api.Nested;

class ConformanceOnMySqlTest extends Conformance {
  ConformanceOnMySqlTest() {
    super(Product.MYSQL);
  }

  /** Any account of MySQL can be a role, as the suite wants it; those of MariaDB cannot. */
  @Nested
  class WithMemberships extends MembershipContract {
    @Override
    protected EngineUnderTest underTest() {
      return ConformanceOnMySqlTest.this.underTest();
    }

    @Override
    protected ServerHand server() {
      return new UserHand(ConformanceOnMySqlTest.this.server());
    }

    @Override
    protected Set<String> rolesOf(String login) {
      return Set.copyOf(
          ConformanceOnMySqlTest.this
              .server()
              .ask("SELECT FROM_USER FROM mysql.role_edges WHERE TO_USER = '" + login + "'"));
    }

    @Override
    protected void join(String login, String role) {
      ConformanceOnMySqlTest.this.server().execute("GRANT " + role + " TO " + login);
    }
  }
}
