package io.dbprovision.core.cli;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which database server, and who logs in. Fields are not final because picocli fills them. */
final class ServerOptions {
  private static final String PASSWORD = "DBOPS_PASSWORD";

  @Option(
      names = "--engine",
      required = true,
      paramLabel = "<name>",
      converter = ToEngine.class,
      description = "The engine, as in spec.engine of the instance.")
  private @Nullable EngineName engine;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "<host>",
      description = "Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--port",
      required = true,
      paramLabel = "<n>",
      converter = ToPort.class,
      description = "The server's port.")
  private int port;

  @Option(
      names = "--database",
      defaultValue = "",
      paramLabel = "<name>",
      description = "The maintenance database of the login (default: the engine's own).")
  private String database = "";

  @Option(
      names = "--username",
      required = true,
      paramLabel = "<login>",
      description = "The admin's login.")
  private String username = "";

  @Option(
      names = "--tls-mode",
      defaultValue = "disable",
      paramLabel = "<mode>",
      converter = ToTlsMode.class,
      description = "disable, require, verify-ca or verify-full (default: ${DEFAULT-VALUE}).")
  private TlsMode tlsMode = TlsMode.DISABLE;

  @Option(
      names = "--tls-ca",
      paramLabel = "<file>",
      description = "Trusted certificates, PEM (default: those of this machine).")
  private @Nullable Path tlsCa;

  EngineName engine() {
    return Optional.ofNullable(engine).orElseThrow();
  }

  Endpoint endpoint() throws IOException {
    TlsSettings.Builder tls = TlsSettings.builder(tlsMode);
    if (tlsCa != null) {
      tls.ca(Files.readString(tlsCa));
    }
    String password = System.getenv().getOrDefault(PASSWORD, "");
    return Endpoint.builder(
            engine(), host, port, new Credentials(username, SecretText.of(password)))
        .database(database)
        .tls(tls.build())
        .build();
  }

  /** The engine names fields of an instance's manifest; whoever typed a command knows options. */
  CliException explained(EngineException failure) {
    return new CliException(
        "%s:%d: %s (%s)".formatted(host, port, failure.sentence(), wayOut(failure.kind())),
        failure);
  }

  private static String wayOut(ErrorKind kind) {
    if (System.getenv(PASSWORD) == null) {
      return "the environment variable " + PASSWORD + " is not set; look at the options, too";
    }
    return kind == ErrorKind.AUTHENTICATION
        ? "look at --username and the environment variable " + PASSWORD
        : "look at --host, --port, --database, --tls-mode and --tls-ca";
  }

  static final class ToEngine implements ITypeConverter<EngineName> {
    @Override
    public EngineName convert(String text) {
      try {
        return new EngineName(text);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()), e);
      }
    }
  }

  static final class ToPort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port > 0 && port < 65536) {
          return port;
        }
        throw new NumberFormatException("out of range");
      } catch (NumberFormatException e) {
        throw wrong("'" + text + "' is no port: 1 to 65535", e);
      }
    }
  }

  static final class ToTlsMode implements ITypeConverter<TlsMode> {
    @Override
    public TlsMode convert(String text) {
      return Arrays.stream(TlsMode.values())
          .filter(mode -> spelling(mode).equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s"
                          .formatted(
                              text,
                              Arrays.stream(TlsMode.values())
                                  .map(ToTlsMode::spelling)
                                  .collect(Collectors.joining(", ")))));
    }

    private static String spelling(TlsMode mode) {
      return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static TypeConversionException wrong(String message, Exception cause) {
    TypeConversionException wrong = new TypeConversionException(message);
    wrong.initCause(cause);
    return wrong;
  }
}
