package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.cli.act.Adopted;
import io.dbprovision.core.cli.explain.Explainer;
import io.dbprovision.core.cli.explain.Explanation;
import io.dbprovision.core.cli.explain.ExplanationText;
import io.dbprovision.core.discovery.AdoptionWord;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Reasons;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets an object take over what is on the server already. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Let a Database, DatabaseUser or role take over what is on the server already by its name, and"
          + " show what that would change. Nothing is changed there without your approval.",
      "Exit code 0: adopted, or its plan is shown; 1: not in time; 2: called wrongly, or refused."
    })
final class AdoptCommand implements Callable<Integer> {
  private static final List<CustomKind> KINDS =
      List.of(CustomKind.DATABASE, CustomKind.USER, CustomKind.ROLE, CustomKind.CLUSTER_ROLE);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();
  @Mixin private WaitOptions wait = new WaitOptions();

  @Parameters(paramLabel = "<kind/name>", description = "Such as database/legacy.")
  private String object = "";

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::adopt);
  }

  private int adopt(Desk desk) throws InterruptedException {
    CustomResource found = desk.require(ObjectName.parse(object, desk.namespace(), KINDS));
    Optional<CustomResource> instance =
        Refs.instance(found).flatMap(key -> desk.cluster().find(key));
    if (!change.annotate(
        desk,
        found,
        Keys.ADOPT,
        "true",
        "what is on the server by its name becomes this object's, if it is nobody else's")) {
      return 0;
    }
    instance
        .filter(server -> !AdoptionWord.given(found, server))
        .ifPresent(server -> desk.say(AdoptionWord.wayOut(found, server.key())));
    if (!wait.wanted()) {
      return 0;
    }
    int code = wait.until(desk, found.key(), new Adopted());
    show(desk, desk.require(found.key()));
    return code;
  }

  /** The plan with the command that approves it, or what is in the way. */
  private static void show(Desk desk, CustomResource found) {
    Explanation explanation = new Explainer(desk.cluster()).explain(found);
    boolean shown =
        explanation.state() == null
            || explanation.state().reason().equals(Reasons.AWAITING_APPROVAL)
            || !explanation.ready();
    if (shown) {
      ExplanationText.of(explanation, desk.clock().instant()).forEach(desk::say);
    }
  }
}
