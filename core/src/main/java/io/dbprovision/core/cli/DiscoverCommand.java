package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.cli.act.Manifest;
import io.dbprovision.core.cli.explain.Commands;
import io.dbprovision.core.cli.view.Amounts;
import io.dbprovision.core.discovery.Unclaimed;
import io.dbprovision.core.kube.NewObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes manifests of what no object describes. */
@Command(
    name = "discover",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Write the manifests of what is on a server and no object describes, as the operator's last"
          + " search found it. Applied, they adopt it and change nothing there.",
      "Exit code 0: all that was found is written; 2: called wrongly, or the server is not searched."
    })
final class DiscoverCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();

  @Parameters(
      paramLabel = "<instance>",
      description = "A DatabaseInstance, or cdbi/NAME for a ClusterDatabaseInstance.")
  private String object = "";

  @Option(
      names = "--into",
      paramLabel = "<namespace>",
      description =
          "Of a ClusterDatabaseInstance: where the objects are to be (default: where its admin's"
              + " Secret is).")
  private @Nullable String into;

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::discover);
  }

  private int discover(Desk desk) {
    CustomResource instance =
        desk.require(
            ObjectName.parse(
                object,
                desk.namespace(),
                List.of(CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE)));
    if (into != null && instance.kind().namespaced()) {
      throw new CliException(
          "--into is for a ClusterDatabaseInstance: what a DatabaseInstance has found belongs into its own namespace");
    }
    Unclaimed found = new Unclaimed(instance);
    if (!found.enabled()) {
      throw new CliException(
          "%s is not searched; to have that done: %s"
              .formatted(
                  instance.key(),
                  Commands.kubectl(
                      "patch",
                      instance.key(),
                      "--type=merge",
                      "-p",
                      "{\"spec\":{\"discovery\":{\"enabled\":true}}}")));
    }
    if (found.searched().isEmpty()) {
      throw new CliException(
          "%s was not searched yet; how it stands: kubectl dbops explain"
              .formatted(instance.key()));
    }
    List<NewObject> manifests = found.manifests(Optional.ofNullable(into));
    manifests.forEach(manifest -> desk.out().print(OutputFormat.yaml(Manifest.of(manifest))));
    tell(desk, instance, found, manifests.size());
    return 0;
  }

  private static void tell(Desk desk, CustomResource instance, Unclaimed found, int count) {
    String age = found.searched().map(at -> Amounts.age(at, desk.clock().instant())).orElse("-");
    desk.note(
        "%s, with nothing new for %s: %s"
            .formatted(
                instance.key(),
                age,
                count == 0
                    ? "everything on it has its object"
                    : count + (count == 1 ? " thing has" : " things have") + " no object"));
    found.note().ifPresent(note -> desk.note("note: " + note));
    if (count > 0) {
      desk.note("kubectl apply -f - adopts what you leave in; nothing on the server changes by it");
      if (!instance.kind().namespaced()) {
        desk.note(
            "note: a server for all has to give its word as well, by its annotations adopt-databases, adopt-users and adopt-roles: NAMESPACE/NAME, commas between");
      }
    }
  }
}
