package io.dbprovision.jdbc.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbprovision.spi.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a program says, in bounded memory however much that is: its first lines, which tell why it
 * failed, and its last. Secrets are taken out as it is read. Thread-safe.
 */
final class ToolMessages {
  private static final int LINE = 4000;
  private static final int FIRST = 40;
  private static final int LAST = 40;
  private static final String HIDDEN = "[secret]";

  private final List<SecretText> secrets;
  private final Consumer<String> listener;
  private final List<String> first = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();

  ToolMessages(List<SecretText> secrets, Consumer<String> listener) {
    this.secrets = secrets;
    this.listener = listener;
  }

  /** Until its end; a failure is an end too. */
  void read(InputStream stream) {
    StringBuilder line = new StringBuilder();
    try (Reader reader = new InputStreamReader(stream, UTF_8)) {
      char[] buffer = new char[1024];
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            add(line);
          } else if (line.length() < LINE) {
            line.append(buffer[i]);
          }
        }
      }
    } catch (IOException e) {
      // the program was ended
    }
    if (!line.isEmpty()) {
      add(line);
    }
  }

  private void add(StringBuilder characters) {
    String line = characters.toString();
    characters.setLength(0);
    for (SecretText secret : secrets) {
      if (!secret.isEmpty()) {
        line = line.replace(secret.reveal(), HIDDEN);
      }
    }
    line = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
    keep(line);
    listener.accept(line);
  }

  private synchronized void keep(String line) {
    if (first.size() < FIRST) {
      first.add(line);
      return;
    }
    last.addLast(line);
    if (last.size() > LAST) {
      last.removeFirst();
    }
  }

  synchronized List<String> lines() {
    List<String> all = new ArrayList<>(first);
    all.addAll(last);
    return List.copyOf(all);
  }
}
