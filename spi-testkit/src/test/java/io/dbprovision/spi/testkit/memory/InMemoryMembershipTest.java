package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.MembershipContract;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

class InMemoryMembershipTest extends MembershipContract {
  private static final String ROLE = "roles.";

  private final MemoryUnderTest memory = new MemoryUnderTest();

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(memory.server().users());
  }

  @Override
  protected Set<String> rolesOf(String login) {
    return Objects.requireNonNull(memory.server().users().get(login)).attributes().keySet().stream()
        .filter(key -> key.startsWith(ROLE))
        .map(key -> key.substring(ROLE.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  protected void join(String login, String role) {
    memory
        .server()
        .users()
        .computeIfPresent(login, (name, stored) -> stored.withAttribute(ROLE + role, true));
  }
}
