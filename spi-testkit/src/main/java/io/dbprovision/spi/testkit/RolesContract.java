package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of an engine that has {@link Roles}. */
public abstract class RolesContract extends ManagedContract<RoleSpec> {
  private static final Owner GRANT = new Owner("tck", "default", "team-a", "grant", "uid-g");

  /** The block of a role that is a member of those roles. */
  protected abstract Section memberOf(List<String> roles);

  /** The roles that a role is directly a member of, asked without the engine. */
  protected abstract Set<String> rolesOf(String role);

  /** Makes a role a member of another, as a person would. */
  protected abstract void join(String member, String role);

  @Override
  protected final Managed<RoleSpec> managed(Session session) {
    return session
        .capability(Roles.class)
        .orElseThrow(() -> new AssertionError("the session has no Roles"));
  }

  @Override
  protected final Kind kind() {
    return Kind.ROLE;
  }

  @Override
  protected RoleSpec plain(String name, Owner owner, Provenance provenance) {
    return RoleSpec.builder(name, owner).provenance(provenance).build();
  }

  @Test
  public void theUsersCommentAndTheRecordLiveTogether() {
    String name = fresh();
    RoleSpec spec = RoleSpec.builder(name, SELF).comment("it's \"the\" 100% \\ {role}").build();
    make(spec);
    assertInSync(spec);
    assertThat(recordOf(name)).contains(SELF);
  }

  @Test
  public void aNewRoleIsAMemberOfTheRolesItAsksFor() {
    String one = role();
    String other = role();
    String name = fresh();
    Plan plan = make(member(name, one, other).build());
    assertThat(rolesOf(name)).containsExactlyInAnyOrder(one, other);
    assertInSync(member(name, one, other).build());
    assertThat(plan.changes().stream().flatMap(change -> change.claim().stream()))
        .as("a change names the claim that it puts in effect")
        .containsExactlyInAnyOrderElementsOf(
            managed().plan(member(name, one, other).build()).claims());
  }

  @Test
  public void itsOwnMembersAreNotItsBusiness() {
    String role = role();
    make(member(fresh(), role).build());
    assertInSync(plain(role));
  }

  @Test
  public void aMembershipThatWasIssuedEndsWhenItIsNoLongerAskedFor() {
    String kept = role();
    String ended = role();
    String name = fresh();
    Set<ChangeId> issued = issued(member(name, kept, ended).build());
    Plan plan = managed().plan(member(name, kept).issued(issued).build());
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(issued)
        .as("a claim has the id of the change that ends it")
        .contains(plan.changes().getFirst().id());
    applyAll(plan);
    assertThat(rolesOf(name)).containsExactly(kept);
    make(RoleSpec.builder(name, SELF).issued(issued).build());
    assertThat(rolesOf(name)).as("the last one ends, too").isEmpty();
  }

  @Test
  public void aMembershipByHandIsAnExtraThatNobodyIssued() {
    String asked = role();
    String byHand = role();
    String name = fresh();
    make(member(name, asked).build());
    join(name, byHand);
    Plan plan = managed().plan(member(name, asked).build());
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(plan.claims())
        .as("only what is asked for is claimed")
        .doesNotContain(plan.changes().getFirst().id());
    assertInSync(plain(name));
  }

  @Test
  public void aMembershipThatAnotherObjectAsksForIsNoDrift() {
    String asked = role();
    String given = role();
    String name = fresh();
    make(member(name, asked).build());
    join(name, given);
    Plan plan = managed().plan(member(name, asked).others(List.of(claim(given))).build());
    assertThat(plan.changes()).as("nobody's claim is another's drift").isEmpty();
    assertThat(plan.claims()).as("nor is it a claim of this object").hasSize(1);
  }

  @Test
  public void whatIsOnRecordStaysAClaimWhileAnotherObjectAsksForIt() {
    String kept = role();
    String shared = role();
    String name = fresh();
    Set<ChangeId> issued = issued(member(name, kept, shared).build());
    RoleSpec.Builder less = member(name, kept).issued(issued);
    Plan plan = managed().plan(less.others(List.of(claim(shared))).build());
    assertThat(plan.changes()).as("it is not taken from under the other").isEmpty();
    assertThat(Set.copyOf(plan.claims())).isEqualTo(issued);
    applyAll(managed().plan(less.others(List.of()).build()));
    assertThat(rolesOf(name)).as("with the last it goes").containsExactly(kept);
  }

  @Test
  public void aRoleThatIsNotThereIsWaitedFor() {
    EngineException refused = refusal(member(fresh(), fresh()).build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(refused.path()).as("the field is named").isPresent();
  }

  private String role() {
    String role = fresh();
    make(plain(role));
    return role;
  }

  private RoleSpec.Builder member(String name, String... roles) {
    return RoleSpec.builder(name, SELF).section(memberOf(List.of(roles)));
  }

  private Set<ChangeId> issued(RoleSpec spec) {
    make(spec);
    return Set.copyOf(managed().plan(spec).claims());
  }

  private static Claim claim(String role) {
    return Claim.of(Kind.GRANT, GRANT, Section.empty("spec")).withRoles(List.of(role));
  }
}
