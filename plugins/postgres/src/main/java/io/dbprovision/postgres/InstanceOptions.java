package io.dbprovision.postgres;

import io.dbprovision.postgres.sql.Wait;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of an instance.
 *
 * @param connectTimeout seconds
 * @param sslMode the least that is asked for; {@code spec.tls} may ask for more
 * @param statementTimeout such as {@code 30s}
 * @param allowedAttributes role attributes beyond the harmless that manifests may ask for
 * @param allowedDatabases that nobody has on record and other namespaces' grants may be about
 * @param allowedRoles roles that manifests may ask membership of, though they reach beyond a tenant
 */
public record InstanceOptions(
    @Nullable String applicationName,
    @Nullable Integer connectTimeout,
    @Nullable TlsMode sslMode,
    @Nullable String statementTimeout,
    List<String> allowedAttributes,
    List<String> allowedDatabases,
    List<String> allowedRoles) {
  private static final Set<String> ATTRIBUTES =
      Set.of("superuser", "replication", "bypassRLS", "createRole");

  public InstanceOptions {
    allowedAttributes = List.copyOf(allowedAttributes);
    allowedDatabases = List.copyOf(allowedDatabases);
    allowedRoles = List.copyOf(allowedRoles);
  }

  static Validation validate(Section section) {
    InstanceOptions options = section.as(InstanceOptions.class);
    Validation found = Validation.ok();
    if (options.connectTimeout != null && options.connectTimeout < 1) {
      found = found.invalid(section.path() + ".connectTimeout", "must be at least 1 second");
    }
    if (options.statementTimeout != null && Wait.parse(options.statementTimeout).isEmpty()) {
      found =
          found.invalid(
              section.path() + ".statementTimeout",
              "must be a number with a unit, such as 500ms, 30s, 5min or 1h");
    }
    for (int i = 0; i < options.allowedAttributes.size(); i++) {
      if (!ATTRIBUTES.contains(options.allowedAttributes.get(i))) {
        found =
            found.invalid(
                section.path() + ".allowedAttributes[" + i + "]",
                "must be one of bypassRLS, createRole, replication, superuser");
      }
    }
    return found;
  }
}
