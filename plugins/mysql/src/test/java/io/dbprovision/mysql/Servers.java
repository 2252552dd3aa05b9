package io.dbprovision.mysql;

import io.dbprovision.testservers.ServerChoice;
import io.dbprovision.testservers.ServerScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Real servers, one for each sort that a test asks for; they live as long as the test JVM. */
final class Servers {
  private static final Map<String, TestServer> RUNNING = new ConcurrentHashMap<>();

  private Servers() {}

  static TestServer plain(Product product) {
    return plain(Release.newest(product));
  }

  static TestServer plain(Release release) {
    return RUNNING.computeIfAbsent(release.toString(), key -> known(start(release)));
  }

  /** MySQL remembers who has proved a password, and asks for less from then on. */
  private static TestServer known(TestServer server) {
    if (!server.letsIn(server.admin().username(), server.admin().password().reveal())) {
      throw new IllegalStateException("the server does not let its admin in");
    }
    return server;
  }

  /** Runs natively even where the others are in containers: its certificates are the script's. */
  static TestServer tls(Product product) {
    Release release = new Release(product, Release.natively(product).getLast());
    return RUNNING.computeIfAbsent(release + " tls", key -> script(release, "--tls"));
  }

  /**
   * For copies, also native: its admin may let somebody read routines, and functions and triggers
   * can be made though there is a binary log.
   */
  static TestServer copies(Product product) {
    Release release = new Release(product, Release.natively(product).getLast());
    return RUNNING.computeIfAbsent(release + " copies", key -> trusting(script(release, "--tls")));
  }

  /** As servers are that were made for it: names of databases and tables have no upper case. */
  static TestServer folding(Product product) {
    Release release = new Release(product, Release.natively(product).getLast());
    return RUNNING.computeIfAbsent(
        release + " folding",
        key ->
            known(
                new TestServer(
                    product,
                    ServerScript.of(product.name)
                        .start(release.version(), List.of("--lower-case", "--in-memory")),
                    () -> "")));
  }

  private static TestServer trusting(TestServer server) {
    server.execute(
        "SET GLOBAL log_bin_trust_function_creators = ON",
        "CREATE USER copy_reader@'%'",
        "CREATE DATABASE _dbops CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"); // as after first use
    if (server.product() == Product.MYSQL) {
      server.execute(
          "GRANT SHOW_ROUTINE ON *.* TO 'dbops_admin'@'%' WITH GRANT OPTION",
          "CREATE USER copy_strong@'%' IDENTIFIED BY 'copy-Strong-1'",
          "GRANT ALL ON *.* TO copy_strong@'%'",
          "GRANT SYSTEM_USER ON *.* TO copy_strong@'%'",
          // so that the admin may drop what root defines
          "REVOKE SYSTEM_USER ON *.* FROM root@'%'");
    }
    return server;
  }

  private static TestServer start(Release release) {
    ServerChoice choice = ServerChoice.ofThisRun();
    return choice.containers()
        ? ReleaseContainer.start(release, choice.image(release.product().name, release.version()))
        : script(release, "--general-log");
  }

  private static TestServer script(Release release, String flag) {
    Map<String, String> env =
        ServerScript.of(release.product().name)
            .start(release.version(), List.of(flag, "--in-memory"));
    Path log = Path.of(Objects.requireNonNull(env.get("MYGENERAL_LOG")));
    return new TestServer(release.product(), env, () -> text(log));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
