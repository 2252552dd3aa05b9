package io.dbprovision.core.admission;

import com.google.inject.Inject;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.Resources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks all rules. Thread-safe. */
final class Admission {
  /** The API server cuts what is longer. */
  private static final int LONGEST_WARNING = 256;

  private final Resources resources;
  private final Spared spared;
  private final List<AdmissionRule> rules;

  @Inject
  Admission(
      Resources resources,
      Spared spared,
      ProtectedDeletion deletion,
      SecondObject second,
      UnreadSections sections) {
    this.resources = resources;
    this.spared = spared;
    this.rules = List.of(deletion, second, sections);
  }

  /**
   * @param refusal all reasons in one text; empty when it may be
   */
  record Verdict(Optional<String> refusal, List<String> warnings) {
    /** It may be, and there is nothing to say. */
    static final Verdict NOTHING = new Verdict(Optional.empty(), List.of());

    Verdict {
      warnings = List.copyOf(warnings);
    }
  }

  Verdict of(AdmissionRequest request) {
    // elsewhere somebody else looks after it, who may be of another mind
    if (!resources.sees(request.object().key()) || spared.asks(request)) {
      return Verdict.NOTHING;
    }
    List<Finding> findings =
        rules.stream().flatMap(rule -> rule.look(request).stream()).distinct().toList();
    String refusals =
        findings.stream()
            .filter(Finding.Refusal.class::isInstance)
            .map(Finding::text)
            .collect(Collectors.joining("; "));
    return new Verdict(
        Optional.of(refusals).filter(text -> !text.isEmpty()),
        findings.stream()
            .filter(Finding.Warning.class::isInstance)
            .map(Finding::text)
            .map(Admission::shortened)
            .toList());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_WARNING ? text : text.substring(0, LONGEST_WARNING - 1) + "…";
  }
}
