package io.dbprovision.core.cli;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Health;
import io.dbprovision.core.cli.view.Node;
import io.dbprovision.core.cli.view.Totals;
import io.dbprovision.core.cli.view.TreeData;
import io.dbprovision.core.cli.view.TreeTable;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.spi.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how everything stands. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Show instances, what is on them, and backups, schedules and restores as a tree, each with"
          + " what its conditions say.",
      "Exit code 0: all are Ready; 1: something is not; 2: called wrongly, or the API server does"
          + " not answer."
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "<kind/name>",
      description = "Only this object, the way to it, and what belongs to it.")
  private @Nullable String object;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "All namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|wide|json|yaml",
      description = "How to print; wide cuts nothing (default: ${DEFAULT-VALUE}).")
  private OutputFormat output = OutputFormat.TABLE;

  @Option(names = "--all", description = "Every backup; else the newest that are well.")
  private boolean all;

  @Option(
      names = "--problems",
      description = "Only what is not Ready, or has a remark, and the way to it.")
  private boolean problems;

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::show);
  }

  private int show(Desk desk) throws InterruptedException {
    Optional<ResourceKey> wanted =
        Optional.ofNullable(object).map(text -> ObjectName.parse(text, desk.namespace()));
    wanted.ifPresent(desk::require);
    Overview overview = overview(desk, wanted);
    List<Node> shown =
        wanted
            .map(
                key ->
                    overview.roots().stream().flatMap(root -> root.around(key).stream()).toList())
            .orElse(overview.roots());
    Totals totals = Totals.of(shown);
    if (problems) {
      shown =
          shown.stream()
              .flatMap(root -> root.only(node -> node.state().health() != Health.GOOD).stream())
              .toList();
    }
    print(desk, shown, totals, overview.notes());
    return totals.allReady() ? 0 : 1;
  }

  /** An instance may be used from any namespace; where these may not be read, its own has to do. */
  private Overview overview(Desk desk, Optional<ResourceKey> wanted) throws InterruptedException {
    Optional<String> here = Optional.of(desk.namespace());
    boolean instance = wanted.filter(key -> key.kind().spi().equals(Kind.INSTANCE)).isPresent();
    if (!everywhere && !instance) {
      return Overview.of(desk.cluster(), here);
    }
    try {
      return Overview.of(desk.cluster(), Optional.empty());
    } catch (KubeException e) {
      if (everywhere || e.kind() != KubeException.Kind.FORBIDDEN) {
        throw e;
      }
      Overview own = Overview.of(desk.cluster(), here);
      return own.with("objects of other namespaces are left out: this user may not list them");
    }
  }

  private void print(Desk desk, List<Node> shown, Totals totals, List<String> notes) {
    Instant now = desk.clock().instant();
    switch (output) {
      case JSON -> desk.out().print(OutputFormat.json(TreeData.of(shown, totals, notes, now)));
      case YAML -> desk.out().print(OutputFormat.yaml(TreeData.of(shown, totals, notes, now)));
      case TABLE, WIDE -> {
        if (!shown.isEmpty()) {
          TreeTable table = new TreeTable(now, all, output == OutputFormat.WIDE);
          table.add(shown);
          table.print(desk.out(), Ansi.AUTO.enabled());
        }
        desk.say(totals.objects() == 0 ? "there are no objects " + place(desk) : totals.sentence());
        notes.forEach(note -> desk.note("note: " + note));
      }
    }
  }

  private String place(Desk desk) {
    return everywhere
        ? "in this cluster"
        : "in namespace " + desk.namespace() + "; -n names another one, -A means all";
  }
}
