package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.ownership.DatabaseClaims;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A login or a role as asked for, its block bound. */
record Wanted(Desired spec, Options options, Subject subject) {
  static Wanted of(UserSpec spec) {
    UserOptions block = spec.section().as(UserOptions.class);
    UserOptions options = spec.group().map(block::actingAs).orElse(block);
    return new Wanted(spec, spec.locked() ? options.locked() : options, subject(spec));
  }

  static Wanted of(RoleSpec spec) {
    return new Wanted(
        spec,
        spec.group()
            ? spec.section().as(UserOptions.class).ofGroup()
            : spec.section().as(RoleOptions.class),
        subject(spec));
  }

  /** What a database made for itself may get a manifest of its own, of the same tenant. */
  private static Subject subject(Desired spec) {
    Subject subject = Subject.of(Subject.Type.ROLE, spec);
    return subject.provenance().takeOverFrom().isPresent()
        ? subject
        : DatabaseClaims.maker(spec.name(), spec.owner(), spec.others())
            .map(subject::takingOverFrom)
            .orElse(subject);
  }

  String name() {
    return spec.name();
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }

  /** Without a block nothing but the login or the role itself is asked for. */
  boolean managesAttributes() {
    return !spec.section().isEmpty() || takesTurns();
  }

  /** One of several logins of one user, or the role they work as: made by us as a whole. */
  private boolean takesTurns() {
    return switch (spec) {
      case UserSpec login -> login.group().isPresent();
      case RoleSpec role -> role.group();
      default -> false;
    };
  }

  boolean managesMemberships() {
    return managesAttributes() || !listed().isEmpty();
  }

  /** Only a login of the operator's has a password; a role that may log in proves itself else. */
  boolean needsPassword() {
    return spec instanceof UserSpec && options.wants(Attribute.LOGIN);
  }

  Optional<SecretText> password() {
    return spec instanceof UserSpec login ? login.password() : Optional.empty();
  }

  /** Whether it has to be set, on a login that is there. */
  boolean passwordDue() {
    return spec instanceof UserSpec login
        && login.password().isPresent()
        && !login.passwordApplied();
  }

  /** How people call it. */
  String noun() {
    return spec instanceof UserSpec ? "login" : "role";
  }

  /** Roles that the manifest names outside of the block. */
  List<String> listed() {
    return switch (spec) {
      case UserSpec login -> login.group().isPresent() ? List.of() : login.roles();
      case RoleSpec role -> role.roles();
      default -> List.of();
    };
  }

  /** Roles it is to be a member of, with the field that asks for each. */
  Map<String, String> memberships() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (spec instanceof UserSpec login) {
      login.group().ifPresent(group -> fields.put(group, Subject.GROUP_FIELD));
    }
    for (int i = 0; i < options.inRoles().size(); i++) {
      fields.putIfAbsent(options.inRoles().get(i), field("inRoles[" + i + "]"));
    }
    for (int i = 0; i < listed().size(); i++) {
      fields.putIfAbsent(listed().get(i), "spec.roles[" + i + "]");
    }
    return fields;
  }

  /** Whether it asks for what somebody else made. */
  boolean adopts() {
    return spec.provenance().adopt();
  }

  /** Those of the names whose own memberships have to be known. */
  Set<String> joined() {
    Set<String> names = new HashSet<>(memberships().keySet());
    if (adopts()) {
      names.add(name());
    }
    return names;
  }

  /** All names that have to be looked up for it. */
  List<String> names() {
    List<String> names = new ArrayList<>(memberships().keySet());
    names.add(name());
    return names;
  }
}
