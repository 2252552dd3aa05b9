package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a login must come by, in full. A text that is not asked for is empty.
 *
 * @param issuer of its certificate, as the server compares it: character by character
 */
record Requirement(Transport transport, String issuer, String subject, String cipher) {
  private static final Requirement NONE = of(Transport.ANY);

  static Requirement of(Transport transport) {
    return new Requirement(transport, "", "", "");
  }

  /** What the manifest insists on; empty when it leaves that to others. */
  static Optional<Requirement> asked(UserOptions options) {
    Requirement specified =
        new Requirement(
            Transport.SPECIFIED,
            Objects.requireNonNullElse(options.requireIssuer(), ""),
            Objects.requireNonNullElse(options.requireSubject(), ""),
            Objects.requireNonNullElse(options.requireCipher(), ""));
    return specified.fields().isEmpty()
        ? plain(options).map(Requirement::of)
        : Optional.of(specified);
  }

  /** When nothing of the certificate or the cipher is asked for. */
  static Requirement without(UserOptions options) {
    return plain(options).map(Requirement::of).orElse(NONE);
  }

  private static Optional<Transport> plain(UserOptions options) {
    if (Boolean.TRUE.equals(options.requireX509())) {
      return Optional.of(Transport.X509);
    }
    if (Boolean.TRUE.equals(options.requireSSL())) {
      return Optional.of(Transport.SSL);
    }
    return options.requireSSL() == null && options.requireX509() == null
        ? Optional.empty()
        : Optional.of(Transport.ANY);
  }

  boolean specified() {
    return transport == Transport.SPECIFIED;
  }

  /**
   * Whether what is there is enough. What others ask for by issuer, subject or cipher is more than
   * we ask for with less.
   */
  boolean satisfies(Requirement asked) {
    return asked.specified() ? equals(asked) : transport.satisfies(asked.transport);
  }

  /** The field that a difference is charged to. */
  String field(Requirement found) {
    if (!specified()) {
      return transport == Transport.X509 ? "requireX509" : "requireSSL";
    }
    if (!issuer.equals(found.issuer)) {
      return "requireIssuer";
    }
    return subject.equals(found.subject) ? "requireCipher" : "requireSubject";
  }

  /** The fields that it is made of. */
  List<String> fields() {
    List<String> fields = new ArrayList<>();
    add(fields, "requireIssuer", issuer);
    add(fields, "requireSubject", subject);
    add(fields, "requireCipher", cipher);
    return List.copyOf(fields);
  }

  private static void add(List<String> fields, String field, String text) {
    if (!text.isEmpty()) {
      fields.add(field);
    }
  }

  /** What comes behind REQUIRE. */
  SqlText clause() {
    if (!specified()) {
      return transport.word;
    }
    List<SqlText> parts = new ArrayList<>();
    if (!issuer.isEmpty()) {
      parts.add(SqlText.of("ISSUER {}", MY.literal(issuer)));
    }
    if (!subject.isEmpty()) {
      parts.add(SqlText.of("SUBJECT {}", MY.literal(subject)));
    }
    if (!cipher.isEmpty()) {
      parts.add(SqlText.of("CIPHER {}", MY.literal(cipher)));
    }
    return SqlText.join(" AND ", parts);
  }

  /** For people. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(transport.toString());
    add(parts, "issuer " + issuer, issuer);
    add(parts, "subject " + subject, subject);
    add(parts, "cipher " + cipher, cipher);
    return String.join(", ", parts);
  }
}
