package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.stream.StreamProgress;
import io.dbprovision.distribution.Command;
import io.dbprovision.spi.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads stored backups to their last byte and compares them with the database. */
final class ReadBack {
  private static final Duration SHORT = Duration.ofSeconds(60);

  private final Script content;
  private final Path folder;

  ReadBack(Script content, Path folder) {
    this.content = content;
    this.folder = folder;
  }

  /** What is wrong with it, as a sentence; empty when it is the whole database. */
  String flaw(BackupArchive archive, String path, @Nullable EncryptionKey key) {
    try {
      Manifest manifest = archive.verify(path, key, StreamProgress.NONE);
      try (InputStream dump = archive.open(path, key, StreamProgress.NONE)) {
        return content.difference(script(dump, manifest.header().format()));
      }
    } catch (EngineException | IOException e) {
      return e.toString();
    }
  }

  private Script script(InputStream dump, String format) throws IOException {
    return switch (format) {
      case "plain" -> Script.of(dump);
      case "directory" -> ofFolder(dump);
      default -> piped(dump, List.of());
    };
  }

  private Script ofFolder(InputStream dump) throws IOException {
    Path unpacked = Files.createTempDirectory(folder, "unpacked");
    Path tar = unpacked.resolve("all.tar");
    Files.copy(dump, tar);
    Command.run(
            SHORT,
            "",
            List.of(
                "tar", "-xf", tar.toString(), "--strip-components=1", "-C", unpacked.toString()))
        .must();
    Files.delete(tar);
    try {
      return piped(InputStream.nullInputStream(), List.of(unpacked.toString()));
    } finally {
      Command.run(SHORT, "", List.of("rm", "-rf", unpacked.toString())).must();
    }
  }

  private static Script piped(InputStream dump, List<String> file) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Shop.program("pg_restore").toString(), "--file=-"));
    command.addAll(file);
    Process restore =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    AtomicReference<EngineException> damage = new AtomicReference<>();
    Thread feeder =
        Thread.startVirtualThread(
            () -> {
              try (OutputStream in = restore.getOutputStream()) {
                dump.transferTo(in);
              } catch (EngineException e) {
                damage.set(e);
              } catch (IOException e) {
                // it needs no more than it has read, or has failed: its status tells
              }
            });
    try (InputStream out = restore.getInputStream()) {
      Script script = Script.of(out);
      feeder.join();
      int status = restore.waitFor();
      if (damage.get() != null) {
        throw damage.get();
      }
      if (status != 0) {
        throw new IOException("pg_restore ended with status " + status);
      }
      return script;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
