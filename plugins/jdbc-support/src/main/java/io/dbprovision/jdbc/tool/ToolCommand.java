package io.dbprovision.jdbc.tool;

import io.dbprovision.spi.SecretText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to run a client program. Its environment is empty but for what is said here and a plain
 * {@code PATH}: what the operator was started with is none of the program's business. Everybody on
 * the machine may see arguments and environment, so a secret in them is refused.
 */
public final class ToolCommand {
  private static final String PLAIN_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Tool tool;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final @Nullable Path folder;
  private final List<SecretText> secrets;
  private final Consumer<String> listener;

  private ToolCommand(Builder builder) {
    this.tool = builder.tool;
    this.arguments = builder.arguments;
    this.environment = Map.copyOf(builder.environment);
    this.folder = builder.folder;
    this.secrets = builder.secrets;
    this.listener = builder.listener;
  }

  public static Builder of(Tool tool, List<String> arguments) {
    return new Builder(tool, arguments);
  }

  Tool tool() {
    return tool;
  }

  List<String> arguments() {
    return arguments;
  }

  Map<String, String> environment() {
    return environment;
  }

  @Nullable Path folder() {
    return folder;
  }

  List<SecretText> secrets() {
    return secrets;
  }

  Consumer<String> listener() {
    return listener;
  }

  /** Collects the parts. */
  public static final class Builder {
    private final Tool tool;
    private final List<String> arguments;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Path folder;
    private List<SecretText> secrets = List.of();
    private Consumer<String> listener = line -> {};

    private Builder(Tool tool, List<String> arguments) {
      this.tool = Objects.requireNonNull(tool, "tool");
      this.arguments = List.copyOf(arguments);
      environment.put("PATH", PLAIN_PATH);
      // messages are read by the program that reads them: in one language
      environment.put("LC_ALL", "C");
    }

    /** One that must not come from the operator's own environment. */
    public Builder variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Where it runs, and what it takes for its home and its temporary folder. */
    public Builder folder(Path folder) {
      this.folder = folder;
      environment.put("HOME", folder.toString());
      environment.put("TMPDIR", folder.toString());
      return this;
    }

    /** What the program knows and nothing it says may tell. */
    public Builder secrets(SecretText... secrets) {
      this.secrets = List.of(secrets);
      return this;
    }

    /**
     * Hears each line of the program's messages, secrets taken out, at most 4,000 characters of it;
     * called on a thread of its own, must not block.
     */
    public Builder listener(Consumer<String> listener) {
      this.listener = listener;
      return this;
    }

    /**
     * @throws IllegalArgumentException when a secret stands where everybody can read it
     */
    public ToolCommand build() {
      for (SecretText secret : secrets) {
        if (!secret.isEmpty()
            && (arguments.stream().anyMatch(argument -> argument.contains(secret.reveal()))
                || environment.values().stream()
                    .anyMatch(value -> value.contains(secret.reveal())))) {
          throw new IllegalArgumentException("a secret in the arguments or the environment");
        }
      }
      return new ToolCommand(this);
    }
  }
}
