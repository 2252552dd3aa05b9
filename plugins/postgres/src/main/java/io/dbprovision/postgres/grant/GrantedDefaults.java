package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.ownership.LaterPrivileges;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The default privileges within a database that grants ask for. */
public final class GrantedDefaults {
  private GrantedDefaults() {}

  /**
   * What of the others' claims is about that database. Those of another tenant count for nothing:
   * they are in effect nowhere.
   *
   * @param home the database that an entry without one means
   * @param major of the server
   */
  public static List<LaterPrivileges> within(DatabaseSpec database, String home, int major) {
    ManifestReader reader = new ManifestReader(home, major);
    List<LaterPrivileges> found = new ArrayList<>();
    for (Claim claim : database.others()) {
      if (claim.grantee().isPresent() && !Tenancy.foreign(database.owner(), claim.owner())) {
        String grantee = claim.grantee().get();
        for (GrantClaim one : reader.others(grantee, List.of(claim))) {
          Target target = one.target();
          if (target.sort().isDefault() && target.database().equals(database.name())) {
            found.add(
                new LaterPrivileges(
                    target.name(),
                    target.schema(),
                    target.sort().objects(),
                    grantee,
                    Set.of(one.privilege().name())));
          }
        }
      }
    }
    return found;
  }
}
