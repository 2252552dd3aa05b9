package io.dbprovision.spi;

import java.util.Objects;

/**
 * {@link ManagedGrants} whose entries are names within databases, such as those of privileges.
 *
 * @param <G> what is seen of a login or role
 */
public abstract class NamedGrants<G> extends ManagedGrants<G, NamedGrants.Entry> {
  private static final String PATH = "grants.";

  protected NamedGrants(Endpoint endpoint) {
    super(endpoint);
  }

  /**
   * One thing that is given within one database.
   *
   * @param database its name, which has no colon
   */
  public record Entry(String database, String name) {
    public Entry {
      Objects.requireNonNull(name, "name");
      if (database.indexOf(':') >= 0) {
        throw new IllegalArgumentException("has a colon: " + database);
      }
    }
  }

  @Override
  protected final ChangeId id(Entry entry) {
    return new ChangeId(PATH + entry.database() + ":" + entry.name());
  }

  @Override
  protected final Entry entry(ChangeId id) {
    int colon = id.value().indexOf(':');
    return new Entry(id.value().substring(PATH.length(), colon), id.value().substring(colon + 1));
  }

  @Override
  protected final String database(Entry entry) {
    return entry.database();
  }
}
