package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Capability: finds what is on a server, whoever made it, so that people see what nobody keeps. */
public interface Discovery {
  /**
   * All databases, logins and roles of the server, in a handful of queries however many there are,
   * in no particular order.
   *
   * <p>Left out is what comes with the server, the login that this session uses, what the engine
   * makes for itself in passing, and what carries an ownership record that cannot be read: it is
   * somebody's.
   *
   * @throws EngineException UNREACHABLE, TIMEOUT, PERMISSION
   */
  List<Found> find();

  /**
   * One object of a server.
   *
   * @param kind {@link Kind#DATABASE}, {@link Kind#USER} or {@link Kind#ROLE}
   * @param name as the server has it
   * @param ownerOrNull who is on record as its owner
   */
  record Found(Kind kind, String name, @Nullable Owner ownerOrNull) {
    public Found {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
    }

    public Optional<Owner> owner() {
      return Optional.ofNullable(ownerOrNull);
    }
  }
}
