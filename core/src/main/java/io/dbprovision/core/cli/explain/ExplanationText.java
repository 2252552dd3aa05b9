package io.dbprovision.core.cli.explain;

import io.dbprovision.core.cli.explain.Explanation.Link;
import io.dbprovision.core.cli.view.Amounts;
import io.dbprovision.core.cli.view.Health;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.kube.ClusterEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says an explanation in plain sentences. */
public final class ExplanationText {
  private final List<String> lines = new ArrayList<>();
  private final Instant now;

  private ExplanationText(Instant now) {
    this.now = now;
  }

  /** One line each; commands are lines of their own, indented. */
  public static List<String> of(Explanation explanation, Instant now) {
    ExplanationText text = new ExplanationText(now);
    text.tell(explanation, "");
    List<Remedy> steps = explanation.steps();
    if (!steps.isEmpty()) {
      text.lines.add("");
      text.lines.add("What to do:");
      steps.forEach(text::tell);
    }
    if (!explanation.events().isEmpty()) {
      text.lines.add("");
      text.lines.add("What was told of it lately:");
      explanation.events().forEach(text::tell);
    }
    return List.copyOf(text.lines);
  }

  private void tell(Explanation about, String indent) {
    State state = about.state();
    if (state == null) {
      lines.add(indent + about.key() + " is not there.");
      return;
    }
    lines.add(indent + about.key() + " " + standing(state));
    String inner = indent + "  ";
    if (state.health() != Health.GOOD) {
      lines.add(inner + sentence(state));
    }
    about.facts().forEach(fact -> lines.add(inner + fact));
    for (Link link : about.links()) {
      lines.add(inner + "It needs " + link.to().key() + " (" + link.field() + "):");
      tell(link.to(), inner + "  ");
    }
  }

  private String standing(State state) {
    String since = state.since() == null ? "" : ", for " + Amounts.age(state.since(), now);
    return switch (state.health()) {
      case GOOD -> "is Ready" + since + ".";
      case ODD -> "is Ready, with a remark:";
      case WAITING -> "is not Ready yet" + since + ":";
      case BAD -> "is not Ready" + since + ":";
      case UNKNOWN -> "is not looked after:";
    };
  }

  private static String sentence(State state) {
    String reason = state.reason().isEmpty() ? "" : state.reason() + ": ";
    return reason + (state.message().isEmpty() ? "no more is known" : state.message());
  }

  private void tell(Remedy remedy) {
    lines.add("- " + remedy.sentence() + (remedy.commands().isEmpty() ? "." : ":"));
    remedy.commands().forEach(command -> lines.add("    " + command));
  }

  private void tell(ClusterEvent event) {
    lines.add(
        "  %-5s %-8s %s: %s"
            .formatted(
                Amounts.age(event.last(), now), event.type(), event.reason(), event.message()));
  }
}
