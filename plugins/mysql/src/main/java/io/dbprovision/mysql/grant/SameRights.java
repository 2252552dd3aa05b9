package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an account that was added to a login what its elder one holds, so that whoever comes from
 * there need not wait until all that gives to the login has been compared. What cannot be given
 * here is found by that comparison.
 */
public final class SameRights {
  private static final Logger LOG = LoggerFactory.getLogger(SameRights.class);

  private SameRights() {}

  /**
   * @param from the host of the elder account
   * @param to that of the new one
   */
  public static void copy(Sql sql, ServerFacts facts, String login, String from, String to)
      throws SQLException {
    ServerTraits traits = ServerTraits.read(sql, facts);
    Catalog catalog = new Catalog();
    CatalogReader.read(sql, traits, catalog, Set.of(login), Set.of());
    Account elder = new Account(login, from);
    List<Account> added = List.of(new Account(login, to));
    Statements statements = new Statements(traits.names());
    Joining joining = new Joining(facts.mariadb());
    for (Map.Entry<Target, Set<Right>> held : catalog.rights(elder).entrySet()) {
      Target target = held.getKey();
      if (target.level() == Level.GLOBAL && catalog.withholdsAny(elder)) {
        continue; // the new one would have it where people took it from the elder
      }
      for (Right right : held.getValue().stream().sorted(Right.ORDER).toList()) {
        try {
          if (target.level() == Level.ROLE) {
            joining.join(sql, added, target.name());
          } else {
            statements.give(sql, List.of(new GrantClaim(target, right)), added);
          }
        } catch (EngineException e) {
          passOver(e, login, target);
        }
      }
    }
  }

  private static void passOver(EngineException failure, String login, Target target) {
    if (failure.kind() != ErrorKind.PERMISSION && failure.kind() != ErrorKind.NOT_FOUND) {
      throw failure;
    }
    LOG.atDebug()
        .addKeyValue("login", login)
        .addKeyValue("target", target.title())
        .addKeyValue("detail", failure.getMessage())
        .log("what an elder account of it holds was not given to a new one");
  }
}
