package io.dbprovision.spi;

/** What every desired server object has. */
public interface Desired {
  /**
   * The name inside the server, exactly as the manifest writes it: never trimmed, folded or cut.
   */
  String name();

  Owner owner();

  Provenance provenance();

  /**
   * The user's own text for the server's comment; empty for none. The engine adds its record to it.
   */
  String comment();

  /** The object's engine block; empty when the manifest has none. */
  Section section();
}
