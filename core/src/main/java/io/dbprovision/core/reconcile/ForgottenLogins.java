package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Discovery.Found;
import io.dbprovision.spi.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Logins that were made for a user whose logins take turns, and of which neither its status nor a
 * Secret tells any more: the operator's own Secret was lost before the login was handed over. The
 * server's record says whose they are.
 */
final class ForgottenLogins {
  private ForgottenLogins() {}

  /**
   * Looks through all that is on the server, so it is for when something was lost.
   *
   * @param told by a Secret
   * @return sorted names
   */
  static List<String> of(Request request, Collection<String> told) {
    CustomResource user = request.resource();
    Set<String> known = new HashSet<>(told);
    known.add(RotationPolicy.of(user).serviceRole());
    known.addAll(TurnTaking.predecessors(user));
    Stream.of(TurnTaking.serviceRole(user), TurnTaking.inUse(user))
        .forEach(name -> name.ifPresent(known::add));
    return request.server().session().capability(Discovery.class).stream()
        .flatMap(discovery -> discovery.find().stream())
        .filter(found -> found.kind().equals(Kind.USER))
        .filter(found -> found.owner().filter(request.owner()::equals).isPresent())
        .map(Found::name)
        .filter(name -> !known.contains(name))
        .sorted()
        .toList();
  }
}
