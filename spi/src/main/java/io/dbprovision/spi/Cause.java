package io.dbprovision.spi;

/** Why a change is in the plan. */
public enum Cause {
  /** The server object itself is not there. */
  MISSING,
  /** Something within the object is not there. */
  ABSENT,
  /** It is there with another value. */
  DIFFERS,
  /** It is there and nobody asked for it. */
  EXTRA,
  /** It is to be removed, because the object goes. */
  REMOVAL,
  /** What it applies to is not there yet: cannot be applied now, will be later. */
  AWAITED
}
