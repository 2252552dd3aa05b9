package io.dbprovision.postgres.user;

import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's manifest may ask for. The server is no fence here: up to PostgreSQL 15 a login
 * with CREATEROLE may hand out any role that is not a superuser, its own and other tenants'
 * included. Pure and thread-safe.
 */
public final class RoleRules {
  private final String admin;
  private final Set<String> allowedAttributes;
  private final Set<String> allowedRoles;
  private final Admission admission;

  /**
   * @param admin the operator's own login
   * @param allowedAttributes of the instance
   * @param allowedRoles of the instance
   */
  public RoleRules(
      String admin,
      Collection<String> allowedAttributes,
      Collection<String> allowedRoles,
      Admission admission) {
    this.admin = admin;
    this.allowedAttributes = Set.copyOf(allowedAttributes);
    this.allowedRoles = Set.copyOf(allowedRoles);
    this.admission = admission;
  }

  /** Of a server that is its tenants' own. */
  public RoleRules(
      String admin, Collection<String> allowedAttributes, Collection<String> allowedRoles) {
    this(admin, allowedAttributes, allowedRoles, Admission.of(_ -> false, Set.of()));
  }

  public Admission admission() {
    return admission;
  }

  public String admin() {
    return admin;
  }

  /**
   * @throws EngineException PERMISSION when the instance does not allow it, or our login cannot
   */
  void checkAttribute(Attribute attribute, String path, @Nullable RoleState self, int major) {
    if (attribute.elevated() && !allowedAttributes.contains(attribute.field())) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          path,
          "reaches beyond one tenant and is not allowed on this instance; allow it there with"
              + " spec.postgres.allowedAttributes: ["
              + attribute.field()
              + "]");
    }
    if (self != null && !canGive(attribute, self, major)) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          path,
          "the operator's login \""
              + admin
              + "\" may not give or take "
              + attribute.name().toUpperCase(Locale.ROOT)
              + "; give the attribute to that login, or leave the field out");
    }
  }

  private static boolean canGive(Attribute attribute, RoleState self, int major) {
    if (self.superuser()) {
      return true;
    }
    return switch (attribute) {
      case SUPERUSER -> false;
      case REPLICATION, BYPASSRLS -> Since.BOUNDED_CREATEROLE.in(major) && self.has(attribute);
      case CREATEDB -> !Since.BOUNDED_CREATEROLE.in(major) || self.has(attribute);
      case CREATEROLE, INHERIT, LOGIN -> true;
    };
  }

  /**
   * Whether an object of {@code asker} may be put under a role, or a login made its member.
   *
   * @param found the role on the server; null when it is not there
   * @param held whether that is so already: what the role has in databases is not asked again then
   * @throws EngineException NOT_FOUND or PERMISSION at {@code path}
   */
  public RoleState check(
      String path, String role, @Nullable RoleState found, Owner asker, boolean held) {
    if (found == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          path,
          "the role \"" + role + "\" does not exist on the server; it is waited for");
    }
    if (allowedRoles.contains(role) && !role.startsWith(Names.OWN_PREFIX)) {
      return found;
    }
    if (role.equals(admin)) {
      throw refused(path, role, "is the operator's own login", false);
    }
    if (role.startsWith("pg_")) {
      throw refused(path, role, "is one of the server's own roles", true);
    }
    if (role.startsWith(Names.OWN_PREFIX)) {
      throw refused(path, role, "is one of the operator's own roles", false);
    }
    Owner owner = found.remark().record();
    if (isForeign(found.remark(), asker)) {
      throw refused(path, role, "belongs to " + Objects.requireNonNullElse(owner, "another"), true);
    }
    // who made a role for itself may use it, and was asked already what may be in it
    if (owner == null || !owner.sameTenant(asker)) {
      Optional<String> power = power(found, asker);
      if (power.isEmpty() && owner == null && !held) {
        power = foothold(found, asker);
      }
      if (power.isPresent()) {
        throw refused(path, role, power.get(), true);
      }
    }
    return found;
  }

  /** What a member of it could do that is not a tenant's to do; empty for nothing. */
  private Optional<String> power(RoleState found, Owner asker) {
    if (found.elevated()) {
      return Optional.of("has rights beyond one tenant");
    }
    List<Reach> reach = Objects.requireNonNull(found.reach(), "the roles above were not read");
    return reach.stream()
        .filter(above -> isPower(above, asker))
        .findFirst()
        .map(above -> "is a member of \"" + above.role() + "\", which reaches beyond one tenant");
  }

  /**
   * What a member of it would have of databases that are not for this tenant; empty for nothing.
   */
  private Optional<String> foothold(RoleState found, Owner asker) {
    if (asker.namespace().isEmpty()) {
      return Optional.empty();
    }
    List<Foothold> footholds =
        Objects.requireNonNull(found.footholds(), "its databases were not read");
    return footholds.stream()
        .filter(place -> isForeign(place.remark(), asker) || bars(place, asker))
        .findFirst()
        .map(
            place ->
                "owns or holds something in the database \""
                    + place.database()
                    + (place.remark().owned()
                        ? "\" of another tenant"
                        : "\", which nobody has on record"));
  }

  private boolean bars(Foothold place, Owner asker) {
    return admission.bars(place.database(), place.remark(), asker);
  }

  private static boolean isForeign(Remark remark, Owner asker) {
    Owner owner = remark.record();
    return remark.unreadable()
        || (owner != null && !owner.namespace().isEmpty() && !owner.sameTenant(asker));
  }

  private boolean isPower(Reach above, Owner asker) {
    return above.elevated()
        || above.role().equals(admin)
        || above.role().startsWith("pg_")
        || isForeign(above.remark(), asker);
  }

  /**
   * Whether a role that nobody has on record may become an object's own.
   *
   * @throws EngineException PERMISSION when it can more than a tenant may ask for
   */
  void checkAdoption(String path, RoleState found, Owner asker) {
    Optional<String> power =
        allowedRoles.contains(found.name()) ? Optional.empty() : power(found, asker);
    if (power.isPresent()) {
      throw refused(path, found.name(), power.get() + " and is not adopted", true);
    }
  }

  private static EngineException refused(String path, String role, String why, boolean wayOut) {
    return EngineException.at(
        ErrorKind.PERMISSION,
        path,
        "the role \""
            + role
            + "\" "
            + why
            + (wayOut
                ? "; name another, or allow it on the instance with spec.postgres.allowedRoles"
                : "; name another"));
  }
}
