package io.dbprovision.mysql.change;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One difference and how to make it disappear.
 *
 * @param field the manifest's field that asks for it: charged with a failure
 * @param claimOrNull which of the plan's claims it puts in effect
 */
public record MyChange(
    ChangeId id,
    String path,
    String expected,
    String actual,
    Risk risk,
    Cause cause,
    String summary,
    String field,
    Subject subject,
    Step step,
    @Nullable ChangeId claimOrNull)
    implements Change {

  @Override
  public Optional<ChangeId> claim() {
    return Optional.ofNullable(claimOrNull);
  }

  /** Starts a change that is harmless and differs; say what is not so. */
  public static Builder of(Subject subject, String path) {
    return new Builder(subject, path);
  }

  /** Without the step, which may hold what must not be printed. */
  @Override
  public String toString() {
    return "MyChange[" + id + " of " + subject.name() + "]";
  }

  /** Collects a change. */
  public static final class Builder {
    private final Subject subject;
    private final String path;
    private String id;
    private String field;
    private String expected = "";
    private String actual = "";
    private Risk risk = Risk.SAFE;
    private Cause cause = Cause.DIFFERS;
    private @Nullable ChangeId claim;

    private Builder(Subject subject, String path) {
      this.subject = subject;
      this.path = path;
      this.id = path;
      this.field = subject.field();
    }

    /** For paths that occur more than once in a plan. */
    public Builder id(String value) {
      this.id = value;
      return this;
    }

    public Builder field(String value) {
      this.field = value;
      return this;
    }

    public Builder values(Object wanted, Object found) {
      this.expected = String.valueOf(wanted);
      this.actual = String.valueOf(found);
      return this;
    }

    public Builder risk(Risk value) {
      this.risk = value;
      return this;
    }

    public Builder cause(Cause value) {
      this.cause = value;
      return this;
    }

    /** Which of the plan's claims it puts in effect. */
    public Builder claim(ChangeId value) {
      this.claim = value;
      return this;
    }

    public MyChange build(String summary, Step step) {
      return new MyChange(
          new ChangeId(id),
          path,
          expected,
          actual,
          risk,
          cause,
          summary,
          field,
          subject,
          step,
          claim);
    }
  }
}
