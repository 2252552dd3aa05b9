package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A login or a role as asked for, its block bound. */
record Wanted(Desired spec, Options options, Subject subject) {
  static Wanted of(UserSpec spec) {
    return new Wanted(spec, spec.section().as(UserOptions.class), subject(spec));
  }

  static Wanted of(RoleSpec spec) {
    return new Wanted(spec, spec.section().as(RoleOptions.class), subject(spec));
  }

  private static Subject subject(Desired spec) {
    return Subject.of(Subject.Type.ROLE, spec);
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

  /** Without a block nothing but the login or the role itself is asked for. */
  boolean managesAttributes() {
    return !spec.section().isEmpty();
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
    return spec instanceof UserSpec login ? login.roles() : List.of();
  }

  /** Roles it is to be a member of, with the field that asks for each. */
  Map<String, String> memberships() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < options.inRoles().size(); i++) {
      fields.putIfAbsent(options.inRoles().get(i), field("inRoles[" + i + "]"));
    }
    for (int i = 0; i < listed().size(); i++) {
      fields.putIfAbsent(listed().get(i), "spec.roles[" + i + "]");
    }
    return fields;
  }

  /** All names that have to be looked up for it. */
  List<String> names() {
    List<String> names = new ArrayList<>(memberships.keySet());
    names.add(name());
    return names;
  }
}
