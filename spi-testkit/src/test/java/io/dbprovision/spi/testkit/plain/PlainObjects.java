package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Differences;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedObjects;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.testkit.plain.PlainServer.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What databases and logins of a {@link PlainServer} have in common. */
abstract class PlainObjects<D extends Desired> extends ManagedObjects<D, State> {
  private final ConcurrentMap<String, Seen<State>> objects;

  PlainObjects(String sort, Endpoint endpoint, ConcurrentMap<String, Seen<State>> objects) {
    super(sort, endpoint);
    this.objects = objects;
  }

  @Override
  protected Map<String, Seen<State>> look(Set<String> names) {
    Map<String, Seen<State>> there = new HashMap<>(objects);
    there.keySet().retainAll(names);
    return there;
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(objects.keySet());
  }

  @Override
  protected void checkName(String name) {
    if (!name.matches("[a-z0-9]{1,40}")) {
      throw EngineException.at(ErrorKind.INVALID, "spec.name", "is no name");
    }
  }

  /** One test server, one lock. */
  @Override
  protected void atomically(String name, Runnable work) {
    synchronized (objects) {
      work.run();
    }
  }

  @Override
  protected State made(D desired) {
    return State.NEW;
  }

  @Override
  protected void make(D desired) {
    objects.put(desired.name(), new Seen<>(State.NEW, desired.owner(), desired.comment()));
  }

  @Override
  protected void record(String name, Seen<State> before, @Nullable Owner owner, String comment) {
    objects.put(name, new Seen<>(before.state(), owner, comment));
  }

  @Override
  protected void drop(String name, Seen<State> before, DropMode mode) {
    objects.remove(name);
  }

  @Override
  protected void compare(D desired, State state, Differences<State> differences) {
    desired
        .section()
        .text("limit")
        .filter(limit -> !limit.equals(state.limit()))
        .ifPresent(
            limit ->
                differences.differs(
                    "limit",
                    limit,
                    state.limit(),
                    Risk.SAFE,
                    now ->
                        PlainServer.change(objects, desired.name(), was -> was.withLimit(limit))));
  }
}
