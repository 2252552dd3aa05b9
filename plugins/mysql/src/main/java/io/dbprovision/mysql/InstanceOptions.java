package io.dbprovision.mysql;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.mysql} of an instance.
 *
 * @param charset of the connections; there is one that holds every text, and no other is used
 * @param parseTime whether dates are read as dates, which they always are
 * @param readTimeout such as {@code 30s}; the longest a statement may run
 * @param timeout such as {@code 10s}; how long to wait for a connection
 * @param writeTimeout such as {@code 30s}; the network waits for the longer of the two
 * @param tls the least that is asked for; {@code spec.tls} may ask for more
 * @param allowedPrivileges on the whole server that manifests may ask for
 * @param allowedDatabases that nobody has on record and other namespaces' grants may be about
 * @param allowedRoles that manifests may ask membership of, though they reach beyond a tenant
 */
public record InstanceOptions(
    @Nullable String charset,
    @Nullable String collation,
    @Nullable Boolean parseTime,
    @Nullable String readTimeout,
    @Nullable String timeout,
    @Nullable String tls,
    @Nullable String writeTimeout,
    List<String> allowedPrivileges,
    List<String> allowedDatabases,
    List<String> allowedRoles) {
  private static final Pattern PRIVILEGE = Pattern.compile("[A-Z][A-Z_ ]{0,99}");

  private static final String CHARSET = "utf8mb4";
  private static final String COLLATION = "utf8mb4_unicode_ci";
  private static final Pattern OF_CHARSET =
      Pattern.compile("utf8mb4_[A-Za-z0-9_]{1,50}|uca1400_[A-Za-z0-9_]{1,50}");

  /** Neither of the last two checks the certificate: the verifying modes are spec.tls's. */
  private static final Map<String, TlsMode> MODES =
      Map.of(
          "disabled", TlsMode.DISABLE,
          "preferred", TlsMode.PREFER,
          "required", TlsMode.REQUIRE,
          "skip-verify", TlsMode.REQUIRE);

  public InstanceOptions {
    allowedPrivileges = List.copyOf(allowedPrivileges);
    allowedDatabases = List.copyOf(allowedDatabases);
    allowedRoles = List.copyOf(allowedRoles);
  }

  static Validation validate(Section section) {
    InstanceOptions options = section.as(InstanceOptions.class);
    String path = section.path();
    Validation found = Validation.ok();
    if (options.charset != null && !options.charset.toLowerCase(Locale.ROOT).equals(CHARSET)) {
      found =
          found.unsupported(
              path + ".charset", "connections use utf8mb4, which holds every text; leave it out");
    }
    if (Boolean.FALSE.equals(options.parseTime)) {
      found = found.unsupported(path + ".parseTime", "dates are always read as dates");
    }
    if (options.collation != null && !OF_CHARSET.matcher(options.collation).matches()) {
      found = found.invalid(path + ".collation", "must be a collation of utf8mb4");
    }
    if (options.tls != null && !MODES.containsKey(options.tls)) {
      found =
          found.invalid(path + ".tls", "must be one of disabled, preferred, required, skip-verify");
    }
    for (int i = 0; i < options.allowedPrivileges.size(); i++) {
      if (!PRIVILEGE.matcher(options.allowedPrivileges.get(i)).matches()) {
        found =
            found.invalid(
                path + ".allowedPrivileges[" + i + "]",
                "must be a privilege in capital letters, such as PROCESS, or ALL");
      }
    }
    found = duration(found, path + ".readTimeout", options.readTimeout);
    found = duration(found, path + ".timeout", options.timeout);
    return duration(found, path + ".writeTimeout", options.writeTimeout);
  }

  private static Validation duration(Validation found, String path, @Nullable String text) {
    return text == null || Durations.parse(text).isPresent()
        ? found
        : found.invalid(path, "must be a duration such as 500ms, 30s or 1m30s");
  }

  String collationName() {
    return collation == null ? COLLATION : collation;
  }

  /** Where nothing is said TLS is preferred, as the servers' own clients do. */
  TlsMode mode() {
    return tls == null ? TlsMode.PREFER : MODES.getOrDefault(tls, TlsMode.PREFER);
  }

  Duration connect(Duration usual) {
    return timeout == null ? usual : Durations.parse(timeout).orElse(usual);
  }

  Duration read(Duration usual) {
    return readTimeout == null ? usual : Durations.parse(readTimeout).orElse(usual);
  }

  Duration write(Duration usual) {
    return writeTimeout == null ? usual : Durations.parse(writeTimeout).orElse(usual);
  }
}
