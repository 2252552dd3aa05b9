package io.dbprovision.postgres.user;

import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What can be said of a login's block without looking at a server. */
public final class UserChecks {
  private static final String FOR_EVER = "infinity";

  private UserChecks() {}

  /** The block of a login. */
  public static Validation validate(Section section) {
    return validate(section.path(), section.as(UserOptions.class));
  }

  /** The block of a role, but for its grants. */
  public static Validation validateRole(Section section) {
    return validate(section.path(), Wanted.withoutGrants(section).as(RoleOptions.class).asUser());
  }

  private static Validation validate(String path, UserOptions options) {
    Validation found = Validation.ok();
    if (options.limit() < -1) {
      found = found.invalid(path + ".connectionLimit", "must be -1 (no limit) or more");
    }
    try {
      expiry(options);
    } catch (DateTimeException e) {
      found =
          found.invalid(
              path + ".validUntil",
              "must be a time such as 2030-12-31T23:59:59Z (RFC 3339), or infinity");
    }
    for (int i = 0; i < options.inRoles().size(); i++) {
      found = name(found, path + ".inRoles[" + i + "]", options.inRoles().get(i));
    }
    if (options.defaultRole() != null) {
      found = name(found, path + ".defaultRole", options.defaultRole());
    }
    for (String name : options.configParameters().keySet()) {
      String field = path + ".configParameters." + name;
      if (!Setting.validName(name)) {
        found = found.invalid(field, "is no name of a server setting");
      } else if (Setting.reservedName(name)) {
        found = found.invalid(field, "is set through spec.postgres.defaultRole");
      } else if (options.configParameters().get(name).indexOf('\0') >= 0) {
        found = found.invalid(field, "must not hold the character NUL");
      }
    }
    return found;
  }

  /**
   * @throws EngineException INVALID, the first problem
   */
  static void check(Wanted wanted) {
    Validation found = validate(wanted.spec().section().path(), wanted.options());
    for (Validation.Problem problem : found.problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    wanted.memberships().forEach((role, field) -> Names.checkFits(field, role));
    String defaultRole = wanted.options().defaultRole();
    if (defaultRole != null && !wanted.memberships().containsKey(defaultRole)) {
      throw EngineException.at(
          ErrorKind.INVALID,
          wanted.field("defaultRole"),
          "must be one of the roles that the login is a member of; add it to inRoles");
    }
  }

  /**
   * When it ends; empty for never.
   *
   * @throws DateTimeException when the text is no time
   */
  static Optional<Instant> expiry(UserOptions options) {
    String text = options.validUntil();
    return text == null || text.isEmpty() || text.equalsIgnoreCase(FOR_EVER)
        ? Optional.empty()
        : Optional.of(OffsetDateTime.parse(text).toInstant());
  }

  private static Validation name(Validation found, String path, String name) {
    try {
      Names.checkFits(path, name);
      return found;
    } catch (EngineException e) {
      return found.invalid(path, "must be a name of 1 to 63 bytes without the character NUL");
    }
  }
}
