package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What plugins throw where bytes move. */
class GuardedStreamsTest {
  private static final StorePlace PLACE =
      StorePlace.builder(Section.of("spec.storage.memory", Map.of("bucket", "b"))).build();

  private final CallLane shared = new CallLane("memory", 4);

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void whatAStoreThrowsUnexpectedlyNamesPluginAndOperationAndNothingElse() {
    try (ObjectStore store = broken().open(PLACE, StoreTestContext.standard())) {
      assertInternal(() -> store.begin("k"), "ObjectStore.begin");
      assertInternal(() -> store.open("k", 0), "ObjectStore.open");
      assertInternal(() -> store.stat("k"), "ObjectStore.stat");
      assertInternal(() -> store.list("", object -> {}), "ObjectStore.list");
      assertInternal(() -> store.delete("k"), "ObjectStore.delete");
      assertInternal(() -> store.abandon("", Instant.EPOCH), "ObjectStore.abandon");
      assertInternal(store::check, "ObjectStore.check");
    }
  }

  @Test
  void whatAnUploadThrowsWhileBytesMoveIsToldAsThePluginsFailure() {
    Upload broken = always(Upload.class, new IllegalStateException("s3cret"));
    GuardedUpload upload = new GuardedUpload(broken, guard(), shared);

    assertInternal(() -> upload.write(ByteBuffer.allocate(1)), "Upload.write");
    assertInternal(upload::commit, "Upload.commit");
    assertInternal(upload::abort, "Upload.abort");
    upload.close();
  }

  @Test
  void anInterruptedThreadStillAbortsItsUpload() {
    AtomicBoolean closed = new AtomicBoolean();
    Upload plain =
        (Upload)
            Proxy.newProxyInstance(
                Upload.class.getClassLoader(),
                new Class<?>[] {Upload.class},
                (proxy, method, arguments) -> {
                  closed.set(method.getName().equals("close"));
                  return null;
                });
    GuardedUpload upload = new GuardedUpload(plain, guard(), shared);
    Thread.currentThread().interrupt();

    upload.close();

    assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
    assertThat(closed).isTrue();
  }

  @Test
  void aDumpsStreamMayFailWithAnIOExceptionAndNothingElseOfItsOwn() {
    IOException torn = new IOException("the pipe broke");
    Dump dump = new GuardedDump(dump(torn), guard());
    assertThatThrownBy(() -> dump.stream().read(new byte[1])).isSameAs(torn);

    Dump defect = new GuardedDump(dump(new IllegalStateException("s3cret")), guard());
    assertInternal(() -> defect.stream().read(new byte[1]), "Dump.stream");
    assertInternal(defect::finish, "Dump.finish");
    defect.close();
  }

  @Test
  void whatTheOperatorsOwnCodeThrowsInAListIsNotThePluginsFailure() {
    MemoryStore memory = new MemoryStore();
    memory.bucket("b").put("k", new byte[1], Instant.EPOCH);
    IllegalStateException own = new IllegalStateException("mine");
    try (ObjectStore store =
        GuardKeepsTheStoreContractTest.guarded(memory, shared)
            .open(PLACE, StoreTestContext.standard())) {
      assertThatThrownBy(
              () ->
                  store.list(
                      "",
                      object -> {
                        throw own;
                      }))
          .isSameAs(own);
    }
  }

  @Test
  void deadlinesOfCopiesAreLongEnoughToCountRows() {
    Deadlines standard = Deadlines.standard();

    for (String method : List.of("admit", "dismiss", "prepare", "complete", "abandon")) {
      assertThat(standard.of(method)).as(method).isEqualTo(Duration.ofMinutes(15));
    }
    for (String method : List.of("begin", "contents")) {
      assertThat(standard.of(method)).as(method).isGreaterThan(Duration.ofHours(24));
    }
    assertThat(standard.of("plan")).isEqualTo(Duration.ofMinutes(2));
  }

  private StoreHandle broken() {
    ObjectStore objects = always(ObjectStore.class, new IllegalStateException("s3cret"));
    return GuardKeepsTheStoreContractTest.guarded(
        new Store() {
          @Override
          public String name() {
            return "memory";
          }

          @Override
          public Validation validate(Section block) {
            return Validation.ok();
          }

          @Override
          public String prefix(Section block) {
            return "";
          }

          @Override
          public ObjectStore open(StorePlace place, StoreContext context) {
            return objects;
          }
        },
        shared);
  }

  private static PluginGuard guard() {
    return new PluginGuard(
        new PluginInfo(Path.of("memory.jar"), "memory", "1.0.0", "", null, List.of()),
        GuardedStreamsTest.class.getClassLoader(),
        PluginObserver.none(),
        Deadlines.standard());
  }

  private static Dump dump(Exception failure) {
    return new Dump() {
      @Override
      public InputStream stream() {
        return new InputStream() {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }

          @Override
          public int read() throws IOException {
            if (failure instanceof IOException io) {
              throw io;
            }
            throw (RuntimeException) failure;
          }
        };
      }

      @Override
      public DumpSummary finish() {
        throw new IllegalStateException("s3cret");
      }

      @Override
      public void close() {
        throw new IllegalStateException("s3cret");
      }
    };
  }

  private static <T> T always(Class<T> type, RuntimeException failure) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw failure;
            }));
  }

  private static void assertInternal(ThrowingCallable call, String operation) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERNAL))
        .hasMessageContaining("memory")
        .hasMessageContaining(operation)
        .hasMessageNotContaining("s3cret");
  }
}
