package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every engine promises before it has managed anything. */
@ExtendWith(BrokenContract.class)
public abstract class EngineContract {
  /** A capability no engine can know. */
  private interface Unheard {}

  protected abstract EngineUnderTest underTest();

  @Test
  public void theEngineServesAtLeastOneNameAndHasASection() {
    assertThat(underTest().engine().names()).as("Engine.names() is never empty").isNotEmpty();
    assertThat(underTest().engine().section())
        .as("Engine.section() is a key of a manifest")
        .matches("[a-z][A-Za-z0-9]*");
  }

  @Test
  public void theNamesAndTheSectionNeverChange() {
    assertThat(underTest().engine().names())
        .as("Engine.names()")
        .isEqualTo(underTest().engine().names());
    assertThat(underTest().engine().section())
        .as("Engine.section()")
        .isEqualTo(underTest().engine().section());
  }

  @Test
  public void anEmptyBlockIsValidForEveryKind() {
    for (Kind kind : List.of(Kind.INSTANCE, Kind.DATABASE, Kind.USER)) {
      assertThat(underTest().engine().validate(kind, Section.empty(path())).problems())
          .as("an absent block of a %s is valid", kind)
          .isEmpty();
    }
  }

  @Test
  public void anUnknownFieldIsInvalidAndNamedByItsPath() {
    for (Kind kind : List.of(Kind.INSTANCE, Kind.DATABASE, Kind.USER)) {
      Section block = Section.of(path(), Map.of("noSuchField", "x"));
      List<Validation.Problem> problems = underTest().engine().validate(kind, block).problems();
      assertThat(problems)
          .as("nothing in the block of a %s is ignored", kind)
          .anySatisfy(
              problem -> {
                assertThat(problem.kind()).isEqualTo(ErrorKind.INVALID);
                assertThat(problem.path())
                    .as("the field at fault")
                    .isEqualTo(path() + ".noSuchField");
                assertThat(problem.message()).as("a sentence for the user").isNotBlank();
              });
    }
  }

  @Test
  public void aKindFromTheFutureIsValid() {
    Section block = Section.of(path(), Map.of("field", "x"));
    assertThat(underTest().engine().validate(new Kind("Unheard"), block).problems())
        .as("sections of kinds that the plugin does not know are valid")
        .isEmpty();
  }

  @Test
  public void validationIsPure() {
    Section block = Section.of(path(), Map.of("noSuchField", "x"));
    assertThat(underTest().engine().validate(Kind.DATABASE, block))
        .as("the same block gives the same answer")
        .isEqualTo(underTest().engine().validate(Kind.DATABASE, block));
  }

  @Test
  public void whatIsWrittenWrongStillMentionsWithoutFailing() {
    Section wrong =
        Section.of(
            path(),
            Map.of("grants", "x", "roles", Map.of("a", 1), "noSuchField", List.of(List.of("y"))));
    for (Kind kind :
        List.of(Kind.DATABASE, Kind.USER, Kind.ROLE, Kind.GRANT, new Kind("Unheard"))) {
      assertThat(underTest().engine().mentions(kind, wrong)).as(kind.toString()).isNotNull();
      assertThat(underTest().engine().mentions(kind, Section.empty(path())).databases())
          .as("an empty block mentions nothing")
          .isEmpty();
    }
  }

  @Test
  public void aServerTellsWhoItIs() {
    try (Session session = open(underTest().endpoint())) {
      ServerInfo info = session.info();
      assertThat(info.version()).as("ServerInfo.version() is never empty").isNotBlank();
      assertThat(info.flavour()).as("ServerInfo.flavour() is lower case").matches("[a-z0-9-]+");
      assertThat(info.readOnly()).as("the server under test takes writes").isFalse();
    }
  }

  @Test
  public void theIdentityOutlivesTheSession() {
    ServerInfo first;
    try (Session session = open(underTest().endpoint())) {
      first = session.info();
    }
    try (Session session = open(underTest().endpoint())) {
      assertThat(session.info().identity())
          .as("the identity stays the same for the life of the server's data")
          .isEqualTo(first.identity());
    }
  }

  @Test
  public void anUnknownCapabilityIsEmpty() {
    try (Session session = open(underTest().endpoint())) {
      assertThat(session.capability(Unheard.class))
          .as("a capability the plugin does not know is empty, not an error")
          .isEmpty();
    }
  }

  @Test
  public void closingTwiceIsClosingOnce() {
    Session session = open(underTest().endpoint());
    session.close();
    session.close();
    EngineException failure = catchThrowableOfType(EngineException.class, session::info);
    assertThat(failure).as("a closed session answers nothing, with an EngineException").isNotNull();
  }

  @Test
  public void aWrongPasswordIsAnAuthenticationErrorThatDoesNotTellIt() {
    String wrong = "Wrong-Pass-4711-word";
    Endpoint good = underTest().endpoint();
    Credentials credentials = new Credentials(good.credentials().username(), SecretText.of(wrong));
    EngineException failure = refused(copy(good, good.host(), good.port(), credentials));
    assertThat(failure.kind())
        .as("a refused login is AUTHENTICATION")
        .isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(Texts.of(failure)).as("no secret in an error").doesNotContain(wrong);
  }

  @Test
  public void aServerThatIsNotThereIsUnreachable() {
    Endpoint good = underTest().endpoint();
    // port 1 is reserved: nothing listens there
    EngineException failure = refused(copy(good, "127.0.0.1", 1, good.credentials()));
    assertThat(failure.kind()).as("no connection is UNREACHABLE").isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(Texts.of(failure))
        .as("no secret in an error")
        .doesNotContain(good.credentials().password().reveal());
  }

  @Test
  public void anUnknownOptionOfTheInstanceIsInvalid() {
    Endpoint good = underTest().endpoint();
    Endpoint endpoint =
        Endpoint.builder(good.engine(), good.host(), good.port(), good.credentials())
            .database(good.database())
            .tls(good.tls())
            .options(Section.of(path(), Map.of("noSuchField", "x")))
            .build();
    EngineException failure = refused(endpoint);
    assertThat(failure.kind()).as("a wrong option is INVALID").isEqualTo(ErrorKind.INVALID);
    assertThat(failure.path()).as("INVALID names the field").contains(path() + ".noSuchField");
  }

  private Session open(Endpoint endpoint) {
    return underTest().engine().open(endpoint, underTest().context());
  }

  private EngineException refused(Endpoint endpoint) {
    EngineException failure =
        catchThrowableOfType(EngineException.class, () -> open(endpoint).close());
    assertThat(failure)
        .as("Engine.open of %s must fail with an EngineException", endpoint)
        .isNotNull();
    return failure;
  }

  private String path() {
    return "spec." + underTest().engine().section();
  }

  private static Endpoint copy(Endpoint of, String host, int port, Credentials credentials) {
    return Endpoint.builder(of.engine(), host, port, credentials)
        .database(of.database())
        .tls(of.tls())
        .options(of.options())
        .build();
  }
}
