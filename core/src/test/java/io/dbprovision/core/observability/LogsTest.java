package io.dbprovision.core.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsTest {
  private final LoggerContext context = context();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final Logger ours = context.getLogger("io.dbprovision.core.runtime.Controller");

  @Test
  void aJsonLineIsOneObjectWithItsFields() throws Exception {
    configure(LogFormat.JSON, LogLevel.INFO, LogLevel.ERROR);
    ours.atInfo()
        .addKeyValue("key", "team-a/orders")
        .addKeyValue("tookMs", 12)
        .addKeyValue("done", true)
        .log("Created\n\"orders\"");

    JsonNode line = new ObjectMapper().readTree(written());
    assertThat(written()).endsWith(System.lineSeparator()).hasLineCount(1);
    assertThat(line.get("level").asText()).isEqualTo("info");
    assertThat(line.get("logger").asText()).isEqualTo("io.dbprovision.core.runtime.Controller");
    assertThat(line.get("msg").asText()).isEqualTo("Created\n\"orders\"");
    assertThat(line.get("key").asText()).isEqualTo("team-a/orders");
    assertThat(line.get("tookMs").isInt()).isTrue();
    assertThat(line.get("done").isBoolean()).isTrue();
    assertThat(Instant.parse(line.get("ts").asText())).isBefore(Instant.MAX);
    assertThat(line.has("error")).isFalse();
  }

  @Test
  void aTextLineReadsLikeASentenceWithFieldsBehindIt() {
    configure(LogFormat.TEXT, LogLevel.INFO, LogLevel.ERROR);
    ours.atInfo().addKeyValue("key", "a/b").addKeyValue("why", "two words").log("Created");

    assertThat(written()).matches("\\S+Z INFO  Controller: Created key=a/b why=\"two words\"\\R");
  }

  @Test
  void anExceptionShowsItsStackTraceFromTheLevelThatWasAskedFor() {
    configure(LogFormat.TEXT, LogLevel.INFO, LogLevel.ERROR);
    ours.warn("odd", new IllegalStateException("no connection"));
    assertThat(written())
        .contains("error=\"java.lang.IllegalStateException: no connection\"")
        .doesNotContain("\tat ");
    ours.error("bad", new IllegalStateException("no connection"));

    assertThat(written()).contains("\tat " + LogsTest.class.getName());
  }

  @Test
  void aPasswordInAnExceptionOfALibraryDoesNotReachTheStream() {
    configure(LogFormat.JSON, LogLevel.INFO, LogLevel.INFO);
    ours.atError()
        .addKeyValue("password", "hunter2")
        .setCause(new IllegalStateException("cannot open ?user=a&password=hunter2"))
        .log("failed with password='hunter2'");

    assertThat(written()).contains("[secret]").contains("stacktrace").doesNotContain("hunter2");
  }

  @Test
  void linesBelowTheLevelAreNotWritten() {
    configure(LogFormat.TEXT, LogLevel.INFO, LogLevel.ERROR);
    ours.debug("quiet");
    assertThat(written()).isEmpty();
    configure(LogFormat.TEXT, LogLevel.DEBUG, LogLevel.ERROR);
    ours.debug("loud");

    assertThat(written()).contains("loud").hasLineCount(1);
  }

  @Test
  void librariesNeverLogRequestsHoweverMuchIsAskedFor() {
    Logger library = context.getLogger("com.example.http");
    configure(LogFormat.TEXT, LogLevel.TRACE, LogLevel.ERROR);
    library.debug("the whole request");
    library.info("started");
    assertThat(written()).contains("started").doesNotContain("request");
    configure(LogFormat.TEXT, LogLevel.INFO, LogLevel.ERROR);
    library.info("chatter");

    assertThat(written()).doesNotContain("chatter");
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH, 1767225600.123456789",
    "MILLIS, 1767225600123",
    "NANO, 1767225600123456789",
    "ISO8601, 2026-01-01T00:00:00.123Z",
    "RFC3339, 2026-01-01T00:00:00Z",
    "RFC3339NANO, 2026-01-01T00:00:00.123456789Z"
  })
  void timesHaveTheFormsThatTheFlagOffers(TimeEncoding encoding, String expected) {
    assertThat(TimeText.of(Instant.parse("2026-01-01T00:00:00.123456789Z"), encoding))
        .isEqualTo(expected);
  }

  @Test
  void aTimeThatIsANumberIsWrittenAsOne() throws Exception {
    new Logs(context, stream)
        .apply(new LogSettings(LogFormat.JSON, LogLevel.INFO, LogLevel.ERROR, TimeEncoding.EPOCH));
    ours.info("x");

    assertThat(new ObjectMapper().readTree(written()).get("ts").isNumber()).isTrue();
  }

  private void configure(LogFormat format, LogLevel level, LogLevel traces) {
    new Logs(context, stream).apply(new LogSettings(format, level, traces, TimeEncoding.ISO8601));
  }

  private static LoggerContext context() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    return context;
  }

  private String written() {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
