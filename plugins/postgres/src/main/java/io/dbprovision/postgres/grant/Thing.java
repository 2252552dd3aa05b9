package io.dbprovision.postgres.grant;

import java.util.List;

/**
 * Something on the server that privileges are held on.
 *
 * @param target names it; never a pattern
 * @param arguments the types of a routine's arguments, in order
 * @param owner who its owner's privileges come from
 * @param actor whom the operator has to act for to give privileges on it; mostly the owner
 */
record Thing(Target target, List<TypeName> arguments, String owner, String actor) {
  /** A type with its schema. */
  record TypeName(String schema, String name) {}

  Thing {
    arguments = List.copyOf(arguments);
  }

  static Thing of(Target target, String owner) {
    return new Thing(target, List.of(), owner, owner);
  }

  Sort sort() {
    return target.sort();
  }
}
