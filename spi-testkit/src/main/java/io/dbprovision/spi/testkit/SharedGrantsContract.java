package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.testkit.GrantHand.Entry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code Grants} promises where several objects speak for one grantee. */
public abstract class SharedGrantsContract extends GrantHarness {

  @Test
  public void whatAnotherObjectAsksForIsNoDrift() {
    String name = grantee();
    given(name, Entry.ONE);
    hand().give(name, Entry.OTHER);
    Plan plan = managed().plan(grant(name, Entry.ONE).others(List.of(claim(Entry.OTHER))).build());
    assertThat(plan.changes()).as("nobody's claim is another's drift").isEmpty();
    assertThat(plan.claims())
        .as("another's claim that is not on this record is not this object's")
        .hasSize(1);
  }

  @Test
  public void whatARolesOwnBlockGrantsIsNoDrift() {
    String name = grantee();
    given(name, Entry.ONE);
    hand().give(name, Entry.OTHER);
    Claim inline = Claim.of(Kind.ROLE, SELF, block(Entry.OTHER));
    GrantSpec spec = GrantSpec.builder(name, GRANT, user(name)).section(block(Entry.ONE)).build();
    assertThat(managed().plan(spec).changes()).as("without that claim it is drift").hasSize(1);
    assertThat(managed().plan(grant(name, Entry.ONE).others(List.of(inline)).build()).changes())
        .as("inline grants are claims, too")
        .isEmpty();
  }

  @Test
  public void anEntryThatTwoAskForIsGivenOnceAndClaimedByBoth() {
    String name = grantee();
    Set<ChangeId> first = given(name, Entry.ONE);
    GrantSpec second =
        GrantSpec.builder(name, SECOND, user(name))
            .section(block(Entry.ONE))
            .others(List.of(Claim.of(Kind.GRANT, GRANT, block(Entry.ONE))))
            .build();
    Plan plan = managed().plan(second);
    assertThat(plan.changes()).as("it is in effect already").isEmpty();
    assertThat(Set.copyOf(plan.claims()))
        .as("a claim has the same id whoever makes it")
        .isEqualTo(first);
  }

  @Test
  public void whoDropsAnEntryThatAnotherAsksForKeepsItOnRecord() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    Plan plan =
        managed().plan(grant(name).issued(issued).others(List.of(claim(Entry.ONE))).build());
    assertThat(plan.changes()).as("it is not taken from under the other").isEmpty();
    assertThat(Set.copyOf(plan.claims()))
        .as("what is on record stays a claim while another object asks for it")
        .isEqualTo(issued);
    assertThat(hand().inEffect(name)).containsExactly(Entry.ONE);
  }

  @Test
  public void theLastToAskForAnEntryTakesItAway() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    GrantSpec both = grant(name).issued(issued).others(List.of(claim(Entry.ONE))).build();
    assertThat(managed().removal(both, DropMode.DROP).changes())
        .as("removal leaves what another object asks for")
        .isEmpty();
    GrantSpec last = grant(name).issued(issued).build();
    applyAll(managed().removal(last, DropMode.DROP));
    assertThat(hand().inEffect(name)).as("with the last it goes").isEmpty();
    Plan after = managed().plan(last);
    assertThat(after.changes()).as("who still has it on record finds it gone").isEmpty();
    assertThat(after.claims()).as("what is gone is no claim").isEmpty();
  }

  @Test
  public void whatWasKeptForAnotherIsTakenAwayWhenTheOtherIsGone() {
    String name = grantee();
    Set<ChangeId> issued = given(name, Entry.ONE);
    Plan plan = managed().plan(grant(name).issued(issued).build());
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    applyAll(plan);
    assertThat(hand().inEffect(name)).isEmpty();
  }

  @Test
  public void theGranteesOwnMembershipsAreNotAGrantsDrift() {
    assumeRoles();
    String own = role();
    String given = role();
    String name = grantee();
    Plan join = users().plan(login(name).roles(List.of(own)).build());
    assertThat(users().apply(join, ids(join)).failure()).isEmpty();
    GrantSpec spec =
        GrantSpec.builder(name, GRANT, user(name).withRoles(List.of(own)))
            .section(hand().block(Set.of(), List.of(given)))
            .build();
    make(spec);
    assertThat(hand().rolesOf(name)).containsExactlyInAnyOrder(own, given);
    assertInSync(spec);
  }

  @Test
  public void theMembershipsOfAGrantAreNotTheGranteesDrift() {
    assumeRoles();
    String own = role();
    String given = role();
    String name = grantee();
    make(
        GrantSpec.builder(name, GRANT, user(name))
            .section(hand().block(Set.of(), List.of(given)))
            .build());
    Plan join = users().plan(login(name).roles(List.of(own)).build());
    Change joining =
        join.changes().stream()
            .filter(change -> change.cause() == Cause.ABSENT)
            .findFirst()
            .orElseThrow();
    assertThat(users().apply(join, Set.of(joining.id())).failure()).isEmpty();
    Claim grant = Claim.of(Kind.GRANT, GRANT, hand().block(Set.of(), List.of(given)));
    assertThat(users().plan(login(name).roles(List.of(own)).build()).changes())
        .as("without the grant's claim it is drift")
        .hasSize(1);
    assertThat(
            users().plan(login(name).roles(List.of(own)).others(List.of(grant)).build()).changes())
        .as("nobody's claim is another's drift")
        .isEmpty();
  }

  @Test
  public void aMembershipOfAGrantEndsWhenItIsNoLongerAskedFor() {
    assumeRoles();
    String role = role();
    String name = grantee();
    GrantSpec spec =
        GrantSpec.builder(name, GRANT, user(name))
            .section(hand().block(Set.of(), List.of(role)))
            .build();
    make(spec);
    Set<ChangeId> issued = recordAfter(spec);
    assertThat(issued).as("a membership is a claim").hasSize(1);
    Plan plan = managed().plan(grant(name).issued(issued).build());
    assertThat(plan.changes()).extracting(Change::id).containsExactlyElementsOf(issued);
    applyAll(plan);
    assertThat(hand().rolesOf(name)).isEmpty();
  }

  private void assumeRoles() {
    assumeTrue(hand().hasRoles(), "this engine has no roles");
  }
}
