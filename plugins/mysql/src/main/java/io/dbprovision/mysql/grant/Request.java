package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one manifest asks for on one grantee, to be planned by {@link EntryPlanner}. Immutable.
 *
 * @param hosts that a user's manifest lists; empty for all that there are
 * @param field of the manifest that names the grantee
 * @param subject whose plan the changes become part of; null when the grantee's is to be made up
 * @param entries of a role's block; for a grant they are in the section
 * @param unrecorded for a removal: what the section asks for counts as issued, too
 */
record Request(
    String grantee,
    List<String> hosts,
    String field,
    Owner asker,
    @Nullable Subject subject,
    Section section,
    List<GrantEntry> entries,
    List<Claim> others,
    Set<ChangeId> issued,
    Purpose purpose,
    boolean unrecorded,
    Set<ChangeId> heldBefore) {

  /** What the plan is for. */
  enum Purpose {
    GRANT,
    INLINE,
    REMOVAL
  }

  static Request grant(GrantSpec grant, Purpose purpose) {
    return new Request(
        grant.name(),
        hosts(grant.grantee()),
        grant.grantee().kind().equals(Kind.USER) ? "spec.userRef" : "spec.roleRef",
        grant.owner(),
        null,
        grant.section(),
        List.of(),
        Stream.concat(grant.others().stream(), Stream.of(grant.grantee())).toList(),
        grant.issued(),
        purpose,
        grant.unrecorded(),
        grant.heldBefore());
  }

  /** The entries in the block of a role that may not be there yet. */
  static Request inline(RoleSpec role, Subject subject, List<GrantEntry> entries) {
    return new Request(
        role.name(),
        List.of(),
        subject.field(),
        role.owner(),
        subject,
        role.section(),
        entries,
        role.others(),
        role.issued(),
        Purpose.INLINE,
        false,
        Set.of());
  }

  /** Of a user's manifest, as servers show them. */
  private static List<String> hosts(Claim grantee) {
    return grantee.section().values().get("allowedHosts") instanceof List<?> listed
        ? listed.stream().map(host -> String.valueOf(host).toLowerCase(Locale.ROOT)).toList()
        : List.of();
  }

  /** Those that the grantee's manifest lists; all for a role that stands for its logins. */
  List<Account> listed(List<Account> accounts) {
    List<Account> listed =
        accounts.stream().filter(account -> hosts.contains(account.host())).toList();
    return listed.isEmpty() ? accounts : listed;
  }

  boolean removes() {
    return purpose == Purpose.REMOVAL;
  }
}
