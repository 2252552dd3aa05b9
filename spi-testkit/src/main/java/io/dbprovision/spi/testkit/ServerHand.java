package io.dbprovision.spi.testkit;

/**
 * Reaches one sort of object of the server under test without the engine, as a person with a client
 * would. Names are plain: lower-case letters and digits.
 */
public interface ServerHand {
  /**
   * Makes an object that carries no record, with a setting or two that differ from what the engine
   * would choose.
   */
  void create(String name);

  boolean exists(String name);

  /**
   * The object's settings as one comparable text, without the operator's record and without sizes
   * or times; for a login including what can be told of its password. Empty when it is not there.
   */
  String describe(String name);

  /** Changes a setting that the suite's {@code changed} spec asks for to something else. */
  void spoil(String name);

  /** Drops it when it is there, whatever its name; used to clean up. */
  void drop(String name);
}
