package io.dbprovision.core.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dbprovision.core.config.LogSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One JSON object; level, ts, logger and msg are named as collectors of operators' logs expect. */
final class JsonLine extends LineFormat {
  private final JsonFactory json = new JsonFactory();

  JsonLine(LogSettings settings) {
    super(settings);
  }

  @Override
  String format(ILoggingEvent event) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator generator = json.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
      generator.writeFieldName("ts");
      if (TimeText.isNumber(timeEncoding())) {
        generator.writeNumber(time(event));
      } else {
        generator.writeString(time(event));
      }
      generator.writeStringField("logger", event.getLoggerName());
      generator.writeStringField("msg", event.getFormattedMessage());
      for (KeyValuePair field : fields(event)) {
        generator.writeFieldName(field.key);
        value(generator, field.value);
      }
      optional(generator, "error", error(event));
      optional(generator, "stacktrace", stackTrace(event));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot be written", e);
    }
    return text.toString();
  }

  private static void optional(JsonGenerator generator, String key, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      generator.writeStringField(key, value.get());
    }
  }

  private static void value(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      default -> generator.writeString(value.toString());
    }
  }
}
