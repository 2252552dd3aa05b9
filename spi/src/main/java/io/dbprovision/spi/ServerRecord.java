package io.dbprovision.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record of an object and its comment as one text, for a server that has a place for any text:
 * a comment, a column, a value under a key.
 *
 * @param owner null for nobody
 * @param comment the user's own, empty for none
 */
public record ServerRecord(@Nullable Owner owner, String comment) {
  private static final Owner UNREADABLE =
      new Owner("?", "?", "", "somebody whose record cannot be read", "?");

  public ServerRecord {
    Objects.requireNonNull(comment, "comment");
  }

  /**
   * Reads what {@link #text} wrote. An owner that cannot be read is somebody else.
   *
   * @param text empty where nothing is on record
   */
  public static ServerRecord of(String text) {
    String[] lines = text.split("\n", 2);
    return new ServerRecord(
        lines[0].isEmpty() ? null : Owner.ofRecord(lines[0]).orElse(UNREADABLE),
        lines.length < 2 ? "" : lines[1]);
  }

  /** A line with the owner, and the comment; empty for neither. */
  public String text() {
    String line = owner == null ? "" : owner.toRecord();
    return line.isEmpty() && comment.isEmpty() ? "" : line + "\n" + comment;
  }

  /** With what else is seen of the object. */
  public <S> ManagedObjects.Seen<S> beside(S state) {
    return new ManagedObjects.Seen<>(state, owner, comment);
  }
}
