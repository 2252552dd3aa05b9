package io.dbprovision.spi;

import java.util.Objects;

/**
 * A passing database of a restore that is still on the server.
 *
 * @param restore {@link RestoreSpec#by} of the restore, as it is on record there
 * @param database its name inside the server
 * @param removable whether it never held anything but what was restored. One that was set aside,
 *     whose tables are changing places, or of which that cannot be told, is only to be named to
 *     people
 */
public record Leftover(Owner restore, String database, boolean removable) {
  public Leftover {
    Objects.requireNonNull(restore, "restore");
    Objects.requireNonNull(database, "database");
  }
}
