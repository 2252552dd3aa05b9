package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.concurrent.ConcurrentMap;

/**
 * Reaches the objects of an {@link InMemoryServer} past the engine.
 *
 * @param objects the server's databases or its logins
 */
public record MemoryHand(ConcurrentMap<String, StoredObject> objects) implements ServerHand {
  @Override
  public void create(String name) {
    objects.put(
        name,
        StoredObject.foreign()
            .withComment("made by hand")
            .withPassword(SecretText.of("by-hand"))
            .withAttribute("connectionLimit", 7));
  }

  @Override
  public boolean exists(String name) {
    return objects.containsKey(name);
  }

  @Override
  public String describe(String name) {
    StoredObject stored = objects.get(name);
    return stored == null ? "" : stored.describe();
  }

  @Override
  public void spoil(String name) {
    objects.computeIfPresent(name, (key, stored) -> stored.withAttribute("connectionLimit", 99));
  }

  @Override
  public void drop(String name) {
    objects.remove(name);
  }
}
