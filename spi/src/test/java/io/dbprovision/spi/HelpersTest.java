package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small things that every plugin would write again. */
class HelpersTest {
  private static final Owner SELF = new Owner("c", "o", "ns", "it's mine", "1");

  record Options(int size) {}

  @Test
  void aRecordAndACommentAreOneText() {
    for (ServerRecord record :
        List.of(
            new ServerRecord(SELF, "two\nlines"),
            new ServerRecord(SELF, ""),
            new ServerRecord(null, "only this"),
            new ServerRecord(null, ""))) {
      assertThat(ServerRecord.of(record.text())).isEqualTo(record);
    }
    assertThat(new ServerRecord(null, "").text()).isEmpty();
  }

  @Test
  void anOwnerThatCannotBeReadIsSomebodyElse() {
    Owner found = ServerRecord.of("{\"owner\": 1}").owner();
    assertThat(found).isNotNull().isNotEqualTo(SELF);
    assertThat(Provenance.witnessedBefore().permits(SELF, found)).isFalse();
  }

  @Test
  void aBlockIsJudgedByItsKindsRecord() {
    Map<Kind, Class<? extends Record>> types = Map.of(Kind.DATABASE, Options.class);
    Section block = Section.of("spec.x", Map.of("size", 3));
    assertThat(Validation.of(Kind.DATABASE, block, types).problems()).isEmpty();
    assertThat(Validation.of(Kind.USER, block, types).problems())
        .extracting(Validation.Problem::path)
        .containsExactly("spec.x.size");
    assertThat(Validation.of(Kind.ROLE, Section.empty("spec.x"), types).problems()).isEmpty();
    assertThat(Validation.of(new Kind("Unheard"), block, types).problems()).isEmpty();
  }

  @Test
  void aKeyHasNamesThatAreNone() {
    assertThat(List.of("a", "a/b c", "über/…", "k".repeat(900))).allMatch(ObjectKeys::isValid);
    assertThat(List.of("", "/a", "a/", "a//b", ".", "a/..", "a\0b", "a\nb", "k".repeat(901)))
        .noneMatch(ObjectKeys::isValid)
        .allSatisfy(
            key ->
                assertThatThrownBy(() -> ObjectKeys.checked(key))
                    .isInstanceOf(EngineException.class));
    assertThat(ObjectKeys.prefix(Section.of("spec", Map.of("prefix", "//a/b/")))).isEqualTo("a/b");
    assertThat(ObjectKeys.prefix(Section.empty("spec"))).isEmpty();
  }

  @Test
  void aServerThatIsSilentIsAnotherMatterThanOneThatIsNotThere() {
    Exception silent = new IllegalStateException(new SocketTimeoutException("Read timed out"));
    assertThat(EngineException.connection("host:1", silent).kind()).isEqualTo(ErrorKind.TIMEOUT);
    Exception away = new IllegalStateException(new ConnectException("refused"));
    assertThat(EngineException.connection("host:1", away).kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(EngineException.connection("host:1", away)).hasMessageContaining("host:1");
  }

  @Test
  void aSecretsLoginNeedsBothOfIt() {
    Section block = Section.empty("spec.storage.x");
    SecretText secret = SecretText.of("hunter2");
    StorePlace half =
        StorePlace.builder(block).secret("secretRef", Map.of("password", secret)).build();
    assertThatThrownBy(() -> half.login("secretRef"))
        .hasMessageContaining("spec.storage.x.secretRef")
        .hasMessageNotContaining("hunter2");
    StorePlace whole =
        StorePlace.builder(block)
            .secret("secretRef", Map.of("username", SecretText.of("me"), "password", secret))
            .build();
    assertThat(whole.login("secretRef")).isEqualTo(new Credentials("me", secret));
  }

  @Test
  void anEntryOfAGrantIsNamedByDatabaseAndName() {
    assertThatThrownBy(() -> new NamedGrants.Entry("a:b", "get"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
