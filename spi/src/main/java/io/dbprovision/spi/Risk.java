package io.dbprovision.spi;

/** What a change can break. */
public enum Risk {
  /** Nothing is lost by it. */
  SAFE,
  /** Data, access or a privilege may be lost; applied as a correction only with consent. */
  DESTRUCTIVE,
  /** The server cannot change it in place: reported, never applied. */
  IMMUTABLE
}
