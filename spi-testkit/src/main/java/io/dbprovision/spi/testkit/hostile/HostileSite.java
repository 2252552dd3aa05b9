package io.dbprovision.spi.testkit.hostile;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A real server with canaries on it: roles with rights, a table with content, objects of every sort
 * that a manifest can name.
 */
public interface HostileSite extends AutoCloseable {
  /** All facts of the server that an engine could change by mistake; the same twice in a row. */
  Set<Fact> snapshot();

  /**
   * The fields whose values reach the server, by kind and path such as {@code Database
   * spec.x.schemas[].name}.
   */
  Map<String, HostileField> fields();

  /**
   * The fields whose values never reach the engine, each with what the operator does with them
   * instead. A path that ends in {@code .} stands for all below it.
   */
  Map<String, String> kept();

  /** Names that are on the server: every fifth value is one of them. */
  List<String> present();

  /** Texts that break the quoting of this sort of server only; every sixth value is one of them. */
  default List<String> own() {
    return List.of();
  }

  @Override
  void close();
}
