package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.core.digest.Sha256;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a database's init statements from where the manifest says they are. */
final class InitSql {
  static final String BLOCK = "initSQL";

  /** Calls into a plugin are given up not long after. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Pattern SEPARATOR = Pattern.compile("---");

  private final SecretReader reader;

  @Inject
  InitSql(SecretReader reader) {
    this.reader = reader;
  }

  /**
   * @param statements trimmed, none empty
   * @param hash identifies the statements: lower-case hex SHA-256 over them, joined by {@code ---}
   *     lines
   * @param confidential true when they came out of a Secret
   * @param block true when the database must not be ready after a failure
   * @param timeout of all statements together; zero for the usual limit of each
   */
  record Script(
      List<String> statements,
      String hash,
      boolean confidential,
      boolean block,
      boolean transaction,
      Duration timeout) {}

  /** Empty when the manifest asks for none. */
  Optional<Script> read(CustomResource database) {
    Fields spec = database.spec().object(BLOCK);
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(script(spec, statements(database, spec)));
  }

  /** Empty also when they are elsewhere than in the manifest. */
  static Optional<Script> inline(CustomResource database) {
    Fields spec = database.spec().object(BLOCK);
    return spec.has("inline")
        ? Optional.of(script(spec, spec.texts("inline").stream()))
        : Optional.empty();
  }

  private static Script script(Fields spec, Stream<String> parts) {
    List<String> statements = trimmed(parts);
    return new Script(
        statements,
        hash(statements),
        spec.has("secretRef"),
        !spec.text("failurePolicy", "Block").equals("Continue"),
        spec.flag("transaction", false),
        spec.text("timeout").map(InitSql::timeout).orElse(Duration.ZERO));
  }

  /** Stands for the statements that have run by the database's record; empty when none have. */
  Optional<Script> applied(CustomResource database) {
    Fields record = InitSqlStep.record(database);
    return record.flag("applied", false)
        ? Optional.of(
            new Script(List.of(), record.text("hash", ""), true, true, false, Duration.ZERO))
        : Optional.empty();
  }

  private static Duration timeout(String text) {
    String path = "spec.initSQL.timeout";
    try {
      Duration timeout = GoDuration.parse(text);
      if (timeout.toMillis() > 0 && timeout.compareTo(LONGEST) <= 0) {
        return timeout;
      }
    } catch (IllegalArgumentException e) {
      throw EngineException.at(ErrorKind.INVALID, path, String.valueOf(e.getMessage())).causedBy(e);
    }
    throw EngineException.at(
        ErrorKind.INVALID,
        path,
        "must be between 1ms and %dm, got %s".formatted(LONGEST.toMinutes(), text));
  }

  private Stream<String> statements(CustomResource database, Fields spec) {
    if (spec.has("inline")) {
      return spec.texts("inline").stream();
    }
    CrossRef ref =
        CrossRefs.script(database)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        "spec.initSQL",
                        "exactly one of inline, configMapRef, secretRef"));
    Fields configMap = spec.object("configMapRef");
    if (!configMap.isEmpty()) {
      SecretReader.Text text = reader.configMapKey(database, ref, configMap.text("key", ""));
      return SEPARATOR.splitAsStream(text.text());
    }
    Secret secret = reader.secret(database, ref);
    String key = spec.object("secretRef").text("key", "");
    return SEPARATOR.splitAsStream(SecretReader.key(ref.path(), secret, key).reveal());
  }

  private static List<String> trimmed(Stream<String> parts) {
    return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  private static String hash(List<String> statements) {
    return Sha256.hex(String.join("\n---\n", statements));
  }
}
