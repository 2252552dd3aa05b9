package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose rights a copy's login has: who has that login has them on the whole server. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class LentRolesTest extends CopyScene {
  LentRolesTest(int major, @TempDir Path folder) {
    super(major, folder);
  }

  @Test
  void aRoleOfAnotherTenantOrWithRightsElsewhereIsLentToNoCopy() {
    String name = owned("copy_lent");
    String other = owned("copy_lent_other");
    Owner neighbour = new Owner("cluster-1", "default", "team-b", "lent", "uid-lent");
    UserSpec user =
        UserSpec.builder("lent_neighbour", neighbour)
            .section(Section.empty("spec.postgres"))
            .password(SecretText.of(Lab.PASSWORD), true)
            .build();
    Lab.converge(admin.users(), user);
    server.execute(
        "postgres",
        "SET ROLE " + server.admin().username(),
        "CREATE ROLE lent_here",
        "CREATE ROLE lent_wide");
    try {
      server.execute(
          name,
          "CREATE TABLE public.a (id int); ALTER TABLE public.a OWNER TO lent_here",
          "CREATE TABLE public.b (id int); ALTER TABLE public.b OWNER TO lent_wide",
          "CREATE TABLE public.c (id int); ALTER TABLE public.c OWNER TO lent_neighbour");
      server.execute(
          other, "CREATE TABLE public.d (id int); GRANT SELECT ON public.d TO lent_wide");
      Section block = CopyDesk.block(Map.of("excludeTables", List.of("public.b", "public.c")));
      CopyScope scope = desk.scope(name, block);
      Credentials login = desk.dumps().admit(scope);
      assertThat(
              server.ask(
                  "postgres",
                  "SELECT r FROM unnest(ARRAY['lent_here', 'lent_wide', 'lent_neighbour']) r"
                      + " WHERE pg_has_role('%s', r, 'USAGE')".formatted(login.username())))
          .containsExactly("lent_here");
      desk.dumps().dismiss(scope);
      EngineException refused = Lab.failure(() -> desk.dumps().admit(desk.scope(name, NONE)));
      assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.getMessage()).contains("public.b").contains("public.c");
    } finally {
      server.execute(name, "DROP TABLE public.a, public.b, public.c");
      server.execute(other, "DROP TABLE public.d");
      server.execute("postgres", "DROP ROLE lent_here", "DROP ROLE lent_wide");
      Lab.remove(admin.users(), user, DropMode.FORCE);
    }
  }
}
