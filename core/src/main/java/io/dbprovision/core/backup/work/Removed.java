package io.dbprovision.core.backup.work;

/** What became of what was to be removed. */
public enum Removed {
  /** It is gone. */
  ALL,
  /** There was nothing. */
  NOTHING,
  /** What is there says that it is another backup's, and stays. */
  ANOTHERS
}
