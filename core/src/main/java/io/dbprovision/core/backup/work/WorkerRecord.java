package io.dbprovision.core.backup.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which process does a work: a pid alone may be another process's by now.
 *
 * @param bornAt when the process began, as the system tells it
 * @param startedAt when the operator started it, by the operator's clock
 * @param mark of it and of all that it starts
 */
record WorkerRecord(
    long pid,
    Instant bornAt,
    Instant startedAt,
    Duration deadline,
    String instance,
    String subject,
    WorkMark mark) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  /** The system counts in ticks from a boot time that is known to the second. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  /** The process, while it is alive and is the one that was started. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isIt);
  }

  private boolean isIt(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(born -> Duration.between(born, bornAt).abs().compareTo(TOLERANCE) <= 0)
        .orElse(false);
  }

  Instant end() {
    return startedAt.plus(deadline);
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pid", pid);
    json.put("bornAt", bornAt.toString());
    json.put("startedAt", startedAt.toString());
    json.put("deadlineSeconds", deadline.toSeconds());
    json.put("instance", instance);
    json.put("subject", subject);
    json.put("mark", mark.value());
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  static Optional<WorkerRecord> read(String text) {
    try {
      Fields json = Fields.of(MAPPER.readValue(text, MAP));
      return Optional.of(
          new WorkerRecord(
              json.number("pid", -1),
              Instant.parse(json.text("bornAt", "")),
              Instant.parse(json.text("startedAt", "")),
              Duration.ofSeconds(json.number("deadlineSeconds", 0)),
              json.text("instance", ""),
              json.text("subject", ""),
              new WorkMark(json.text("mark", ""))));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
