package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.StandInOwner;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;

/** The role whose rights a copy needs: the database's owner, never one that reaches beyond it. */
final class Actor {
  private Actor() {}

  /**
   * For a database of the operator's own login, the role that stands in for it there.
   *
   * @throws EngineException PERMISSION for an owner with rights on the whole server
   */
  static String of(Server server, Found database) {
    if (database.owner().equals(server.admin())) {
      return StandInOwner.ensure(server, database.name());
    }
    require(server, database.owner());
    return database.owner();
  }

  /** Whether it may own what is restored. */
  static void require(Server server, String owner) {
    RoleState role = server.run(sql -> RoleCatalog.readUsable(sql, List.of(owner))).get(owner);
    if (role == null) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND, "the role \"" + owner + "\" is not on the server");
    }
    if (role.superuser() || (role.elevated() && !role.remark().owned())) {
      throw EngineException.of(
          ErrorKind.PERMISSION,
          "the database belongs to \""
              + owner
              + "\", whose rights reach beyond it; give it to a role of its own");
    }
  }
}
