package io.dbprovision.core.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Hands lines to the appender, the last place where a secret can be kept back. */
final class RedactingEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final LineFormat format;

  RedactingEncoder(LineFormat format) {
    this.format = format;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = Redaction.redact(format.format(event)) + System.lineSeparator();
    return line.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
