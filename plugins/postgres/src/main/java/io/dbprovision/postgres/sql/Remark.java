package io.dbprovision.postgres.sql;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Remedy;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comment of a server object, taken apart: the user's own text, and our ownership record behind
 * it. Only the very end of a comment counts, so a text that quotes a record is no record.
 *
 * @param text what people wrote; empty for nothing
 * @param record who owns the object; null when nobody is recorded
 * @param unreadable a record is there, of a form this version does not know: hands off
 */
public record Remark(String text, @Nullable Owner record, boolean unreadable) {
  private static final String OPENING = "[dbops:";
  private static final Pattern FIRST_FORM =
      Pattern.compile("1 ([^/ ]*)/([^/ ]*) ([^/ ]*)/([^/ ]*) ([^/ ]*)");

  public static Remark parse(@Nullable String comment) {
    if (comment == null) {
      return new Remark("", null, false);
    }
    int start = comment.lastIndexOf(OPENING);
    if (start < 0 || comment.indexOf(']', start) != comment.length() - 1) {
      return new Remark(comment, null, false);
    }
    int cut = start > 0 && comment.charAt(start - 1) == ' ' ? start - 1 : start;
    String text = comment.substring(0, cut);
    String inner = comment.substring(start + OPENING.length(), comment.length() - 1);
    Matcher form = FIRST_FORM.matcher(inner);
    if (!form.matches()) {
      return new Remark(text, null, true);
    }
    return new Remark(
        text,
        new Owner(
            decode(form.group(1)),
            decode(form.group(2)),
            decode(form.group(3)),
            decode(form.group(4)),
            decode(form.group(5))),
        false);
  }

  /** The whole comment for that text and owner. */
  public static String render(String text, Owner owner) {
    String record =
        "[dbops:1 "
            + encode(owner.cluster())
            + "/"
            + encode(owner.operator())
            + " "
            + encode(owner.namespace())
            + "/"
            + encode(owner.name())
            + " "
            + encode(owner.uid())
            + "]";
    return text.isEmpty() ? record : text + " " + record;
  }

  /** True when someone is on record, readable or not. */
  public boolean owned() {
    return record != null || unreadable;
  }

  public Optional<Owner> owner() {
    return Optional.ofNullable(record);
  }

  public boolean permits(Provenance provenance, Owner self) {
    return !unreadable && provenance.permits(self, record);
  }

  /**
   * @throws EngineException CONFLICT that says who owns it and the way out
   */
  public void require(Provenance provenance, Owner self, String path, String what) {
    if (!permits(provenance, self)) {
      EngineException refused =
          EngineException.at(
              ErrorKind.CONFLICT,
              path,
              what + " exists on the server, " + whose() + "; " + wayOut());
      throw unreadable ? refused : refused.with(Remedy.ADOPT);
    }
  }

  private String whose() {
    if (unreadable) {
      return "recorded by an operator of another version";
    }
    return record == null ? "no owner on record" : "recorded for " + record;
  }

  private String wayOut() {
    return record == null || unreadable
        ? "choose another name, or let this object adopt it"
        : "choose another name";
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }

  private static String decode(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // not written by us: keep it as it is, it will equal nobody
      return part;
    }
  }
}
