package io.dbprovision.postgres.script;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins that outlived their script, because the operator was ended or the server let them not be
 * dropped. They are tried again at each script, and before the next work on a server whose health
 * check saw some. Thread-safe.
 */
public final class LeftOvers {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

  private final EphemeralLogin logins;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean seen = new AtomicBoolean(true);

  /** At first there may be some of an operator before. */
  public LeftOvers(EphemeralLogin logins) {
    this.logins = logins;
  }

  /**
   * What the health check found.
   *
   * @param any whether there are some that nothing can use any more
   */
  public void seen(boolean any) {
    if (any) {
      seen.set(true);
    }
  }

  /** Costs nothing when none were seen since it was last called; never fails. */
  public void dropSeen() {
    if (seen.compareAndSet(true, false)) {
      dropAll();
    }
  }

  /** Never fails: what cannot be dropped now can be later. */
  void dropAll() {
    Set<String> names = new LinkedHashSet<>(refused);
    try {
      names.addAll(logins.stale());
    } catch (EngineException e) {
      LOG.atDebug()
          .addKeyValue("error", e.kind())
          .addKeyValue("detail", e.getMessage())
          .log("left-over logins were not looked for");
    }
    names.forEach(this::drop);
  }

  /** Tells of a failure once for each login. */
  void drop(String login) {
    try {
      logins.drop(login);
      refused.remove(login);
    } catch (EngineException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        refused.remove(login); // somebody else did it
      } else if (refused.add(login)) {
        LOG.atWarn()
            .addKeyValue("login", login)
            .addKeyValue("error", e.kind())
            .addKeyValue("detail", e.getMessage())
            .log("a passing login was not dropped yet");
      }
    }
  }
}
