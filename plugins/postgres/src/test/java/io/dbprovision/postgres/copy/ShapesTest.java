package io.dbprovision.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps that pg_dump 15 and 18 wrote of a small database with tables and large objects. */
class ShapesTest {
  @Test
  void anArchiveMayHaveItsTableOfContentsTwice() throws IOException {
    byte[] bytes = dump("18-redirected.dump");
    assertThat(flaw(Format.CUSTOM, bytes, bytes.length, 4096)).isEmpty();
  }

  private static byte[] dump(String name) throws IOException {
    try (InputStream file = ShapesTest.class.getResourceAsStream("/dumps/" + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }

  private static Optional<String> flaw(Format format, byte[] bytes, int length, int step) {
    Shape shape = Shape.of(format);
    for (int at = 0; at < length; at += step) {
      shape.seen(bytes, at, Math.min(step, length - at));
    }
    return shape.flaw();
  }

  @ParameterizedTest
  @CsvSource({
    "15.dump,CUSTOM",
    "15-file.dump,CUSTOM",
    "15.tar,TAR",
    "15.sql,PLAIN",
    "18.dump,CUSTOM",
    "18-file.dump,CUSTOM",
    "18.tar,TAR",
    "18.sql,PLAIN"
  })
  void aWholeDumpIsWholeAndNoCutIs(String name, Format format) throws IOException {
    byte[] bytes = dump(name);
    for (int step : new int[] {1, 7, 511, 512, 4096, bytes.length}) {
      assertThat(flaw(format, bytes, bytes.length, step)).as("in steps of %s", step).isEmpty();
    }
    for (int cut = 0; cut < bytes.length; cut++) {
      if (!format.equals(Format.PLAIN) || !onlyTheKeyIsMissing(bytes, cut)) {
        assertThat(flaw(format, bytes, cut, 4096)).as("cut to %s bytes", cut).isPresent();
      }
    }
    if (format.equals(Format.CUSTOM)) {
      return; // what is behind the last table's rows is nobody's business
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = 'x';
    assertThat(flaw(format, longer, longer.length, 4096)).as("with a byte more").isPresent();
  }

  /** Behind the last remark there is but the end of what psql was forbidden. */
  private static boolean onlyTheKeyIsMissing(byte[] bytes, int cut) {
    return new String(bytes, 0, cut, StandardCharsets.UTF_8).endsWith("dump complete\n--\n\n");
  }

  @ParameterizedTest
  @CsvSource({"15.sql", "18.sql"})
  void theOwnRestrictionIsTakenOutOfAScriptAndNothingElse(String name) throws IOException {
    byte[] bytes = dump(name);
    String expected =
        new String(bytes, StandardCharsets.UTF_8)
            .replaceAll("\\\\(un)?restrict [A-Za-z0-9]+\n", "");
    for (int step : new int[] {1, 100, 256, 257, 600, bytes.length}) {
      ByteArrayOutputStream psql = new ByteArrayOutputStream();
      try (Unrestricted script = new Unrestricted(psql, new PlainShape())) {
        for (int at = 0; at < bytes.length; at += step) {
          script.write(bytes, at, Math.min(step, bytes.length - at));
        }
      }
      assertThat(psql.toString(StandardCharsets.UTF_8)).as("%s", step).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"15.dump,CUSTOM,0", "15.tar,TAR,0", "15.sql,PLAIN,0", "18.dump,CUSTOM,17"})
  void theFirstBytesTellFormatAndReader(String name, Format format, int tool) throws IOException {
    assertThat(DumpHead.of(dump(name)))
        .isEqualTo(new DumpHead(format, format == Format.PLAIN, tool));
  }
}
