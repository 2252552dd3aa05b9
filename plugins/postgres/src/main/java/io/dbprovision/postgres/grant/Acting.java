package io.dbprovision.postgres.grant;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * For whom the operator's login may act: privileges on a thing are its owner's to give, and our
 * login makes itself a member of that owner first.
 */
record Acting(Catalog catalog, String admin, int major, Owner asker) {
  /** What has to be done first. */
  List<SqlText> prepare(Collection<String> actors) {
    Map<String, RoleState> states = catalog.roles();
    return SelfGrant.statements(
        actors.stream().distinct().map(states::get).filter(Objects::nonNull).toList(),
        admin,
        major);
  }

  /**
   * Whether something given by that role can have been given by us. Privileges are given in their
   * owner's name; a membership since 16 in our own, or for a superuser in that of the first one.
   */
  boolean ours(Thing thing, String grantor) {
    if (thing.sort() != Sort.ROLE) {
      return grantor.equals(thing.owner());
    }
    RoleState self = catalog.roles().get(admin);
    return !Since.OWN_MEMBERSHIPS.in(major)
        || grantor.equals(admin)
        || (self != null && self.superuser());
  }

  /** Why what that one gave cannot be taken back; empty when it can. */
  Optional<String> refusal(Thing thing, String grantor) {
    if (thing.sort() == Sort.ROLE) {
      RoleState self = catalog.roles().get(admin);
      if (!Since.OWN_MEMBERSHIPS.in(major)
          || grantor.equals(admin)
          || (self != null && self.superuser())) {
        return Optional.empty();
      }
    }
    String name = grantor.equals(thing.owner()) ? thing.actor() : grantor;
    return catalog.roles().containsKey(name) && refusal("", name).isEmpty()
        ? Optional.empty()
        : Optional.of("given by \"" + grantor + "\", for whom the operator may not act");
  }

  /** Why it cannot act for that role; empty when it can. */
  Optional<EngineException> refusal(String field, String actor) {
    RoleState state = catalog.roles().get(actor);
    if (actor.isEmpty() || actor.equals(admin) || state == null) {
      return Optional.empty();
    }
    Owner recorded = state.remark().record();
    if (state.remark().unreadable() || (recorded != null && Tenancy.foreign(recorded, asker))) {
      return refuse(
          field, actor, "belongs to " + (recorded == null ? "another operator" : recorded));
    }
    if (state.usable()) {
      return Optional.empty();
    }
    if (state.superuser()) {
      return refuse(
          field,
          actor,
          "is a superuser, for which the operator's login cannot act; give the object another owner");
    }
    return Since.BOUNDED_CREATEROLE.in(major) && !catalog.givable().contains(actor)
        ? refuse(
            field,
            actor,
            "is not the operator's to act for; run as a superuser: GRANT \""
                + actor
                + "\" TO \""
                + admin
                + "\" WITH ADMIN OPTION")
        : Optional.empty();
  }

  private static Optional<EngineException> refuse(String field, String actor, String why) {
    return Optional.of(
        EngineException.at(
            ErrorKind.PERMISSION,
            field,
            "the owner \"" + actor + "\" of what this is about " + why));
  }
}
