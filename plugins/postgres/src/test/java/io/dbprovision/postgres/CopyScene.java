package io.dbprovision.postgres;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Databases to copy and restore, which go with the test. */
abstract class CopyScene {
  static final Section NONE = Section.empty("spec.postgres");

  final TestServer server;
  final CopyLab lab;
  final Lab admin;
  final CopyDesk desk;
  private final List<DatabaseSpec> made = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();

  CopyScene(int major, Path folder) {
    this.server = PostgresServers.plain(major);
    this.lab = new CopyLab(server);
    this.admin = Lab.on(major);
    this.desk = new CopyDesk(admin, folder);
  }

  @AfterEach
  void drop() {
    made.forEach(spec -> Lab.remove(admin.databases(), spec, DropMode.FORCE));
    restored.forEach(lab::forget);
    admin.close();
  }

  /** Makes it. */
  String database(String name, Map<String, ?> options) {
    DatabaseSpec spec = Lab.database(name, options).build();
    Lab.converge(admin.databases(), spec);
    made.add(spec);
    return name;
  }

  /** Makes it, with an owner and an application's role of its own. */
  String owned(String name) {
    return database(name, Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true)));
  }

  /** Is to be made by a restore. */
  String anew(String name) {
    restored.add(name);
    return name;
  }
}
