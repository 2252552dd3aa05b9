package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.spi.UserSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A login as asked for, its block bound. */
record Wanted(UserSpec spec, UserOptions options, Subject subject) {
  static Wanted of(UserSpec spec) {
    return new Wanted(
        spec, spec.section().as(UserOptions.class), Subject.of(Subject.Type.ROLE, spec));
  }

  String name() {
    return spec.name();
  }

  String field(String key) {
    return spec.section().path() + "." + key;
  }

  /** Without a block nothing but the login itself is asked for. */
  boolean managesAttributes() {
    return !spec.section().isEmpty();
  }

  boolean managesMemberships() {
    return managesAttributes() || !spec.roles().isEmpty();
  }

  /** Roles it is to be a member of, with the field that asks for each. */
  Map<String, String> memberships() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < options.inRoles().size(); i++) {
      fields.putIfAbsent(options.inRoles().get(i), field("inRoles[" + i + "]"));
    }
    for (int i = 0; i < spec.roles().size(); i++) {
      fields.putIfAbsent(spec.roles().get(i), "spec.roles[" + i + "]");
    }
    return fields;
  }

  /** All names that have to be looked up for it. */
  List<String> names() {
    List<String> names = new ArrayList<>(memberships().keySet());
    names.add(name());
    return names;
  }
}
