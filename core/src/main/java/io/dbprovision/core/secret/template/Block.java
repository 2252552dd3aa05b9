package io.dbprovision.core.secret.template;

import java.util.List;

/** A run of nodes: the body of a template or of a branch. */
record Block(List<Node> nodes) {
  static final Block EMPTY = new Block(List.of());

  Block {
    nodes = List.copyOf(nodes);
  }

  /** Nothing but white space: such a definition gives way to another one of the same name. */
  boolean isBlank() {
    return nodes.stream().allMatch(n -> n instanceof Node.Text text && text.text().isBlank());
  }
}
