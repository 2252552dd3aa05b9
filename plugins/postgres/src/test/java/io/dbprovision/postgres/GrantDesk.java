package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One grant object with its record, handled as the operator does in drift mode detect. */
final class GrantDesk {
  private final Grants grants;
  final String grantee;
  final Owner owner;
  private Map<String, ?> block = Map.of();
  private List<Claim> others = List.of();
  private Claim self;
  Set<ChangeId> issued = Set.of();

  GrantDesk(Lab lab, String grantee, Owner owner) {
    this.grants = lab.session.capability(Grants.class).orElseThrow();
    this.grantee = grantee;
    this.owner = owner;
    this.self = Claim.of(Kind.USER, Lab.owner(grantee), Section.empty("spec.postgres"));
  }

  GrantDesk(Lab lab, String grantee) {
    this(lab, grantee, Lab.owner("grant-" + grantee));
  }

  GrantDesk asks(Map<String, ?> section) {
    this.block = section;
    return this;
  }

  GrantDesk granteeAsks(Claim claim) {
    this.self = claim;
    return this;
  }

  GrantDesk beside(Claim... claims) {
    this.others = List.of(claims);
    return this;
  }

  Claim claim() {
    return Claim.of(Kind.GRANT, owner, Lab.section(block));
  }

  GrantSpec spec() {
    return GrantSpec.builder(grantee, owner, self)
        .section(Lab.section(block))
        .issued(issued)
        .others(others)
        .build();
  }

  Plan plan() {
    return grants.plan(spec());
  }

  /** What the operator would do when nobody changed the manifest: completion, and the record. */
  Plan complete() {
    return pass(false);
  }

  /** What it would do after a change; nothing but what is awaited or nobody's may be left. */
  Plan converge() {
    return pass(true);
  }

  private Plan pass(boolean asked) {
    Plan plan = plan();
    Set<ChangeId> chosen =
        plan.changes().stream()
            .filter(change -> chosen(change, asked))
            .map(Change::id)
            .collect(Collectors.toSet());
    Applied applied = grants.apply(plan, chosen);
    assertThat(applied.failure()).isEmpty();
    Plan again = plan();
    if (asked) {
      assertThat(again.changes())
          .as("left to do")
          .filteredOn(change -> chosen(change, true))
          .extracting(Change::id)
          .isEmpty();
    }
    issued = Set.copyOf(again.claims());
    return plan;
  }

  private boolean chosen(Change change, boolean asked) {
    return switch (change.cause()) {
      case AWAITED -> false;
      case EXTRA -> issued.contains(change.id());
      case ABSENT -> asked || change.claim().filter(claim -> !issued.contains(claim)).isPresent();
      default -> asked;
    };
  }

  /** Everything, as a correction with consent. */
  void correct() {
    Plan plan = plan();
    assertThat(grants.apply(plan, Lab.all(plan)).failure()).isEmpty();
    assertThat(plan().changes()).extracting(Change::id).isEmpty();
  }

  List<String> drift() {
    return plan().changes().stream()
        .filter(change -> change.cause() == Cause.EXTRA && !issued.contains(change.id()))
        .map(change -> change.path() + " " + change.actual())
        .sorted()
        .toList();
  }

  Applied remove(DropMode mode) {
    return Lab.remove(grants, spec(), mode);
  }

  static Map<String, Object> grants(Map<?, ?>... entries) {
    return Map.of("grants", List.of(entries));
  }
}
