package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.cli.act.Manifest;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.NewObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Says what a command changes before it does. Fields are not final because picocli fills them. */
final class ChangeOptions {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Option(
      names = "--dry-run",
      description = "Change nothing; print the manifest of what would be written.")
  private boolean dryRun;

  /**
   * @return whether it was done
   */
  boolean annotate(Desk desk, CustomResource object, String key, String value, String meaning) {
    if (dryRun) {
      desk.out().print(OutputFormat.yaml(Manifest.annotations(object.key(), Map.of(key, value))));
      return false;
    }
    desk.say("%s gets the annotation %s=%s: %s".formatted(object.key(), key, value, meaning));
    desk.cluster().annotate(object, Map.of(key, value));
    return true;
  }

  /**
   * @return whether it was done
   */
  boolean create(Desk desk, NewObject object, String meaning) {
    if (dryRun) {
      desk.out().print(OutputFormat.yaml(Manifest.of(object)));
      return false;
    }
    desk.say("%s is made: %s".formatted(object.key(), meaning));
    try {
      desk.cluster().create(object);
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.EXISTS) {
        throw new CliException(
            "%s is there already; choose another name with --name".formatted(object.key()), e);
      }
      if (e.kind() == KubeException.Kind.INVALID) {
        throw new CliException("the API server refuses it: " + e.getMessage(), e);
      }
      throw e;
    }
    return true;
  }

  /** New at every second, and sorts by time. */
  static String stamp(Instant now) {
    return STAMP.format(now);
  }
}
