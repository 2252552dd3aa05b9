package io.dbprovision.core.backup.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What workers say of themselves as JSON: progress line by line, and how it ended. */
public final class OutcomeJson {
  /** What Kubernetes keeps of a termination message. */
  public static final int LARGEST = 4096;

  // an ellipsis and what escaping adds to odd texts is within what stays free
  private static final int LONGEST_SENTENCE = 1200;
  private static final int LONGEST_WARNING = 300;

  private static final String FINDING = "finding";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private OutcomeJson() {}

  /** One line without its end. */
  public static String progress(WorkProgress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("phase", progress.phase());
    json.put("plainBytes", progress.plainBytes());
    json.put("storedBytes", progress.storedBytes());
    json.put("bytesPerSecond", progress.bytesPerSecond());
    json.put("tablesDone", progress.tablesDone());
    json.put("tablesTotal", progress.tablesTotal());
    json.put("at", progress.at().toString());
    return text(json);
  }

  /** The last line of them that can be read; a line that is cut, or of a log, is none. */
  public static Optional<WorkProgress> lastProgress(String lines) {
    return lines.lines().toList().reversed().stream()
        .flatMap(line -> parsed(line).stream())
        .filter(json -> json.has("phase"))
        .flatMap(json -> progress(json).stream())
        .findFirst();
  }

  private static Optional<WorkProgress> progress(Fields json) {
    return instant(json, "at")
        .map(
            at ->
                new WorkProgress(
                    json.text("phase", ""),
                    json.number("plainBytes", 0),
                    json.number("storedBytes", 0),
                    json.number("bytesPerSecond", 0),
                    (int) json.number("tablesDone", -1),
                    (int) json.number("tablesTotal", -1),
                    at));
  }

  /** At most {@link #LARGEST} bytes: the last warnings are left out first, and counted. */
  public static String done(WorkResult result) {
    WorkResult fitting =
        result.withWarnings(shortened(result.copied().warnings()), result.warningsLeftOut());
    String text = text(json(fitting));
    while (size(text) > LARGEST && !fitting.copied().warnings().isEmpty()) {
      List<String> warnings = fitting.copied().warnings();
      List<String> kept = warnings.subList(0, warnings.size() - 1);
      fitting = fitting.withWarnings(kept, fitting.warningsLeftOut() + 1);
      text = text(json(fitting));
    }
    return text;
  }

  /** At most {@link #LARGEST} bytes: the sentence is cut. */
  public static String failed(WorkState.Failed failed) {
    int longest = LONGEST_SENTENCE;
    String text = text(json(failed, longest));
    while (size(text) > LARGEST && longest > 0) {
      longest -= 100;
      text = text(json(failed, longest));
    }
    return text;
  }

  /** How it ended; empty for anything but a whole outcome. */
  public static Optional<WorkState> outcome(String text) {
    return parsed(text)
        .flatMap(
            json ->
                switch (json.text("state", "")) {
                  case "done" -> result(json);
                  case "failed" -> failure(json);
                  default -> Optional.empty();
                });
  }

  private static Map<String, Object> json(WorkResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", "done");
    json.put("startedAt", result.startedAt().toString());
    json.put("finishedAt", result.finishedAt().toString());
    Copied copied = result.copied();
    json.put("plainBytes", copied.plainBytes());
    json.put("storedBytes", copied.storedBytes());
    json.put("checksum", copied.checksum());
    json.put("format", copied.format());
    json.put("tool", copied.tool());
    json.put("serverVersion", copied.serverVersion());
    json.put("tables", result.tables());
    json.put("match", result.match().name());
    json.put("warnings", copied.warnings());
    json.put("warningsLeftOut", result.warningsLeftOut());
    result.finding().ifPresent(found -> json.put(FINDING, FindingJson.write(found)));
    return json;
  }

  private static Optional<WorkState> result(Fields json) {
    Optional<Instant> started = instant(json, "startedAt");
    Optional<Instant> finished = instant(json, "finishedAt");
    Optional<Match> match = constant(Match.class, json.text("match", ""));
    if (started.isEmpty() || finished.isEmpty() || match.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkState.Done(
            new WorkResult(
                started.get(),
                finished.get(),
                copied(json),
                (int) json.number("tables", -1),
                match.get(),
                (int) json.number("warningsLeftOut", 0),
                json.has(FINDING) ? FindingJson.read(json.object(FINDING)).orElse(null) : null)));
  }

  private static Copied copied(Fields json) {
    return new Copied(
        json.number("plainBytes", 0),
        json.number("storedBytes", 0),
        json.text("checksum", ""),
        json.text("format", ""),
        json.text("tool", ""),
        json.text("serverVersion", ""),
        json.texts("warnings"));
  }

  private static Map<String, Object> json(WorkState.Failed failed, int longest) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", "failed");
    json.put("kind", failed.kind().name());
    json.put("field", cut(failed.path().orElse(""), LONGEST_WARNING));
    json.put("message", cut(failed.message(), longest));
    json.put("again", failed.again());
    return json;
  }

  private static Optional<WorkState> failure(Fields json) {
    return constant(ErrorKind.class, json.text("kind", ""))
        .map(
            kind ->
                new WorkState.Failed(
                    kind,
                    json.text("field").orElse(null),
                    json.text("message", "the worker did not say why"),
                    json.flag("again", false)));
  }

  private static List<String> shortened(List<String> warnings) {
    return warnings.stream().map(warning -> cut(warning, LONGEST_WARNING)).toList();
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(Math.max(0, longest - 1))) ? longest - 1 : longest;
    return text.substring(0, Math.max(0, end)) + "…";
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Optional<Instant> instant(Fields json, String key) {
    try {
      return json.text(key).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    try {
      return Optional.of(Enum.valueOf(type, name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Fields> parsed(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Fields.of(MAPPER.readValue(text, MAP)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, Object> json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
