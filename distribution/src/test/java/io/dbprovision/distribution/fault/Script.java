package io.dbprovision.distribution.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a dump would restore, as far as two dumps of one content are the same.
 *
 * @param rows by table and columns, the digest of its rows in the order in which they lie
 * @param statements that make tables, keys and indexes; keys and indexes come last in a dump
 */
record Script(SortedMap<String, String> rows, SortedSet<String> statements) {
  private static final Pattern COPY = Pattern.compile("COPY (.+) FROM stdin;");
  private static final Pattern MAKES =
      Pattern.compile("CREATE (TABLE|(UNIQUE )?INDEX) .*| +ADD CONSTRAINT .*");

  static Script of(InputStream sql) throws IOException {
    SortedMap<String, String> rows = new TreeMap<>();
    SortedSet<String> statements = new TreeSet<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(sql, StandardCharsets.ISO_8859_1));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher copy = COPY.matcher(line);
      if (copy.matches()) {
        rows.put(copy.group(1), digest(lines));
      } else if (MAKES.matcher(line).matches()) {
        statements.add(line);
      }
    }
    return new Script(rows, statements);
  }

  private static String digest(BufferedReader lines) throws IOException {
    MessageDigest digest = sha256();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("\\.")) {
        return HexFormat.of().formatHex(digest.digest());
      }
      add(digest, line);
    }
    return "cut";
  }

  /** Rows as the server itself sends them for COPY. */
  static String digestOf(Iterable<String> rows) {
    MessageDigest digest = sha256();
    rows.forEach(row -> add(digest, row));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String line) {
    digest.update(line.getBytes(StandardCharsets.ISO_8859_1));
    digest.update((byte) '\n');
  }

  /** Which tables and statements differ; empty when none does. */
  String difference(Script other) {
    if (equals(other)) {
      return "";
    }
    TreeSet<String> tables = new TreeSet<>();
    for (Map.Entry<String, String> table : rows.entrySet()) {
      if (!table.getValue().equals(other.rows.get(table.getKey()))) {
        tables.add(table.getKey());
      }
    }
    TreeSet<String> missing = new TreeSet<>(statements);
    missing.removeAll(other.statements);
    return "other rows in %s, %d tables instead of %d, without %s"
        .formatted(tables, other.rows.size(), rows.size(), missing);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
