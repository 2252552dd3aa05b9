package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who is to be a member of what.
 *
 * @param login whether it logs in: what it is a member of is of use only when it is in effect then
 * @param hosts that it is to come from; empty leaves them to others, and for roles
 */
public record Member(
    Subject subject,
    boolean login,
    List<String> hosts,
    List<Ask> asks,
    List<Claim> others,
    Set<ChangeId> issued) {
  public Member {
    hosts = List.copyOf(hosts);
    asks = List.copyOf(asks);
    others = List.copyOf(others);
    issued = Set.copyOf(issued);
  }

  /**
   * A role that is asked for.
   *
   * @param field of the manifest that does
   * @param worksAs whether the login works as that role as soon as it has logged in
   */
  public record Ask(String role, String field, boolean worksAs) {
    /** Those of a list in the manifest. */
    public static List<Ask> listed(List<String> roles, String path) {
      List<Ask> asks = new ArrayList<>(roles.size());
      for (int i = 0; i < roles.size(); i++) {
        asks.add(new Ask(roles.get(i), path + "[" + i + "]", false));
      }
      return asks;
    }
  }

  /**
   * @param longest that a role's name can be on the server
   * @throws EngineException INVALID for what can be no role's name, or is its own
   */
  public void check(int longest) {
    for (Ask ask : asks) {
      ManifestReader.fits(
          ask.field(),
          ask.role(),
          longest,
          (kind, path, message) -> {
            throw EngineException.at(kind, path, message);
          });
      if (ask.role().equals(subject.name())) {
        throw EngineException.at(ErrorKind.INVALID, ask.field(), "is its own name");
      }
    }
  }

  /** Whether the account from there is one of those that are asked for. */
  boolean comesFrom(String host) {
    return hosts.isEmpty() || hosts.contains(host);
  }
}
