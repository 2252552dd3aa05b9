package io.dbprovision.mysql.copy;

import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.mysql.database.ReadOnly;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Quiescence;

/** Makes a database read-only for everybody. Who is in it may stay and read. */
public final class MyQuiescence implements Quiescence {
  private final Server server;
  private final ObjectLock locks;

  public MyQuiescence(Server server, ObjectLock locks) {
    this.server = server;
    this.locks = locks;
  }

  @Override
  public Stillness quiesce(String database, Owner owner, boolean disconnect) {
    return locks.holding(
        Records.DATABASES,
        database,
        sql -> {
          OwnedDatabase.require(sql, database, owner);
          if (ReadOnly.is(server, sql, database)) {
            return new Stillness(0, false);
          }
          // of these some may be in the middle of a transaction, which would be waited for
          if (disconnect) {
            Visitors.disconnect(sql, Visitors.in(sql, database));
          } else {
            int sessions = Visitors.in(sql, database).size();
            if (sessions > 0) {
              return new Stillness(sessions, true);
            }
          }
          ReadOnly.set(server, sql, database);
          return new Stillness(0, true);
        });
  }

  @Override
  public void resume(String database) {
    boolean _ =
        locks.holding(
            Records.DATABASES,
            database,
            sql -> {
              ReadOnly.lift(server, sql, database);
              return true;
            });
  }
}
