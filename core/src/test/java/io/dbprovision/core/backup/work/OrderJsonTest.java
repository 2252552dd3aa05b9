package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.ForeignEncryption;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderJsonTest {
  static Stream<Work> works() {
    DumpWork dump = Works.dump("uid-1");
    return Stream.of(
        dump,
        new LoadWork(
            "uid-2",
            dump.server(),
            "place",
            dump.block(),
            dump.store(),
            new LoadSource.Archive("prefix/shop.lines.zst", Works.KEY),
            true),
        new LoadWork(
            "uid-3",
            dump.server(),
            "place",
            dump.block(),
            dump.store(),
            new LoadSource.Archive("prefix/shop.lines.zst", null),
            false),
        new LoadWork(
            "uid-5",
            dump.server(),
            "place",
            dump.block(),
            dump.store(),
            new LoadSource.Foreign(
                "p", "prefix", Compression.GZIP, ForeignEncryption.CBC, Works.KEY, true),
            false),
        new VerifyWork("uid-4", dump.store(), "prefix/shop.lines.zst", Works.KEY),
        new StoreWork("uid-6", dump.store(), new Errand.Check()),
        new StoreWork("uid-7", dump.store(), new Errand.Look("prefix/shop.lines", "prefix")),
        new StoreWork("uid-8", dump.store(), new Errand.Remove("shop.lines", "", "uid-1")),
        new StoreWork("uid-9", dump.store(), new Errand.Clean("prefix/shop-", Instant.EPOCH)));
  }

  @ParameterizedTest
  @MethodSource("works")
  void whatIsWrittenIsReadAsItWas(Work work) {
    WorkOrder order = new WorkOrder(work, Duration.ofMinutes(90));

    assertThat(OrderJson.read(OrderJson.write(order))).isEqualTo(order);
  }

  @ParameterizedTest
  @MethodSource("works")
  void aWorkInALogTellsNoSecret(Work work) {
    assertThat(new WorkOrder(work, Duration.ofMinutes(90)).toString())
        .contains(work.id())
        .doesNotContain("s3cret")
        .doesNotContain("0123456789abcdef");
  }

  @Test
  void whatIsNoWorkIsRefusedWithoutBeingQuoted() {
    for (String text :
        new String[] {
          "",
          "s3cret",
          "{\"version\":1,\"work\":{\"id\":\"s3cret\"}",
          "{\"version\":1,\"work\":{\"id\":\"s3cret\",\"type\":\"dump\"}}",
          "{\"version\":99,\"work\":{\"id\":\"s3cret\"}}"
        }) {
      assertThatThrownBy(() -> OrderJson.read(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
          .hasMessageStartingWith("the work cannot be read: ")
          .hasMessageNotContaining("s3cret");
    }
  }
}
