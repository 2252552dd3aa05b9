package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
  private static final Duration TOOK = Duration.ofMillis(12);

  private static final Outcome.Retry TIMEOUT =
      new Outcome.Retry(Report.of("no answer", "Timeout"), null);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final OutcomeLog log = new OutcomeLog(logger(), "databases");

  @Test
  void whatWasDoneIsOneLineAtInfo() {
    log.finished("a/b", new Report("Created", "", "0badcafe"), 0, TOOK);

    assertThat(only())
        .isEqualTo(
            "INFO Created [controller=databases, object=a/b, tookMs=12, reconcileID=0badcafe]");
  }

  @Test
  void whatWasFoundInOrderIsADebugLine() {
    log.finished("a/b", Report.NOTHING, 0, TOOK);

    assertThat(only()).startsWith("DEBUG In order");
  }

  @Test
  void aRefusalIsToldAtInfoWithItsReasonAndOnlyOnce() {
    log.finished("a/b", new Report("may not do that", "PermissionDenied", "0badcafe"), 0, TOOK);
    log.finished("a/b", Report.of("", "PermissionDenied"), 0, TOOK);

    assertThat(lines.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.INFO, Level.DEBUG);
    lines.list.removeLast();
    assertThat(only())
        .isEqualTo(
            "INFO may not do that [controller=databases, object=a/b, tookMs=12,"
                + " reason=PermissionDenied, reconcileID=0badcafe]");
  }

  @Test
  void theEndOfARowOfFailuresIsTold() {
    log.finished("a/b", Report.NOTHING, 3, TOOK);

    assertThat(only()).startsWith("INFO Recovered").contains("failuresBefore=3");
  }

  @Test
  void aFailureTellsItsReasonAndWhenItIsTriedAgain() {
    log.failed("a/b", TIMEOUT, 1, TOOK, TOOK);

    assertThat(only())
        .isEqualTo(
            "WARN no answer [controller=databases, object=a/b, tookMs=12, reason=Timeout, failures=1,"
                + " retryMs=12]");
  }

  @Test
  void aLongRowOfFailuresIsToldEverMoreRarely() {
    for (int failures = 1; failures <= 100; failures++) {
      log.failed("a/b", TIMEOUT, failures, TOOK, TOOK);
    }

    assertThat(lines.list.stream().filter(line -> line.getLevel() == Level.WARN))
        .as("failures 1, 2, 4, 8, 16, 32, 64")
        .hasSize(7);
  }

  @Test
  void aCrashIsAnErrorWithItsCause() {
    log.crashed("a/b", new IllegalStateException("a defect"), TOOK, TOOK);

    assertThat(only()).startsWith("ERROR").contains("reason=InternalError");
    assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("a defect");
  }

  private String only() {
    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.getFirst();
    return line.getLevel()
        + " "
        + line.getFormattedMessage()
        + " "
        + line.getKeyValuePairs().stream()
            .map(pair -> pair.key + "=" + pair.value)
            .collect(Collectors.joining(", ", "[", "]"));
  }

  private Logger logger() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    lines.start();
    Logger logger = context.getLogger("test");
    logger.setLevel(Level.DEBUG);
    logger.addAppender(lines);
    return logger;
  }
}
