package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.grant.GrantChanges.Held;
import java.util.List;
import java.util.stream.Collectors;

/** How changes of grants call what they are about. */
final class Phrases {
  private Phrases() {}

  static String word(GrantClaim claim) {
    String word = claim.privilege().name();
    return claim.option() ? word + " with grant option" : word;
  }

  static String described(Target target) {
    if (target.sort().isDefault()) {
      return "what " + target.name() + " creates later (" + target.object() + ")";
    }
    if (target.pattern()) {
      return "all " + target.sort().title() + "s in " + target.schema();
    }
    return "the " + target.sort().title() + " " + target.object();
  }

  static String overload(Thing thing) {
    return thing.arguments().isEmpty()
        ? ""
        : thing.arguments().stream()
            .map(type -> type.schema() + "." + type.name())
            .collect(Collectors.joining(",", "(", ")"));
  }

  static String words(List<Held> held) {
    return held.stream()
        .map(one -> word(new GrantClaim(one.thing().target(), one.privilege(), one.option())))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
