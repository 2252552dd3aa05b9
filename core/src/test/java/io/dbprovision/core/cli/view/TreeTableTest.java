package io.dbprovision.core.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeTableTest {
  private static final Instant NOW = FakeCluster.MADE.plus(Duration.ofMinutes(7));

  private final FakeCluster cluster = new FakeCluster();

  @Test
  void everythingStandsBelowWhatItBelongsTo() {
    shop();
    cluster.put(
        CustomKind.BACKUP_SCHEDULE,
        "demo/nightly",
        Map.of(
            "schedule",
            "0 3 * * *",
            "template",
            Map.of("spec", Examples.ref("databaseRef", "orders"))),
        Examples.ready());
    cluster.put(
        CustomKind.BACKUP,
        "demo/nightly-1",
        Map.of(Keys.SCHEDULE_LABEL, "nightly"),
        Map.of(),
        Examples.ref("databaseRef", "orders"),
        completed(2048));
    cluster.put(
        CustomKind.RESTORE,
        "demo/again",
        Map.of("backupRef", Map.of("name", "nightly-1"), "target", Map.of("databaseName", "o2")),
        Map.of());

    assertThat(table().lines().map(line -> line.replaceAll(" {2,}(?=[^├└│ ])", "  ")))
        .containsExactly(
            "OBJECT  READY  REASON  AGE  DETAILS",
            "DatabaseInstance demo/pg  True  ReconcileSuccess  7m  quick 15.3, db.example:5432",
            "├─ Database orders  True  ReconcileSuccess  7m  orders_prod, 8.0 KiB",
            "│  └─ DatabaseBackupSchedule nightly  True  ReconcileSuccess  7m  0 3 * * *",
            "│     └─ DatabaseBackup nightly-1  True  ReconcileSuccess  7m  completed, 2.0 KiB",
            "│        └─ DatabaseRestore again  Unknown  NotSeen  7m  no operator has looked at it"
                + " yet",
            "└─ DatabaseUser app  False  Conflict  7m  it is there already",
            "   └─ DatabaseGrant app  Unknown  NotSeen  7m  no operator has looked at it yet");
  }

  @Test
  void whatOthersReferToAndIsNotThereHasALineOfItsOwn() {
    cluster.put(CustomKind.DATABASE, "demo/lost", Examples.ref("instanceRef", "gone"), Map.of());

    assertThat(table())
        .contains("DatabaseInstance demo/gone")
        .contains("NotFound")
        .contains("└─ Database lost");
  }

  @Test
  void olderBackupsThatAreWellAreOnlyCounted() {
    cluster.put(CustomKind.DATABASE, "demo/orders", Map.of(), Examples.ready());
    for (int i = 1; i <= 9; i++) {
      cluster.put(
          CustomKind.BACKUP,
          "demo/b" + i,
          Examples.ref("databaseRef", "orders"),
          i == 1 ? Examples.failed("BackupFailed", "the store is full") : completed(i));
    }

    assertThat(table().lines()).hasSize(1 + 1 + 1 + 3 + 1);
    assertThat(table()).contains("the store is full", "└─ … 5 more backups");
    assertThat(table(true, false).lines()).hasSize(1 + 1 + 9);
  }

  @Test
  void aColourIsOnlyAroundTheWordAndTakesNoRoom() {
    shop();

    String coloured = printed(new TreeTable(NOW, false, false), true);
    assertThat(coloured).contains("\u001b[32mTrue   \u001b[0m", "\u001b[31mFalse  \u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(table());
    assertThat(table()).doesNotContain("\u001b");
  }

  @Test
  void whatAServerSaysCannotCommandATerminal() {
    cluster.put(
        CustomKind.DATABASE,
        "demo/evil",
        Map.of(),
        Examples.failed("Conflict", "\u001b]0;owned\u0007 and\nmore \u202etxt"));

    assertThat(table())
        .contains("\\u001b]0;owned\\u0007 and more \\u202etxt")
        .doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void aLongMessageIsCutUnlessAllOfItIsAskedFor() {
    String message = "x".repeat(150) + " the end";
    cluster.put(CustomKind.DATABASE, "demo/long", Map.of(), Examples.failed("Conflict", message));

    assertThat(table()).contains("xxx…").doesNotContain("the end");
    assertThat(table(false, true)).contains("the end");
  }

  @Test
  void programsGetTheSameTree() {
    shop();
    List<Node> roots = roots();

    Map<String, Object> data = TreeData.of(roots, Totals.of(roots), List.of("a note"), NOW);

    assertThat(data.get("summary"))
        .isEqualTo(Map.of("objects", 4, "ready", 2, "withRemark", 0, "notReady", 2));
    assertThat(data).containsEntry("notes", List.of("a note"));
    assertThat(String.valueOf(data.get("objects")))
        .contains("kind=DatabaseInstance, namespace=demo, name=pg, found=true, ready=True")
        .contains("health=bad, reason=Conflict, message=it is there already");
  }

  @Test
  void onlyWhatIsWrongIsShownWithTheWayToIt() {
    shop();

    List<String> left =
        roots().stream()
            .flatMap(root -> root.only(node -> node.state().health() == Health.BAD).stream())
            .flatMap(Node::all)
            .map(node -> node.key().toString())
            .toList();

    assertThat(left).containsExactly("DatabaseInstance demo/pg", "DatabaseUser demo/app");
  }

  @Test
  void oneObjectIsShownWithTheWayToItAndWhatIsBelow() {
    shop();
    ResourceKey user = new ResourceKey(CustomKind.USER, "demo", "app");

    assertThat(roots().getFirst().around(user).stream().flatMap(Node::all).map(Node::key))
        .extracting(ResourceKey::toString)
        .containsExactly(
            "DatabaseInstance demo/pg", "DatabaseUser demo/app", "DatabaseGrant demo/app");
  }

  private void shop() {
    cluster.put(
        CustomKind.INSTANCE,
        "demo/pg",
        Map.of("engine", "quick", "connection", Map.of("host", "db.example", "port", 5432)),
        with(Examples.ready(), "version", "15.3"));
    cluster.put(
        CustomKind.DATABASE,
        "demo/orders",
        with(Examples.ref("instanceRef", "pg"), "name", "orders_prod"),
        with(Examples.ready(), "database", Map.of("sizeBytes", 8192)));
    cluster.put(
        CustomKind.USER,
        "demo/app",
        with(Examples.ref("instanceRef", "pg"), "username", "app"),
        Examples.failed("Conflict", "it is there already"));
    cluster.put(CustomKind.GRANT, "demo/app", Examples.ref("userRef", "app"), Map.of());
  }

  private static Map<String, Object> completed(long bytes) {
    return with(
        with(Examples.ready(), "phase", "Completed"),
        "backup",
        Map.of("compressedSizeBytes", bytes));
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  private List<Node> roots() {
    List<CustomResource> all = new ArrayList<>();
    CustomKind.ALL.forEach(kind -> all.addAll(cluster.list(kind, Optional.empty())));
    return Forest.of(all, Map.of());
  }

  private String table() {
    return table(false, false);
  }

  private String table(boolean all, boolean wide) {
    return printed(new TreeTable(NOW, all, wide), false);
  }

  private String printed(TreeTable table, boolean colours) {
    StringWriter text = new StringWriter();
    table.add(roots());
    table.print(new PrintWriter(text, true), colours);
    return text.toString();
  }
}
