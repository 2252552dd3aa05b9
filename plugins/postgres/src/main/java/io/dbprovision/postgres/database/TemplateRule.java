package io.dbprovision.postgres.database;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose database may be copied. The server is no fence here: the operator's login may act for the
 * owners of all databases that it has made, and would copy anybody's data.
 */
final class TemplateRule {
  private static final Set<String> SERVERS_OWN = Set.of("template0", "template1");

  private TemplateRule() {}

  /**
   * @param template the database on the server; null when it is not there
   * @throws EngineException NOT_FOUND or PERMISSION
   */
  static void check(Wanted wanted, @Nullable DatabaseState template) {
    String name = wanted.options().templateName();
    if (SERVERS_OWN.contains(name)) {
      return;
    }
    String path = wanted.spec().section().path() + ".template";
    if (template == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          path,
          "the database \"" + name + "\" does not exist on the server; it is waited for");
    }
    Owner owner = template.remark().record();
    if (template.remark().unreadable()
        || (owner != null && !owner.sameTenant(wanted.spec().owner()))) {
      throw refused(path, name, "belongs to " + (owner == null ? "another" : owner));
    }
    if (owner == null && !template.template()) {
      throw refused(
          path, name, "is nobody's on record, and not marked as a template on the server");
    }
  }

  private static EngineException refused(String path, String name, String why) {
    return EngineException.at(
        ErrorKind.PERMISSION,
        path,
        "the database \"" + name + "\" " + why + "; name one of this namespace, or template1");
  }
}
