package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the objects that name a login of a server. Thread-safe. */
final class LoginMentions {
  private final Resources resources;
  private final Grantees grantees;

  @Inject
  LoginMentions(Resources resources, Grantees grantees) {
    this.resources = resources;
    this.grantees = grantees;
  }

  /**
   * Those for which it would stay the login when the user's logins begin to take turns, other
   * operators' too. Not so the databases of its namespace, for which it is the shared role then.
   * What goes counts until it is gone: it has something to take back.
   *
   * @return sorted
   */
  List<CustomResource> asLogin(CustomResource user, CustomResource instance, String login) {
    List<ResourceKey> homes = new SameServer(resources).as(instance.key());
    Stream<CustomResource> housed =
        homes.stream()
            .map(home -> MentionedNames.onServer(home, login))
            .flatMap(name -> everybodys(Dependents.HOUSED, name));
    Stream<CustomResource> grants =
        everybodys(Dependents.GRANTS, login)
            .filter(grant -> grantees.home(grant).filter(homes::contains).isPresent());
    return Stream.concat(housed, grants)
        .distinct()
        .filter(one -> !one.key().equals(user.key()) && !meansTheRole(one, user))
        .filter(one -> Claims.counts(one, user.key(), letThrough(one)))
        .sorted(Comparator.comparing(one -> one.key().toString()))
        .toList();
  }

  private Stream<CustomResource> everybodys(List<CustomKind> kinds, String name) {
    return kinds.stream()
        .flatMap(
            kind ->
                Stream.concat(
                    resources.byIndex(kind, Dependents.MENTIONED_ROLE, name).stream(),
                    resources.othersByIndex(kind, Dependents.MENTIONED_ROLE, name).stream()));
  }

  private boolean meansTheRole(CustomResource one, CustomResource user) {
    return one.kind().equals(CustomKind.DATABASE)
        && one.namespace().equals(user.namespace())
        && resources.ours(one);
  }

  private static boolean letThrough(CustomResource one) {
    return Claims.recorded(one) || one.status().object("database").has("name");
  }
}
