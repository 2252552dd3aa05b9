package io.dbprovision.postgres.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseGiftsTest {
  private static final Map<String, Object> ENTRY =
      Map.of("role", "app", "schema", "s", "objectType", "tables", "privileges", List.of("SELECT"));

  private final DatabaseSpec.Builder database =
      DatabaseSpec.builder("shop", new Owner("c", "i", "ns", "shop", "uid"))
          .databaseOwner("app")
          .section(Section.of("spec.postgres", Map.of("defaultPrivileges", List.of(ENTRY))));

  @Test
  void whatALoginIsGivenThatTakesTurnsIsGivenToTheRole() {
    DatabaseSpec shared = database.groups(Map.of("app", "svc_app")).build();
    assertThat(DatabaseGifts.to("app", shared)).isEmpty();
    assertThat(DatabaseGifts.to("svc_app", shared))
        .extracting(GrantOptions.Default::grantedBy, GrantOptions.Default::privileges)
        .containsExactly(tuple("svc_app", List.of("SELECT")));
  }

  @Test
  void anyOtherOneIsItself() {
    assertThat(DatabaseGifts.to("app", database.build()))
        .extracting(GrantOptions.Default::grantedBy)
        .containsExactly("app");
  }
}
