package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What can be said of a login's or a role's block without looking at a server. */
public final class RoleChecks {
  private static final String FOR_EVER = "infinity";

  private RoleChecks() {}

  public static Validation ofUser(Section section) {
    UserOptions options = section.as(UserOptions.class);
    Validation found = shared(section.path(), options);
    return options.defaultRole() == null
        ? found
        : name(found, section.path() + ".defaultRole", options.defaultRole());
  }

  public static Validation ofRole(Section section) {
    return shared(section.path(), section.as(RoleOptions.class));
  }

  private static Validation shared(String path, Options options) {
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
    for (String name : options.configParameters().keySet()) {
      String field = path + ".configParameters." + name;
      if (!Setting.validName(name)) {
        found = found.invalid(field, "is no name of a server setting");
      } else if (Setting.reservedName(name)) {
        found =
            found.invalid(
                field,
                options instanceof UserOptions
                    ? "is set through spec.postgres.defaultRole"
                    : "is a matter of the login that acts as a role; leave it out");
      } else if (!Dialect.isRepresentable(options.configParameters().get(name))) {
        found = found.invalid(field, "must not hold the character NUL");
      }
    }
    return found;
  }

  /**
   * @throws EngineException INVALID, the first problem
   */
  static void check(Wanted wanted) {
    Section section = wanted.spec().section();
    boolean login = wanted.options() instanceof UserOptions;
    for (Validation.Problem problem : (login ? ofUser(section) : ofRole(section)).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    for (int i = 0; i < wanted.listed().size(); i++) {
      Names.checkFits("spec.roles[" + i + "]", wanted.listed().get(i));
    }
    String defaultRole =
        wanted.options() instanceof UserOptions options ? options.defaultRole() : null;
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
  static Optional<Instant> expiry(Options options) {
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
