package io.dbprovision.core.backup.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a manifest that anybody may have put there, as a stream: what it takes up in
 * memory is bounded by what a manifest may hold, not by what somebody wrote.
 */
final class ManifestParser {
  /** A name, a checksum, a tool's version. */
  static final int LONGEST_TEXT = 10_000;

  static final int MOST_WARNINGS = 200;

  // names of fields are anybody's: none of them is to stay in the JVM
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final Map<String, Object> values = new HashMap<>();
  private final List<Long> parts = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable ContentSummary contents;
  private @Nullable String sealedContents;

  private ManifestParser() {}

  /**
   * What is in a manifest.
   *
   * @param sealedContents null when there are none, or when they were not asked for
   */
  record Parsed(Manifest manifest, @Nullable String sealedContents) {}

  /**
   * @param length of it; what is behind is not looked at
   * @param wanted whether the contents are, which may be long
   * @throws IOException when it is no manifest
   */
  static Parsed manifest(byte[] json, int length, boolean wanted) throws IOException {
    try (JsonParser in = FACTORY.createParser(json, 0, length)) {
      ManifestParser parser = new ManifestParser();
      begin(in);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        parser.field(in, field, wanted);
      }
      end(in);
      return new Parsed(parser.manifest(), parser.sealedContents);
    }
  }

  /**
   * @throws IOException when these are no contents
   */
  static ContentSummary contents(byte[] json) throws IOException {
    try (JsonParser in = FACTORY.createParser(json)) {
      begin(in);
      ContentSummary contents = contents(in);
      end(in);
      return contents;
    }
  }

  private static void begin(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
  }

  private static void end(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
      throw new IOException("not one JSON object");
    }
  }

  private void field(JsonParser in, String field, boolean wanted) throws IOException {
    switch (field) {
      case "parts" -> readParts(in);
      case "warnings" -> readWarnings(in);
      case "contents" -> {
        if (wanted) {
          expect(in, JsonToken.START_OBJECT);
          contents = contents(in);
        } else {
          in.skipChildren();
        }
      }
      case "sealedContents" -> {
        if (wanted) {
          expect(in, JsonToken.VALUE_STRING);
          sealedContents = in.getText();
        }
      }
      case "version" -> {
        if (number(in) != 1) {
          throw new UnknownVersion();
        }
        values.put(field, 1L);
      }
      case "plainBytes", "segments" -> values.put(field, number(in));
      case "encrypted" -> values.put(field, in.getBooleanValue());
      case "uid",
          "engine",
          "database",
          "format",
          "compression",
          "finished",
          "checksum",
          "tool",
          "serverVersion" ->
          values.put(field, text(in));
      default -> in.skipChildren();
    }
  }

  private void readParts(JsonParser in) throws IOException {
    expect(in, JsonToken.START_ARRAY);
    parts.clear();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (parts.size() == ObjectNames.MOST_PARTS) {
        throw new IOException("more parts than a backup has");
      }
      parts.add(number(in));
    }
  }

  /** The first ones: nobody reads more of them, and no status holds them. */
  private void readWarnings(JsonParser in) throws IOException {
    expect(in, JsonToken.START_ARRAY);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(in, JsonToken.VALUE_STRING);
      if (warnings.size() < MOST_WARNINGS) {
        String text = in.getText();
        warnings.add(text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT));
      }
    }
  }

  private static ContentSummary contents(JsonParser in) throws IOException {
    String catalog = null;
    Map<String, Long> rows = new TreeMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "catalog" -> catalog = text(in);
        case "rows" -> {
          expect(in, JsonToken.START_OBJECT);
          while (in.nextToken() == JsonToken.FIELD_NAME) {
            String table = in.currentName();
            in.nextToken();
            rows.put(table, number(in));
          }
        }
        default -> in.skipChildren();
      }
    }
    if (catalog == null) {
      throw new IOException("contents without a catalog");
    }
    return new ContentSummary(rows, catalog);
  }

  private static void expect(JsonParser in, JsonToken token) throws IOException {
    if (in.currentToken() != token) {
      throw new IOException("not a " + token);
    }
  }

  private static long number(JsonParser in) throws IOException {
    expect(in, JsonToken.VALUE_NUMBER_INT);
    long value = in.getLongValue();
    if (value < 0) {
      throw new IOException("less than nothing");
    }
    return value;
  }

  private static String text(JsonParser in) throws IOException {
    expect(in, JsonToken.VALUE_STRING);
    if (in.getTextLength() > LONGEST_TEXT) {
      throw new IOException("a text too long");
    }
    return in.getText();
  }

  private Manifest manifest() throws IOException {
    long _ = required("version", Long.class);
    long stored = 0;
    for (long part : parts) {
      stored += part;
      if (stored < 0) {
        throw new IOException("more bytes than there are");
      }
    }
    return new Manifest(
        new BackupHeader(text("uid"), text("engine"), text("database"), text("format")),
        Compression.of(text("compression"))
            .orElseThrow(() -> new IOException("unknown compression")),
        required("encrypted", Boolean.class),
        Instant.parse(text("finished")),
        required("plainBytes", Long.class),
        required("segments", Long.class),
        parts,
        text("checksum"),
        new DumpSummary(
            text("tool"),
            text("serverVersion"),
            Optional.ofNullable(contents).orElseGet(ContentSummary::unknown),
            warnings));
  }

  private String text(String field) throws IOException {
    return required(field, String.class);
  }

  private <T> T required(String field, Class<T> type) throws IOException {
    Object value = values.get(field);
    if (value == null) {
      throw new IOException("no '" + field + "'");
    }
    return type.cast(value);
  }

  /** It may be whole, but of a program after this one. */
  static final class UnknownVersion extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
