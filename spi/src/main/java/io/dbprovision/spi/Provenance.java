package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows of a server object's past, beside the record in the server. An engine
 * that finds an existing object applies the first rule that fits:
 *
 * <ol>
 *   <li>its record names our {@link Owner}: ours;
 *   <li>it has no record and {@link #witnessed}: ours, the record is written anew;
 *   <li>it has a record equal to {@link #takeOverFrom}, or none and {@link #adopt}: taken over,
 *       nothing is reset that the manifest does not ask for;
 *   <li>otherwise {@link ErrorKind#CONFLICT}, naming the owner on record.
 * </ol>
 */
public final class Provenance {
  private static final Provenance NEW = new Provenance(false, false, null);

  private final boolean witnessed;
  private final boolean adopt;
  private final @Nullable Owner takeOverFrom;

  private Provenance(boolean witnessed, boolean adopt, @Nullable Owner takeOverFrom) {
    this.witnessed = witnessed;
    this.adopt = adopt;
    this.takeOverFrom = takeOverFrom;
  }

  /** Nothing is known: an existing object without our record is a conflict. */
  public static Provenance unknown() {
    return NEW;
  }

  /** An earlier status of this very object names the server object on this very server. */
  public static Provenance witnessedBefore() {
    return new Provenance(true, false, null);
  }

  /** The user asked for adoption, and nobody that is alive owns it. */
  public static Provenance adopted(@Nullable Owner recorded) {
    return new Provenance(false, true, recorded);
  }

  /** The same, and what is recorded for that owner may be taken over. */
  public Provenance orTakenOverFrom(Owner recorded) {
    return new Provenance(witnessed, adopt, Objects.requireNonNull(recorded, "recorded"));
  }

  public boolean witnessed() {
    return witnessed;
  }

  public boolean adopt() {
    return adopt;
  }

  public Optional<Owner> takeOverFrom() {
    return Optional.ofNullable(takeOverFrom);
  }

  /** Applies the rules: whether an existing object with that record may be worked on. */
  public boolean permits(Owner self, @Nullable Owner recorded) {
    if (recorded == null) {
      return witnessed || adopt;
    }
    return recorded.equals(self) || recorded.equals(takeOverFrom);
  }

  /**
   * Whether an existing object with that record is this owner's to remove: what was only asked to
   * be adopted, and never was, is not.
   */
  public boolean owns(Owner self, @Nullable Owner recorded) {
    return recorded == null ? witnessed : recorded.equals(self);
  }

  /**
   * Applies the rules, and says what users need to know where they forbid it.
   *
   * @param what the object as people call it, such as {@code database shop}
   * @throws EngineException CONFLICT, naming the owner on record, with {@link Remedy#ADOPT}
   */
  public void require(String what, Owner self, @Nullable Owner recorded) {
    if (!permits(self, recorded)) {
      String holder =
          recorded == null ? "nobody is on record as its owner" : "belongs to " + recorded;
      throw EngineException.of(ErrorKind.CONFLICT, what + " exists and " + holder)
          .with(Remedy.ADOPT);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance that
        && witnessed == that.witnessed
        && adopt == that.adopt
        && Objects.equals(takeOverFrom, that.takeOverFrom);
  }

  @Override
  public int hashCode() {
    return Objects.hash(witnessed, adopt, takeOverFrom);
  }
}
