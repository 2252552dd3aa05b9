package io.dbprovision.postgres;

import static io.dbprovision.spi.Mentions.texts;

import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.Section;

/** Where in {@code spec.postgres} other databases, logins and roles of the server are named. */
final class MentionedObjects {
  private MentionedObjects() {}

  static Mentions of(Kind kind, Section section) {
    if (kind.equals(Kind.DATABASE)) {
      return ofDatabase(section);
    }
    if (kind.equals(Kind.USER)) {
      return Mentions.builder().roles(texts(section, "inRoles")).build();
    }
    if (kind.equals(Kind.ROLE)) {
      return ofEntries(section).roles(texts(section, "inRoles")).build();
    }
    return kind.equals(Kind.GRANT) ? ofGrant(section) : Mentions.none();
  }

  /** In the status the pair that owns it stands at the same place. */
  private static Mentions ofDatabase(Section section) {
    return Mentions.builder()
        .roles(texts(section, "schemas", "owner"))
        .roles(texts(section, "defaultPrivileges", "role"))
        .given(texts(section, "defaultPrivileges", "role"))
        .given(texts(section, "ownership", "roleName"))
        .given(texts(section, "ownership", "userName"))
        .build();
  }

  private static Mentions ofGrant(Section section) {
    return ofEntries(section)
        .databases(texts(section, "defaultPrivileges", "database"))
        .privileges(texts(section, "defaultPrivileges", "privileges"))
        .roles(texts(section, "roles"))
        .roles(texts(section, "memberships", "role"))
        .roles(texts(section, "defaultPrivileges", "grantedBy"))
        .build();
  }

  private static Mentions.Builder ofEntries(Section section) {
    return Mentions.builder()
        .databases(texts(section, "grants", "database"))
        .privileges(texts(section, "grants", "privileges"));
  }
}
