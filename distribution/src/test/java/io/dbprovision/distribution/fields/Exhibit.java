package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that is made once and changes no more, such as a backup: many trials compare two of
 * them. In all texts {@code {n}} stands for its name with underscores. Immutable.
 *
 * @param needs what has to be done with before this one is made
 * @param before done once, before the object is there
 * @param after done once, when it is as it was asked for
 */
record Exhibit(
    String kind, String name, String spec, List<Exhibit> needs, List<Act> before, List<Act> after) {

  static Exhibit of(String kind, String name, String spec) {
    return new Exhibit(kind, name, spec, List.of(), List.of(), List.of());
  }

  static Exhibit backup(String name, String spec) {
    return of("DatabaseBackup", name, spec);
  }

  static Exhibit restore(String name, String spec) {
    return of("DatabaseRestore", name, spec);
  }

  Exhibit needing(Exhibit... others) {
    List<Exhibit> all = new ArrayList<>(needs);
    all.addAll(List.of(others));
    return new Exhibit(kind, name, spec, List.copyOf(all), before, after);
  }

  Exhibit before(Act... acts) {
    return new Exhibit(kind, name, spec, needs, List.of(acts), after);
  }

  Exhibit after(Act... acts) {
    return new Exhibit(kind, name, spec, needs, before, List.of(acts));
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
