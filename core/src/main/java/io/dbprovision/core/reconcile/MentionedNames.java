package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.Engines;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.Section;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names inside a server that manifests mention, in their own fields or, as their engine tells it,
 * in its block: with them, whoever waits for a name is woken when it appears. Thread-safe.
 */
final class MentionedNames {
  /** Index of the objects that have a name on a server. */
  static final String INDEX = "nameOnServer";

  /** Index of databases by the logins and roles of {@link #given}. */
  static final String GIVEN = "givenOnServer";

  /** Of objects that nobody tells us the end of, answers must not pile up for ever. */
  private static final int MOST = 200_000;

  private final Collection<Engine> engines;
  private final Map<ResourceKey, Answer> answers = new ConcurrentHashMap<>();

  /** What was said of an object that looked like this. */
  private record Answer(Fields spec, Fields status, Mentions mentions) {
    /** The very same: to compare them field by field takes longer than to ask again. */
    @SuppressWarnings("ReferenceEquality")
    boolean isAbout(CustomResource resource) {
      return spec == resource.spec() && (status == resource.status() || !isDatabase(resource));
    }
  }

  @Inject
  MentionedNames(Engines engines) {
    this(engines.all());
  }

  MentionedNames(Collection<Engine> engines) {
    this.engines = engines;
  }

  static String onServer(ResourceKey instance, String name) {
    return instance + " " + name;
  }

  /** What grants may call a database. */
  static Set<String> of(CustomResource database, Optional<CustomResource> instance) {
    String name = database.spec().text("name", "");
    boolean home =
        instance
            .flatMap(one -> one.spec().object("connection").text("database"))
            .filter(name::equals)
            .isPresent();
    return home ? Set.of(name, "") : Set.of(name);
  }

  /** Databases that a grant's or a role's entries are about. */
  Set<String> databases(CustomResource resource) {
    Set<String> names = new TreeSet<>(databasesOrHome(resource));
    names.remove("");
    return names;
  }

  /** The same, with the empty name where an entry is about the database of the connection. */
  Set<String> databasesOrHome(CustomResource resource) {
    return mentions(resource).databases();
  }

  /** Logins and roles that an object wants to belong to, be owned by, or speak for. */
  Set<String> roles(CustomResource resource) {
    Set<String> names = new TreeSet<>(mentions(resource).roles());
    resource.spec().text("owner").ifPresent(names::add);
    names.addAll(resource.spec().texts("roles"));
    names.remove("");
    return names;
  }

  /** Logins and roles that a database makes, made, or gives something to. */
  Set<String> given(CustomResource database) {
    return mentions(database).given();
  }

  /** All privileges that a grant gives on anything, sorted. */
  Set<String> privileges(CustomResource grant) {
    return mentions(grant).privileges();
  }

  /** The object is gone. */
  void forget(ResourceKey key) {
    answers.remove(key);
  }

  private Mentions mentions(CustomResource resource) {
    Answer known = answers.get(resource.key());
    if (known != null && known.isAbout(resource)) {
      return known.mentions();
    }
    if (answers.size() >= MOST) {
      answers.clear();
    }
    Mentions mentions = asked(resource);
    answers.put(resource.key(), new Answer(resource.spec(), resource.status(), mentions));
    return mentions;
  }

  private Mentions asked(CustomResource resource) {
    Mentions.Builder all = Mentions.builder();
    for (Engine engine : engines) {
      String key = engine.section();
      if (resource.spec().has(key)) {
        ask(engine, resource, Section.of("spec." + key, resource.spec().object(key).values()), all);
      }
      // what was made under another name than the manifest's has this one still
      if (isDatabase(resource) && resource.status().has(key)) {
        Fields status = resource.status().object(key);
        ask(engine, resource, Section.of("status." + key, status.values()), all);
      }
    }
    return all.build();
  }

  private static boolean isDatabase(CustomResource resource) {
    return resource.kind().spi().equals(Kind.DATABASE);
  }

  private static void ask(
      Engine engine, CustomResource resource, Section section, Mentions.Builder all) {
    try {
      Mentions told = engine.mentions(resource.kind().spi(), section);
      all.databases(told.databases())
          .roles(told.roles())
          .given(told.given())
          .privileges(told.privileges());
    } catch (EngineException e) {
      // a plugin that fails here is told of by its guard; polling finds what nobody is woken for
    }
  }
}
