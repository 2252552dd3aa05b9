package io.dbprovision.core.backup.kind;

import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpFormat;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Logins and temporary places in maps; nothing is ever copied here. */
final class FakeCopying {
  private final Writes writes;

  /** By the copy's id. */
  final Map<String, CopyScope> logins = new TreeMap<>();

  /** By the restore's id. */
  final Map<String, RestoreSpec> places = new TreeMap<>();

  /** What was put in its place, by the restore's id. */
  final Map<String, RestoreSpec> completed = new TreeMap<>();

  /** What else the server has of operators' restores. */
  final List<Leftover> leftovers = new ArrayList<>();

  /** What was asked, in order. */
  final List<String> calls = new ArrayList<>();

  boolean canKeepStill = true;
  @Nullable EngineException admitFails;
  @Nullable EngineException dismissFails;
  @Nullable EngineException prepareFails;
  @Nullable EngineException completeFails;
  @Nullable EngineException abandonFails;

  FakeCopying(Writes writes) {
    this.writes = writes;
  }

  LogicalDump dumps() {
    return new Dumps();
  }

  LogicalRestore restores() {
    return new Restores();
  }

  private void call(String name, @Nullable EngineException failure) {
    writes.next();
    calls.add(name);
    if (failure != null) {
      throw failure;
    }
  }

  private static Credentials login(String id) {
    return new Credentials("copy-" + id, SecretText.of("password-of-" + id));
  }

  private final class Dumps implements LogicalDump {
    @Override
    public DumpFormat format(Section block) {
      return new DumpFormat("lines", ".lines");
    }

    @Override
    public Credentials admit(CopyScope scope) {
      call("admit", admitFails);
      logins.put(scope.id(), scope);
      return login(scope.id());
    }

    @Override
    public void dismiss(CopyScope scope) {
      call("dismiss", dismissFails);
      logins.remove(scope.id());
    }

    @Override
    public Dump begin(DumpRequest request) {
      throw new AssertionError("the operator copies nothing");
    }
  }

  private final class Restores implements LogicalRestore {
    @Override
    public RestorePlace prepare(RestoreSpec spec) {
      call("prepare", prepareFails);
      if (spec.database().startsWith("_dbops")) {
        throw EngineException.of(ErrorKind.INVALID, spec.database() + " is reserved");
      }
      if (completed.containsKey(spec.id())) {
        throw new AssertionError("prepared again after it was completed");
      }
      places.put(spec.id(), spec);
      return new RestorePlace("temporary_" + spec.database(), login(spec.id()));
    }

    @Override
    public void complete(RestoreSpec spec) {
      call("complete", completeFails);
      if (!places.containsKey(spec.id()) && !completed.containsKey(spec.id())) {
        throw new AssertionError("completed without a place");
      }
      completed.put(spec.id(), spec);
    }

    @Override
    public void abandon(RestoreSpec spec) {
      call("abandon", abandonFails);
      places.remove(spec.id());
    }

    @Override
    public List<Leftover> leftovers(String cluster, String operator) {
      List<Leftover> all = new ArrayList<>(leftovers);
      places
          .values()
          .forEach(
              spec ->
                  all.add(new Leftover(spec.by().orElseThrow(), "_dbops_r_" + spec.id(), true)));
      return all.stream()
          .filter(one -> one.restore().cluster().equals(cluster))
          .filter(one -> one.restore().operator().equals(operator))
          .toList();
    }

    @Override
    public void abandon(Leftover leftover) {
      call("abandon", abandonFails);
      places.remove(leftover.restore().uid());
    }

    @Override
    public Load begin(LoadRequest request) {
      throw new AssertionError("the operator fills nothing");
    }

    @Override
    public ContentSummary contents(String database) {
      throw new AssertionError("the operator looks into nothing");
    }
  }
}
