package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The block of a volume.
 *
 * @param claimName the PersistentVolumeClaim
 * @param subPath the folder in it; empty for the volume itself
 */
record PvcOptions(@Nullable String claimName, @Nullable String subPath) {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  String claim() {
    return Objects.requireNonNullElse(claimName, "");
  }

  String folder() {
    return stripped(Objects.requireNonNullElse(subPath, ""));
  }

  static Validation validate(Section block) {
    PvcOptions options;
    try {
      options = block.as(PvcOptions.class);
    } catch (EngineException e) {
      return Validation.ok().with(block.path(), e);
    }
    Validation found = Validation.ok();
    String claim = options.claim();
    if (claim.length() > LONGEST_NAME || !NAME.matcher(claim).matches()) {
      found =
          found.invalid(block.path() + ".claimName", "must be the name of a PersistentVolumeClaim");
    }
    if (!options.folder().isEmpty() && !Keys.valid(options.folder())) {
      found =
          found.invalid(
              block.path() + ".subPath",
              "must be a folder within the volume: names parted by single slashes, none of them"
                  + " '.' or '..', nor '"
                  + Uploads.FOLDER
                  + "' at the beginning");
    }
    return found;
  }

  /** The block, if it is right. */
  static PvcOptions of(Section block) {
    for (Validation.Problem problem : validate(block).problems()) {
      throw EngineException.at(ErrorKind.INVALID, problem.path(), problem.message());
    }
    return block.as(PvcOptions.class);
  }

  /** Without slashes at either end, where earlier operators allowed them. */
  static String stripped(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}
