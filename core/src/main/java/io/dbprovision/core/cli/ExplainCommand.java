package io.dbprovision.core.cli;

import io.dbprovision.core.cli.explain.Explainer;
import io.dbprovision.core.cli.explain.Explanation;
import io.dbprovision.core.cli.explain.ExplanationText;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why an object is not Ready. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Say why an object is not Ready, what it waits for up to the cause, and what to do, with the"
          + " commands.",
      "Exit code 0: it is Ready, and so is all that it needs; 1: not; 2: called wrongly, or the API"
          + " server does not answer."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();

  @Parameters(paramLabel = "<kind/name>", description = "The object, such as databaseuser/app.")
  private String object = "";

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::explain);
  }

  private int explain(Desk desk) {
    Explanation explanation =
        new Explainer(desk.cluster())
            .explain(desk.require(ObjectName.parse(object, desk.namespace())));
    ExplanationText.of(explanation, desk.clock().instant()).forEach(desk::say);
    return explanation.ready() ? 0 : 1;
  }
}
