package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.spi.Cause;
import java.util.Comparator;

/**
 * A change with what decides its place in a plan. Neighbours run in one transaction, so changes of
 * one database stand together; taking comes before giving; and since nothing after a failure is
 * tried, what is sure to fail comes last.
 */
record Staged(Stage stage, Target target, Cause cause, boolean option, PgChange change) {
  /** In this order. */
  enum Stage {
    INSIDE,
    DATABASES,
    ROLES,
    REFUSED,
    AWAITED;

    static Stage of(Sort sort) {
      return sort.inside() ? INSIDE : sort == Sort.DATABASE ? DATABASES : ROLES;
    }
  }

  static final Comparator<Staged> ORDER =
      Comparator.comparing(Staged::stage)
          .thenComparing(one -> one.target().database())
          .thenComparing(one -> !one.takes())
          .thenComparing(one -> one.target().sort())
          // to be passed on, it must be there; to go, it must no longer be passed on
          .thenComparing(one -> one.takes() != one.option());

  private boolean takes() {
    return cause == Cause.EXTRA || cause == Cause.REMOVAL;
  }
}
