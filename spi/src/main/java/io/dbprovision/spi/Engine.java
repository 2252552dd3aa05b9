package io.dbprovision.spi;

import java.util.Set;

/**
 * One engine family: the provider class that a plugin names in {@code
 * META-INF/services/io.dbprovision.spi.Engine}.
 *
 * <p>Constructed once, without arguments, when the plugin is loaded; construction and every method
 * but {@link #open} do no I/O and return at once. All methods may be called from several threads.
 */
public interface Engine {
  /** The engine names served, never empty; every name is served by one plugin only. */
  Set<EngineName> names();

  /** The key of this family's block in a manifest: {@code "x"} means {@code spec.x}. */
  String section();

  /**
   * The scheme of this family's URIs, by which the Service Binding specification also calls the
   * type of service: {@code "mysql"} of {@code mysql://host}. Empty when there is none.
   */
  default String scheme() {
    return "";
  }

  /**
   * Judges an engine block of an object of that kind. Pure: the same block gives the same answer.
   *
   * @param section the block; empty when the manifest has none
   */
  Validation validate(Kind kind, Section section);

  /**
   * Which other objects of a server a block speaks of. Pure, and asked whenever an object changes;
   * what is written wrong mentions what can be read of it, and fails nothing.
   *
   * @param section the block of a manifest, or the one of an object's status that the engine itself
   *     filled ({@link Plan#sectionFacts}); empty when there is none
   * @return by default the names under the usual keys, see {@link Mentions#byUsualKeys}
   */
  default Mentions mentions(Kind kind, Section section) {
    return Mentions.byUsualKeys(section);
  }

  /**
   * Opens a pooled session with one server. Called once per server and again when its address,
   * credentials or options change.
   *
   * @throws EngineException AUTHENTICATION, UNREACHABLE, TIMEOUT, INVALID (options) when the server
   *     cannot be reached now; nothing stays open then
   */
  Session open(Endpoint endpoint, EngineContext context);
}
