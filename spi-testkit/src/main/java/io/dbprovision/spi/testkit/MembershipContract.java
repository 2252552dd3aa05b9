package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The contract of {@link UserSpec#roles}: memberships are made, kept on record and ended. */
public abstract class MembershipContract extends LoginHarness {
  /** The roles that a login is a member of, asked without the engine. */
  protected abstract Set<String> rolesOf(String login);

  /** Makes a login a member of a role, as a person would. */
  protected abstract void join(String login, String role);

  @Test
  public void aNewLoginIsAMemberOfTheRolesItAsksFor() {
    String one = role();
    String other = role();
    String name = fresh();
    make(member(name, Set.of(), one, other));
    assertThat(rolesOf(name)).containsExactlyInAnyOrder(one, other);
    assertInSync(member(name, Set.of(), one, other));
  }

  @Test
  public void eachMembershipIsAChangeOfItsOwn() {
    String one = role();
    String other = role();
    String name = fresh();
    make(plain(name));
    Plan plan = managed().plan(member(name, Set.of(), one, other));
    assertThat(plan.changes()).hasSize(2).extracting(Change::cause).containsOnly(Cause.ABSENT);
    assertThat(plan.changes().stream().flatMap(change -> change.claim().stream()))
        .as("a change names the claim that it puts in effect")
        .hasSize(2)
        .isSubsetOf(plan.claims());
    assertThat(managed().apply(plan, Set.of(plan.changes().getFirst().id())).failure()).isEmpty();
    assertThat(rolesOf(name)).hasSize(1);
    make(member(name, Set.of(), one, other));
    assertThat(rolesOf(name)).containsExactlyInAnyOrder(one, other);
  }

  @Test
  public void aMembershipThatWasIssuedEndsWhenItIsNoLongerAskedFor() {
    String kept = role();
    String ended = role();
    String name = fresh();
    make(member(name, Set.of(), kept, ended));
    Set<ChangeId> issued = Set.copyOf(managed().plan(member(name, Set.of(), kept, ended)).claims());
    assertThat(issued).as("a claim for each membership").hasSize(2);
    Plan plan = managed().plan(member(name, issued, kept));
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(issued)
        .as("a claim has the id of the change that ends it")
        .contains(plan.changes().getFirst().id());
    applyAll(plan);
    assertThat(rolesOf(name)).containsExactly(kept);
    assertThat(managed().plan(member(name, issued, kept)).claims()).hasSize(1);
  }

  @Test
  public void theLastIssuedMembershipEndsToo() {
    String role = role();
    String name = fresh();
    make(member(name, Set.of(), role));
    Set<ChangeId> issued = Set.copyOf(managed().plan(member(name, Set.of(), role)).claims());
    make(member(name, issued));
    assertThat(rolesOf(name)).isEmpty();
    assertInSync(member(name, issued));
  }

  @Test
  public void aMembershipThatAnotherObjectAsksForIsNoDriftAndStaysOnRecord() {
    String kept = role();
    String shared = role();
    String name = fresh();
    make(member(name, Set.of(), kept, shared));
    Set<ChangeId> issued =
        Set.copyOf(managed().plan(member(name, Set.of(), kept, shared)).claims());
    Claim other = Claim.of(Kind.GRANT, OTHER, Section.empty("spec")).withRoles(List.of(shared));
    UserSpec.Builder less = login(name, SELF).roles(List.of(kept)).others(List.of(other));
    Plan unrecorded = managed().plan(less.build());
    assertThat(unrecorded.changes()).as("nobody's claim is another's drift").isEmpty();
    assertThat(unrecorded.claims()).as("nor is it a claim of this object").hasSize(1);
    Plan recorded = managed().plan(less.issued(issued).build());
    assertThat(recorded.changes()).as("it is not taken from under the other").isEmpty();
    assertThat(Set.copyOf(recorded.claims()))
        .as("what is on record stays a claim while another object asks for it")
        .isEqualTo(issued);
  }

  @Test
  public void aMembershipByHandIsAnExtraThatNobodyIssued() {
    String asked = role();
    String byHand = role();
    String name = fresh();
    make(member(name, Set.of(), asked));
    join(name, byHand);
    Plan plan = managed().plan(member(name, Set.of(), asked));
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(plan.claims())
        .as("only what is asked for is claimed")
        .doesNotContain(plan.changes().getFirst().id());
  }

  @Test
  public void whoListsNoRolesLeavesMembershipsToOthers() {
    String byHand = role();
    String name = fresh();
    make(plain(name));
    join(name, byHand);
    assertInSync(plain(name));
    assertThat(rolesOf(name)).containsExactly(byHand);
  }

  @Test
  public void aRoleThatIsNotThereIsWaitedFor() {
    EngineException refused = refusal(member(fresh(), Set.of(), fresh()));
    assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(refused.path()).as("the field is named").isPresent();
  }

  @Test
  public void aHostileRoleNameIsRefusedAndNothingElseHappens() {
    String name = fresh();
    make(plain(name));
    for (String hostile : hostileNames()) {
      Throwable failure =
          Assertions.catchThrowable(() -> managed().plan(member(name, Set.of(), hostile)));
      assertThat(failure).as("[%s] is no role", hostile).isInstanceOf(EngineException.class);
    }
    assertThat(rolesOf(name)).isEmpty();
    assertInSync(plain(name));
  }

  /** A role that is there: a login, where any can be one. */
  protected String role() {
    String role = fresh();
    make(plain(role));
    return role;
  }

  private static UserSpec member(String name, Set<ChangeId> issued, String... roles) {
    return login(name, SELF).issued(issued).roles(List.of(roles)).build();
  }
}
