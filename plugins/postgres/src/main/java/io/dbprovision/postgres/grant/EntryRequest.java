package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one manifest asks for on one grantee, to be planned by {@link EntryPlanner}. Immutable.
 *
 * @param field of the manifest that names the grantee
 * @param subject whose plan the changes become part of; null when the grantee's is to be made up
 * @param mayHaveGiven what the manifest asks for and may have been given without being on record:
 *     for removal it counts as issued
 * @param cascade whether what is taken is also taken from whom the grantee passed it on to
 */
public record EntryRequest(
    String grantee,
    String field,
    Owner asker,
    @Nullable Subject subject,
    Reading reading,
    List<Claim> others,
    Set<ChangeId> issued,
    Purpose purpose,
    Reading mayHaveGiven,
    Set<ChangeId> heldBefore,
    boolean cascade) {

  /** What the plan is for. */
  enum Purpose {
    KEEP,
    REMOVE
  }

  /** Reads the manifest, once the server's version is known. */
  @FunctionalInterface
  interface Reading {
    Asked read(ManifestReader reader, Problems problems);
  }

  private static final Reading NOTHING = (reader, problems) -> new Asked();

  public EntryRequest {
    others = List.copyOf(others);
    issued = Set.copyOf(issued);
    heldBefore = Set.copyOf(heldBefore);
  }

  /**
   * The {@code grants} in the block of a role that may not be there yet; its memberships are not
   * looked at.
   *
   * @param role whose plan the changes become part of: they are applied under its ownership
   */
  public static EntryRequest inline(Desired role, Subject subject) {
    String path = role.section().path() + ".grants";
    return new EntryRequest(
        role.name(),
        subject.field(),
        role.owner(),
        subject,
        (reader, problems) -> reader.inline(path, GrantChecks.inline(role.section()), problems),
        role.others(),
        role.issued(),
        Purpose.KEEP,
        NOTHING,
        Set.of(),
        false);
  }

  /** To end what a role's block once gave. */
  public static EntryRequest inlineRemoval(Desired role, Subject subject) {
    return new EntryRequest(
        role.name(),
        subject.field(),
        role.owner(),
        subject,
        NOTHING,
        role.others(),
        role.issued(),
        Purpose.REMOVE,
        NOTHING,
        Set.of(),
        false);
  }

  static EntryRequest grant(GrantSpec grant) {
    return new EntryRequest(
        grant.name(),
        field(grant),
        grant.owner(),
        null,
        (reader, problems) -> reader.grant(grant.section(), problems),
        claims(grant),
        grant.issued(),
        Purpose.KEEP,
        NOTHING,
        Set.of(),
        false);
  }

  static EntryRequest removal(GrantSpec grant, boolean cascade) {
    return new EntryRequest(
        grant.name(),
        field(grant),
        grant.owner(),
        null,
        NOTHING,
        claims(grant),
        grant.issued(),
        Purpose.REMOVE,
        grant.unrecorded()
            ? (reader, problems) -> reader.grant(grant.section(), problems)
            : NOTHING,
        grant.heldBefore(),
        cascade);
  }

  static String field(GrantSpec grant) {
    return grant.grantee().kind().equals(Kind.USER) ? "spec.userRef" : "spec.roleRef";
  }

  private static List<Claim> claims(GrantSpec grant) {
    return Stream.concat(grant.others().stream(), Stream.of(grant.grantee())).toList();
  }
}
