package io.dbprovision.core.cli.view;

import java.util.Locale;

/** How well an object is, the best first. */
public enum Health {
  /** Ready, and nothing to say. */
  GOOD("32"),
  /** Ready, and there is something to know. */
  ODD("33"),
  /** Not Ready yet; nothing has failed. */
  WAITING("33"),
  /** Something is wrong. */
  BAD("31"),
  /** It does not exist, or nobody has looked at it. */
  UNKNOWN("35");

  private final String colour;

  Health(String colour) {
    this.colour = colour;
  }

  /** Whether it may be used. */
  public boolean ready() {
    return this == GOOD || this == ODD;
  }

  /** For programs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In its colour, for a terminal. */
  String painted(String text) {
    return "\u001b[" + colour + "m" + text + "\u001b[0m";
  }
}
