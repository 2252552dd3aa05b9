package io.dbprovision.mysql.grant;

import java.util.List;

/** {@code spec.mysql} of a grant. */
record GrantOptions(List<GrantEntry> grants, List<String> roles) {
  GrantOptions {
    grants = List.copyOf(grants);
    roles = List.copyOf(roles);
  }
}
