package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.core.status.Phase;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says beforehand what becomes of the objects that an earlier operator of this API left, one line
 * for each that is not simply gone on with.
 */
final class TakeoverCheck {
  private static final int SHOWN = 200;

  /** What no earlier operator has written into a status. */
  private static final List<String> OURS =
      List.of("appliedInputs", MadeOn.FIELD, "serverIdentity", "step", "workedOn", "timetable");

  private final Resources resources;
  private final Set<String> engines;

  /**
   * @param engines that plugins serve, by their names in manifests
   */
  TakeoverCheck(Resources resources, Set<String> engines) {
    this.resources = resources;
    this.engines = Set.copyOf(engines);
  }

  void check(Checkup checkup) {
    List<CustomResource> left =
        CustomKind.ALL.stream()
            .flatMap(kind -> resources.list(kind).stream())
            .filter(TakeoverCheck::earlier)
            .sorted(Comparator.comparing(object -> object.key().toString()))
            .toList();
    if (left.isEmpty()) {
      return;
    }
    Set<CustomResource> told = new HashSet<>();
    int findings = 0;
    for (CustomResource object : left) {
      for (Takeover finding : Takeover.of(object, resources, engines)) {
        told.add(object);
        findings++;
        if (findings <= SHOWN) {
          tell(object, finding, checkup);
        }
      }
    }
    if (findings > SHOWN) {
      checkup.bad("takeover", "and %d more".formatted(findings - SHOWN), "");
    }
    checkup.good(
        "takeover",
        "%d objects of an earlier operator are gone on with as they are: on the server the record is written and the present password set again"
            .formatted(left.size() - told.size()));
  }

  /** Has a status, in which nothing is that only this operator writes. */
  static boolean earlier(CustomResource object) {
    return !object.status().text("phase", "").isEmpty()
        && !object.status().text("phase", "").equals(Phase.PENDING.toString())
        && OURS.stream().noneMatch(object.status()::has)
        && !object.status().object("backup").has("tool");
  }

  private static void tell(CustomResource object, Takeover finding, Checkup checkup) {
    String check = object.key().toString();
    if (finding.harm()) {
      checkup.bad(check, finding.sentence(), finding.remedy());
    } else {
      checkup.odd(check, finding.sentence(), finding.remedy());
    }
  }
}
