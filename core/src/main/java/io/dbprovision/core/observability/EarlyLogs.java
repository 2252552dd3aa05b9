package io.dbprovision.core.observability;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.dbprovision.core.config.LogSettings;

/**
 * How lines look that are written before {@link Logs#configure}. Found by logback through
 * META-INF/services; without it logback would look for XML and then log everything to standard
 * output, which belongs to the commands' results.
 */
public final class EarlyLogs extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    new Logs(context, System.err).apply(LogSettings.forPeople());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
