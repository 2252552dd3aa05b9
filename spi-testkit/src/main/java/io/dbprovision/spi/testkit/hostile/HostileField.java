package io.dbprovision.spi.testkit.hostile;

import java.util.List;

/** One field of a manifest, and how a value in it reaches the server. */
public interface HostileField {
  /** Asks for what manifests with those values say; one attempt each, in the same order. */
  List<Attempt> attempt(List<Trial> trials);

  /** Takes all of it away again, by the engine's own removal where it has one. */
  void undo(List<Attempt> attempts);

  /** How many values it gets for each one of a common field; 0 to 1 where one takes long. */
  default double share() {
    return 1;
  }
}
