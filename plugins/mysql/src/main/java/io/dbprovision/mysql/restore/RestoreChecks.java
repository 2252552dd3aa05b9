package io.dbprovision.mysql.restore;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;

/** What can be said of a restore's block without looking at a server. */
public final class RestoreChecks {
  private RestoreChecks() {}

  /** Every field can be had; the ones that only some servers can do are told of by warnings. */
  public static Validation validate(Section section) {
    section.as(RestoreOptions.class);
    return Validation.ok();
  }
}
