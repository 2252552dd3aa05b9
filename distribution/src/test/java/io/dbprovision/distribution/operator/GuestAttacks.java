package io.dbprovision.distribution.operator;

import java.util.List;

/**
 * What a guest on another namespace's server may try to get of the database {@code stray}, which
 * nobody has on record: by grants, and by a role that holds something there. The connection's own
 * database, which an entry without one is about, is nobody's, too.
 */
final class GuestAttacks {
  private static final String FIELD = "spec.postgres.grants[0].database";
  private static final String NAMED = "database: stray, ";
  private static final List<String> ENTRIES =
      List.of(
          NAMED + "privileges: [CREATE]",
          "privileges: [CREATE]",
          NAMED + "schema: public, privileges: [USAGE]",
          NAMED + "schema: public, tables: [\"*\"], privileges: [SELECT]",
          NAMED + "schema: public, tables: [\"later\"], privileges: [SELECT]");

  private GuestAttacks() {}

  /**
   * @param home the reference to the server
   * @param guest a role of the attacker's own there
   */
  static void add(Attacks attacks, String home, String guest) {
    for (String entry : ENTRIES) {
      String block = "postgres: {grants: [{" + entry + "}]}";
      attacks.add("DatabaseRole", FIELD, "", "roleName: " + attacks.fresh(), home, block);
      attacks.add(
          "DatabaseGrant",
          FIELD,
          "",
          "deletionProtection: false",
          "roleRef: {name: " + guest + "}",
          block);
    }
    String joined = "postgres: {inRoles: [stray_role]}";
    attacks.add(
        "DatabaseUser", "spec.postgres.inRoles", "", "username: " + attacks.fresh(), home, joined);
    attacks.add(
        "Database", "spec.owner", "", "name: " + attacks.fresh(), home, "owner: stray_role");
  }
}
