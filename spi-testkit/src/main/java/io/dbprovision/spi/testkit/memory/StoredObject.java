package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database or a login as the in-memory server holds it.
 *
 * @param owner the record of the operator; null when nobody is recorded
 * @param password of a login; null for a database and for a login without one
 * @param attributes settings by name, sorted
 */
public record StoredObject(
    @Nullable Owner owner,
    String comment,
    @Nullable SecretText password,
    Map<String, Object> attributes) {
  public StoredObject {
    Objects.requireNonNull(comment, "comment");
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** An object that nobody asked the operator for. */
  public static StoredObject foreign() {
    return new StoredObject(null, "", null, Map.of());
  }

  public StoredObject withOwner(@Nullable Owner newOwner) {
    return new StoredObject(newOwner, comment, password, attributes);
  }

  public StoredObject withComment(String newComment) {
    return new StoredObject(owner, newComment, password, attributes);
  }

  public StoredObject withPassword(@Nullable SecretText newPassword) {
    return new StoredObject(owner, comment, newPassword, attributes);
  }

  public StoredObject withAttributes(Map<String, Object> newAttributes) {
    return new StoredObject(owner, comment, password, newAttributes);
  }

  /**
   * @param value null removes the attribute
   */
  public StoredObject withAttribute(String key, @Nullable Object value) {
    Map<String, Object> changed = new TreeMap<>(attributes);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return new StoredObject(owner, comment, password, changed);
  }

  /** Everything but the record, to compare; the password as a placeholder. */
  public String describe() {
    return "comment=" + comment + " password=" + password + " " + attributes;
  }
}
