package io.dbprovision.core.plugin;

/** The source text of an engine, with room for what a test wants it to do. */
record EngineSource(
    String name,
    String constructor,
    String validate,
    String info,
    String plan,
    String members,
    String open) {
  private static final String TEMPLATE =
      """
      package test.@PACKAGE@;

      import io.dbprovision.spi.*;
      import java.util.*;

      public class TheEngine implements Engine {
        @MEMBERS@
        public TheEngine() { @CONSTRUCTOR@ }
        public Set<EngineName> names() { return Set.of(new EngineName("@NAME@")); }
        public String section() { return "@PACKAGE@"; }
        public Validation validate(Kind kind, Section section) { @VALIDATE@ }
        public Session open(Endpoint endpoint, EngineContext context) { @OPEN@ }

        static class TheSession implements Session {
          public ServerInfo info() { @INFO@ }
          public <C> Optional<C> capability(Class<C> type) {
            return type == Databases.class ? Optional.of(type.cast(new TheDatabases())) : Optional.empty();
          }
          public void close() {}
        }

        static class TheDatabases implements Databases {
          public Plan plan(DatabaseSpec desired) { @PLAN@ }
          public Plan removal(DatabaseSpec desired, DropMode mode) { return Plan.builder(false).build(); }
          public Applied apply(Plan plan, Set<ChangeId> chosen) {
            List<ChangeId> done = new ArrayList<>();
            for (Change change : plan.changes()) {
              if (chosen.contains(change.id())) { ((TheChange) change).done(); done.add(change.id()); }
            }
            return Applied.complete(done);
          }
          public Set<String> names() { return new HashSet<>(List.of("a", "b")); }
        }

        record TheChange(String text) implements Change {
          public ChangeId id() { return new ChangeId("make"); }
          public String path() { return "exists"; }
          public String expected() { return "present"; }
          public String actual() { return text; }
          public Risk risk() { return Risk.SAFE; }
          public Cause cause() { return Cause.MISSING; }
          public String summary() { return "make it"; }
          void done() {}
        }
      }
      """;

  EngineSource(String name) {
    this(
        name,
        "",
        "return Validation.ok();",
        "return ServerInfo.builder(\"1\", \"test\").build();",
        "return Plan.builder(false).change(new TheChange(\"missing\")).build();",
        "",
        "return new TheSession();");
  }

  EngineSource constructing(String body) {
    return new EngineSource(name, body, validate, info, plan, members, open);
  }

  EngineSource validating(String body) {
    return new EngineSource(name, constructor, body, info, plan, members, open);
  }

  EngineSource informing(String body) {
    return new EngineSource(name, constructor, validate, body, plan, members, open);
  }

  EngineSource planning(String body) {
    return new EngineSource(name, constructor, validate, info, body, members, open);
  }

  EngineSource having(String declarations) {
    return new EngineSource(name, constructor, validate, info, plan, declarations, open);
  }

  EngineSource opening(String body) {
    return new EngineSource(name, constructor, validate, info, plan, members, body);
  }

  String className() {
    return "test." + name + ".TheEngine";
  }

  String text() {
    return TEMPLATE
        .replace("@PACKAGE@", name)
        .replace("@NAME@", name)
        .replace("@CONSTRUCTOR@", constructor)
        .replace("@VALIDATE@", validate)
        .replace("@INFO@", info)
        .replace("@PLAN@", plan)
        .replace("@OPEN@", open)
        .replace("@MEMBERS@", members);
  }
}
