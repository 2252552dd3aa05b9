package io.dbprovision.core.cli.act;

import java.util.Objects;

/** How far something is that is waited for; each with one sentence for people. */
public sealed interface Stage {
  String text();

  record Going(String text) implements Stage {
    public Going {
      Objects.requireNonNull(text, "text");
    }
  }

  record Reached(String text) implements Stage {
    public Reached {
      Objects.requireNonNull(text, "text");
    }
  }

  /** It will not come by waiting. */
  record Failed(String text) implements Stage {
    public Failed {
      Objects.requireNonNull(text, "text");
    }
  }
}
