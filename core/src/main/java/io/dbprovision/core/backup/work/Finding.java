package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.StoredObject;
import java.util.Objects;

/** What came of an {@link Errand}. */
public sealed interface Finding {
  /** The store can be used. */
  record Good() implements Finding {}

  /**
   * A backup of which every part has its size.
   *
   * @param manifest without contents and warnings, and with all parts told as one
   */
  record Archive(Manifest manifest) implements Finding {
    public Archive {
      Objects.requireNonNull(manifest, "manifest");
    }
  }

  /** A file that an earlier operator may have written. */
  record File(StoredObject object) implements Finding {
    public File {
      Objects.requireNonNull(object, "object");
    }
  }

  /**
   * Something that is neither.
   *
   * @param why a sentence for people
   */
  record Broken(String why) implements Finding {
    public Broken {
      Objects.requireNonNull(why, "why");
    }
  }

  record Nothing() implements Finding {}

  record Removal(Removed what) implements Finding {
    public Removal {
      Objects.requireNonNull(what, "what");
    }
  }

  /**
   * @param objects how many, uploads too
   */
  record Cleaned(int objects) implements Finding {}
}
