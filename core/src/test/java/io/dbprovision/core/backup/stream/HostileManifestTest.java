package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.digest.Sha256;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody who writes to a bucket writes manifests; the operator that reads them serves all. */
class HostileManifestTest {
  private static final String HEAD =
      "\"version\":1,\"uid\":\"u\",\"engine\":\"e\",\"database\":\"d\",\"format\":\"f\",\"compression\":\"none\",\"encrypted\":false,\"finished\":\"2026-01-01T00:00:00Z\",\"plainBytes\":1,\"segments\":1,\"checksum\":\"c\",\"tool\":\"t\",\"serverVersion\":\"1\"";

  private final Scene scene = new Scene();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"parts\":[%s0]",
        "\"parts\":[],\"more\":[%s0]",
        "\"parts\":[],\"contents\":[%s0]"
      })
  void oneOfManyMegabytesIsNotReadAtAll(String field) {
    put("{" + HEAD + "," + field.formatted("0,".repeat(7_000_000)) + "}");
    assertThat(allocated(() -> refused("far too long"))).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{},", "[],", "\"\",", "{\"a\":1},"})
  void whatNobodyAskedForTakesNoMemory(String element) {
    String filling = element.repeat(900_000 / element.length());
    put("{" + HEAD + ",\"parts\":[1],\"more\":[" + filling + "0]}");
    assertThat(allocated(() -> assertThat(scene.archive.manifest(PATH)).isPresent()))
        .isLessThan(8 << 20);
  }

  @Test
  void rowsOfTablesAreOfNoInterestToWhoOnlyAsksWhatThereIs() {
    StringBuilder rows = new StringBuilder();
    IntStream.range(0, 70_000).forEach(i -> rows.append("\"t").append(i).append("\":1,"));
    put(
        "{"
            + HEAD
            + ",\"parts\":[1],\"contents\":{\"catalog\":\"c\",\"rows\":{"
            + rows
            + "\"z\":1}}}");
    Manifest manifest = scene.archive.manifest(PATH).orElseThrow();
    assertThat(manifest.summary().contents()).isEqualTo(ContentSummary.unknown());
  }

  @Test
  void morePartsThanABackupHasAreRefused() {
    put("{" + HEAD + ",\"parts\":[" + "0,".repeat(ObjectNames.MOST_PARTS) + "0]}");
    refused("damaged manifest");
    put("{" + HEAD + ",\"parts\":[" + Long.MAX_VALUE + "," + Long.MAX_VALUE + "]}");
    refused("damaged manifest");
    put("{" + HEAD + ",\"parts\":[-1]}");
    refused("damaged manifest");
  }

  @Test
  void warningsAndTextsFitInAStatus() {
    put("{" + HEAD + ",\"parts\":[1],\"warnings\":[" + "\"w\",".repeat(100_000) + "\"w\"]}");
    assertThat(scene.archive.manifest(PATH).orElseThrow().summary().warnings())
        .hasSize(ManifestParser.MOST_WARNINGS);
    put("{" + HEAD.replace("\"t\"", "\"" + "t".repeat(20_000) + "\"") + ",\"parts\":[1]}");
    refused("damaged manifest");
  }

  @Test
  void aBackupOfMoreTablesThanAManifestHoldsIsWrittenWithoutTheirRowsAndCanBeRead() {
    Map<String, Long> rows = new TreeMap<>();
    IntStream.range(0, 60_000).forEach(i -> rows.put("public.table_" + i, 1L));
    List<String> warnings = Collections.nCopies(500, "a warning");
    try (BackupUpload upload =
        scene.archive.begin(PATH, Scene.HEADER, Scene.options(Compression.NONE, KEY))) {
      upload.copy(
          new java.io.ByteArrayInputStream("dump".getBytes(StandardCharsets.UTF_8)),
          StreamProgress.NONE);
      var _ = upload.commit(new DumpSummary("t", "1", new ContentSummary(rows, "c"), warnings));
    }
    DumpSummary read = scene.archive.verify(PATH, KEY, StreamProgress.NONE).summary();
    assertThat(read.contents()).isEqualTo(ContentSummary.unknown());
    assertThat(read.warnings()).anyMatch(warning -> warning.contains("too many tables"));
  }

  private void refused(String why) {
    assertThatThrownBy(() -> scene.archive.manifest(PATH)).hasMessageContaining(why);
  }

  private void put(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String seal = "sha256 " + Sha256.hex(Sha256.digest().digest(bytes));
    scene.bucket.put(
        ObjectNames.manifest(PATH),
        (body + "\n" + seal + "\n").getBytes(StandardCharsets.UTF_8),
        scene.clock.instant());
  }

  private static long allocated(Runnable work) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
