package io.dbprovision.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What would have to be done, in the order it would be done, and what was seen on the way.
 * Immutable. An empty plan means: in sync.
 */
public final class Plan {
  private final List<Change> changes;
  private final Map<ChangeId, Change> byId;
  private final List<ChangeId> claims;
  private final Set<ChangeId> held;
  private final boolean openEnded;
  private final boolean exists;
  private final Map<String, Object> facts;
  private final Map<String, Object> sectionFacts;

  private Plan(Builder builder) {
    this.changes = List.copyOf(builder.changes.values());
    this.byId = Map.copyOf(builder.changes);
    this.claims = List.copyOf(builder.claims);
    this.held = Set.copyOf(builder.held);
    this.openEnded = builder.openEnded;
    this.exists = builder.exists;
    this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.facts));
    this.sectionFacts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.sectionFacts));
  }

  /**
   * @param exists whether the server object was there when the plan was made
   */
  public static Builder builder(boolean exists) {
    return new Builder(exists);
  }

  public List<Change> changes() {
    return changes;
  }

  /** The same plan, all it says beside its changes too, with these instead of its own. */
  public Plan withChanges(List<? extends Change> others) {
    Builder copy = new Builder(exists);
    others.forEach(copy::change);
    copy.claims.addAll(claims);
    copy.held.addAll(held);
    copy.openEnded = openEnded;
    copy.facts.putAll(facts);
    copy.sectionFacts.putAll(sectionFacts);
    return copy.build();
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  public boolean exists() {
    return exists;
  }

  public Optional<Change> change(ChangeId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * What the desired state holds on the server item by item, each under the id that its removal
   * would have as an {@link Cause#EXTRA} change. The operator remembers what it applied: an extra
   * on record is taken away when the manifest no longer asks for it, any other extra is drift.
   */
  public List<ChangeId> claims() {
    return claims;
  }

  /**
   * Those of {@link #claims} that are in effect though they are not on record ({@link
   * Desired#issued}): either somebody else put them there, or the operator did and was ended before
   * it could write that down. It knows which, and what was there before is never taken away. An
   * engine that cannot tell leaves this empty; then everything claimed counts as the operator's.
   */
  public Set<ChangeId> held() {
    return held;
  }

  /**
   * Whether the desired state is also about things that are not there yet and that nobody has to
   * name, such as all tables of a schema. The operator looks for those more often than for drift.
   */
  public boolean openEnded() {
    return openEnded;
  }

  /**
   * Facts for the kind's own status block, such as {@code owner} or {@code sizeBytes}. Values are
   * strings, booleans, integers, longs, and lists and string-keyed maps of them.
   */
  public Map<String, Object> facts() {
    return facts;
  }

  /** Facts for the engine's status block, {@code status.<section>}; the same types. */
  public Map<String, Object> sectionFacts() {
    return sectionFacts;
  }

  /** Lower-case hex SHA-256 over the changes' fingerprints in order. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Change change : changes) {
        digest.update(change.fingerprint().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Collects a plan in order. */
  public static final class Builder {
    private final boolean exists;
    private final Map<ChangeId, Change> changes = new LinkedHashMap<>();
    private final List<ChangeId> claims = new ArrayList<>();
    private final Set<ChangeId> held = new LinkedHashSet<>();
    private boolean openEnded;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final Map<String, Object> sectionFacts = new LinkedHashMap<>();

    private Builder(boolean exists) {
      this.exists = exists;
    }

    /**
     * @throws IllegalArgumentException when the plan already has a change of that id
     */
    public Builder change(Change change) {
      if (changes.putIfAbsent(change.id(), change) != null) {
        throw new IllegalArgumentException("two changes named " + change.id());
      }
      return this;
    }

    public Builder claim(ChangeId id) {
      claims.add(id);
      return this;
    }

    /** See {@link Plan#held}. */
    public Builder held(ChangeId id) {
      held.add(id);
      return this;
    }

    /** See {@link Plan#openEnded}; once said, it stays. */
    public Builder openEnded() {
      openEnded = true;
      return this;
    }

    public Builder fact(String key, Object value) {
      facts.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    public Builder sectionFact(String key, Object value) {
      sectionFacts.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    public Plan build() {
      return new Plan(this);
    }
  }
}
