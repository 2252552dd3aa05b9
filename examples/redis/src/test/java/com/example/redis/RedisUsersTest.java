package com.example.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LoginSessions;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.UsersContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class RedisUsersTest extends UsersContract {
  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }

  @Override
  protected ServerHand server() {
    return new UserHand(PASSWORD);
  }

  @Override
  protected boolean login(String user, SecretText password) {
    return RealServer.letsIn(user, password);
  }

  @Override
  protected UserSpec changed(String name, Owner owner) {
    Map<String, Object> block = Map.of("commands", List.of("scan", "@hash"));
    return UserSpec.builder(name, owner)
        .password(PASSWORD, true)
        .comment("changed")
        .section(Section.of("spec.redis", block))
        .build();
  }

  @Test
  void aPasswordThatSomebodyElseSetIsSeen() {
    String name = fresh();
    make(plain(name));
    RealServer.by(jedis -> jedis.aclSetUser(name, "resetpass", ">other"));
    make(plain(name));
    assertThat(login(name, PASSWORD)).isTrue();
    assertThat(login(name, SecretText.of("other"))).isFalse();
    RealServer.by(jedis -> jedis.aclSetUser(name, "nopass"));
    make(plain(name));
    assertThat(login(name, SecretText.of("anything"))).isFalse();
  }

  @Test
  void aLockedLoginStaysAndNobodyLogsInWithIt() {
    String name = fresh();
    make(plain(name));
    UserSpec locked = UserSpec.builder(name, SELF).password(PASSWORD, true).locked(true).build();
    make(locked);
    assertInSync(locked);
    assertThat(login(name, PASSWORD)).isFalse();
    make(plain(name));
    assertThat(login(name, PASSWORD)).isTrue();
  }

  @Test
  void theServersOwnLoginAndOursAreNotForManifests() {
    assertThat(refusal(plain("default")).kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refusal(plain("dbops_admin")).kind()).isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void rolesAreNotSupportedAndSaySo() {
    UserSpec member =
        UserSpec.builder(fresh(), SELF).password(PASSWORD, true).roles(List.of("r")).build();
    assertThat(refusal(member).kind()).isEqualTo(ErrorKind.UNSUPPORTED);
  }

  @Test
  void whoIsConnectedIsCounted() {
    String name = fresh();
    make(plain(name));
    LoginSessions sessions = session().capability(LoginSessions.class).orElseThrow();
    try (Jedis one = RealServer.login(name, PASSWORD);
        Jedis other = RealServer.login(name, PASSWORD)) {
      assertThat(one.ping() + other.ping()).isEqualTo("PONGPONG");
      assertThat(sessions.count(List.of(name, "nobody"))).isEqualTo(Map.of(name, 2));
    }
  }
}
