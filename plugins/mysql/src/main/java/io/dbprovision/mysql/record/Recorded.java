package io.dbprovision.mysql.record;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Remedy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What our table says of one server object.
 *
 * @param comment the user's own text; empty for none
 * @param owner null when nobody is recorded
 * @param intent it was announced, and whether it was made is not known
 * @param mark of an announcement: what the object is to be known by
 * @param unreadable a row is there, of a form this version does not know: hands off
 */
public record Recorded(
    String comment, @Nullable Owner owner, boolean intent, String mark, boolean unreadable) {
  private static final Recorded NOTHING = new Recorded("", null, false, "", false);

  public static Recorded nothing() {
    return NOTHING;
  }

  /** True when someone is on record, readable or not. */
  public boolean owned() {
    return owner != null || unreadable;
  }

  public Optional<Owner> ownerIfAny() {
    return Optional.ofNullable(owner);
  }

  public boolean permits(Provenance provenance, Owner self) {
    return !unreadable && provenance.permits(self, owner);
  }

  /**
   * @throws EngineException CONFLICT that says who owns it and the way out
   */
  public void require(Provenance provenance, Owner self, String path, String what) {
    if (!permits(provenance, self)) {
      EngineException refused =
          EngineException.at(
              ErrorKind.CONFLICT,
              path,
              what + " exists on the server, " + whose() + "; " + wayOut());
      throw unreadable ? refused : refused.with(Remedy.ADOPT);
    }
  }

  private String whose() {
    if (unreadable) {
      return "recorded by an operator of another version";
    }
    return owner == null ? "no owner on record" : "recorded for " + owner;
  }

  private String wayOut() {
    return owner == null
        ? "choose another name, or let this object adopt it"
        : "choose another name. Only when that object is gone can this one adopt it";
  }
}
