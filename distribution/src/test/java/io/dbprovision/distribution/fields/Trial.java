package io.dbprovision.distribution.fields;

import java.time.Duration;
import java.util.List;

/**
 * One field's case: an object, two values of the field, and how their effect is seen. In all texts
 * {@code {n}} stands for a name of this trial alone, and further words in braces for what {@link
 * Site#say} knows. Immutable.
 *
 * @param spec of the object, in YAML, without the field
 * @param first what it has at first and again in the end; {@link #ABSENT} for nothing
 * @param look what is to be seen
 * @param firstSeen what {@code look} returns with the first value
 * @param when under which circumstances this is tried, for fields that depend on some; else empty
 */
record Trial(
    String kind,
    String field,
    String spec,
    Object first,
    Object second,
    Look look,
    String firstSeen,
    String secondSeen,
    String when,
    Setting setting) {
  static final Object ABSENT = new Object();

  /** A value that is no scalar, in YAML. */
  record Yaml(String text) {}

  /** In YAML, the whole block that the field is in: of a value that needs others beside it. */
  record Block(String text) {}

  /** Looks at a server, a Secret or a status. */
  @FunctionalInterface
  interface Look {
    String at(Stage stage);
  }

  /** Does something that the field is about. */
  @FunctionalInterface
  interface Act {
    void on(Stage stage);
  }

  /**
   * What a trial needs beside its object.
   *
   * @param before done once, before the object is there
   * @param act done whenever the object has settled, before it is looked at
   * @param after done when it was looked at
   * @param hold how long what is seen must last
   */
  record Setting(List<Act> before, List<Act> act, List<Act> after, Duration hold) {
    static Setting none() {
      return new Setting(List.of(), List.of(), List.of(), Duration.ZERO);
    }
  }

  static Trial of(String kind, String field, String spec) {
    return new Trial(kind, field, spec, ABSENT, ABSENT, stage -> "", "", "", "", Setting.none());
  }

  Trial values(Object one, Object other) {
    return new Trial(kind, field, spec, one, other, look, firstSeen, secondSeen, when, setting);
  }

  Trial shows(Look by, String one, String other) {
    return new Trial(kind, field, spec, first, second, by, one, other, when, setting);
  }

  Trial when(String circumstances) {
    return new Trial(
        kind, field, spec, first, second, look, firstSeen, secondSeen, circumstances, setting);
  }

  Trial before(Act... acts) {
    return in(new Setting(List.of(acts), setting.act(), setting.after(), setting.hold()));
  }

  Trial doing(Act act) {
    return in(new Setting(setting.before(), List.of(act), setting.after(), setting.hold()));
  }

  Trial after(Act act) {
    return in(new Setting(setting.before(), setting.act(), List.of(act), setting.hold()));
  }

  Trial holding(Duration time) {
    return in(new Setting(setting.before(), setting.act(), setting.after(), time));
  }

  private Trial in(Setting other) {
    return new Trial(kind, field, spec, first, second, look, firstSeen, secondSeen, when, other);
  }

  @Override
  public String toString() {
    return kind + " " + field + (when.isEmpty() ? "" : " (" + when + ")");
  }
}
