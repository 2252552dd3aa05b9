package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A login or role as asked for, its block bound. To the server both are roles.
 *
 * @param memberships roles it is to be a member of, with the field that asks for each
 * @param nameField where the manifest names it
 * @param path how drift reports call the whole
 * @param passwordOrNull null when it has none, or only a look is taken
 */
record Wanted(
    Desired spec,
    Sort sort,
    UserOptions options,
    Map<String, String> memberships,
    boolean managesMemberships,
    String nameField,
    String path,
    @Nullable SecretText passwordOrNull,
    boolean passwordApplied) {
  private static final String GROUP_FIELD = "spec.passwordRotation.serviceRole";

  /** What it is there for. */
  enum Sort {
    LOGIN,
    ROLE
  }

  static Wanted of(UserSpec spec) {
    UserOptions options = spec.section().as(UserOptions.class);
    Optional<String> group = spec.group();
    Map<String, String> memberships =
        group.isPresent()
            ? Map.of(group.get(), GROUP_FIELD)
            : memberships(spec, options, spec.roles());
    if (group.isPresent()) {
      options = options.actingAs(group.get());
    }
    return new Wanted(
        spec,
        Sort.LOGIN,
        spec.locked() ? options.withoutLogin() : options,
        memberships,
        group.isPresent() || !spec.section().isEmpty() || !spec.roles().isEmpty(),
        "spec.username",
        "username",
        spec.password().orElse(null),
        spec.passwordApplied());
  }

  static Wanted of(RoleSpec spec) {
    UserOptions options =
        spec.group()
            ? spec.section().as(UserOptions.class).asGroup()
            : withoutGrants(spec.section()).as(RoleOptions.class).asUser();
    return new Wanted(
        spec,
        Sort.ROLE,
        options,
        memberships(spec, options, spec.roles()),
        true,
        spec.group() ? GROUP_FIELD : "spec.roleName",
        spec.group() ? "serviceRole" : "roleName",
        null,
        true);
  }

  /** Inline grants have a planner of their own. */
  static Section withoutGrants(Section section) {
    Map<String, Object> rest = new HashMap<>(section.values());
    rest.remove("grants");
    return Section.of(section.path(), rest);
  }

  private static Map<String, String> memberships(
      Desired spec, UserOptions options, List<String> roles) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < options.inRoles().size(); i++) {
      fields.putIfAbsent(options.inRoles().get(i), spec.section().path() + ".inRoles[" + i + "]");
    }
    for (int i = 0; i < roles.size(); i++) {
      fields.putIfAbsent(roles.get(i), "spec.roles[" + i + "]");
    }
    return fields;
  }

  String name() {
    return spec.name();
  }

  Optional<SecretText> password() {
    return Optional.ofNullable(passwordOrNull);
  }

  Subject subject() {
    return new Subject(Subject.Type.ROLE, spec.name(), spec.owner(), spec.provenance(), nameField);
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }

  /** Without a block nothing but the login itself is asked for; a role is what its block says. */
  boolean managesAttributes() {
    return sort == Sort.ROLE || !spec.section().isEmpty() || options.defaultRole() != null;
  }

  /** All names that have to be looked up for it. */
  List<String> names() {
    List<String> names = new ArrayList<>(memberships.keySet());
    names.add(name());
    return names;
  }
}
