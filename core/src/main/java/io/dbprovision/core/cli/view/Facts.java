package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.status.Phase;
import io.dbprovision.spi.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The few things worth knowing of an object that is as it should be. */
final class Facts {
  private Facts() {}

  static String of(CustomResource object, Instant now) {
    Kind kind = object.kind().spi();
    List<String> facts = new ArrayList<>();
    if (kind.equals(Kind.INSTANCE)) {
      instance(object, facts);
    } else if (kind.equals(Kind.DATABASE)) {
      named(object, "name", facts);
      size(object.status().object("database"), "sizeBytes", facts);
    } else if (kind.equals(Kind.USER)) {
      named(object, "username", facts);
      object.status().object("secret").text("name").ifPresent(name -> facts.add("Secret " + name));
    } else if (kind.equals(Kind.ROLE)) {
      named(object, "roleName", facts);
    } else if (kind.equals(Kind.BACKUP)) {
      backup(object, now, facts);
    } else if (kind.equals(Kind.RESTORE)) {
      restore(object, facts);
    } else if (!kind.equals(Kind.GRANT)) {
      schedule(object, now, facts);
    }
    return String.join(", ", facts);
  }

  private static void instance(CustomResource object, List<String> facts) {
    Fields connection = object.spec().object("connection");
    facts.add(
        (object.spec().text("engine", "") + " " + object.status().text("version", "")).strip());
    facts.add(connection.text("host", "?") + ":" + connection.number("port", 0));
  }

  /** What it is called on the server, when that is something else. */
  private static void named(CustomResource object, String field, List<String> facts) {
    object.spec().text(field).filter(name -> !name.equals(object.name())).ifPresent(facts::add);
  }

  private static void size(Fields block, String field, List<String> facts) {
    if (block.has(field)) {
      facts.add(Amounts.bytes(block.number(field, 0)));
    }
  }

  private static void backup(CustomResource object, Instant now, List<String> facts) {
    facts.add(object.status().text("phase", Phase.PENDING.toString()).toLowerCase(Locale.ROOT));
    progress(object, facts);
    size(object.status().object("backup"), "compressedSizeBytes", facts);
    if (object.status().object("verification").flag("verified", false)) {
      facts.add("verified");
    }
    State.time(object.status(), "expiresAt")
        .ifPresent(at -> facts.add("expires in " + Amounts.age(at, now)));
  }

  private static void restore(CustomResource object, List<String> facts) {
    facts.add(object.status().text("phase", Phase.PENDING.toString()).toLowerCase(Locale.ROOT));
    progress(object, facts);
    object
        .status()
        .object("restore")
        .text("targetDatabase")
        .or(() -> object.spec().object("target").text("databaseName"))
        .ifPresent(name -> facts.add("as " + name));
  }

  private static void schedule(CustomResource object, Instant now, List<String> facts) {
    facts.add(object.spec().text("schedule", ""));
    State.time(object.status(), "nextBackupTime")
        .ifPresent(at -> facts.add("next in " + Amounts.age(at, now)));
    object
        .status()
        .object("lastBackup")
        .text("status")
        .ifPresent(phase -> facts.add("last " + phase.toLowerCase(Locale.ROOT)));
  }

  private static void progress(CustomResource object, List<String> facts) {
    String shown = Progress.of(object);
    if (!shown.isEmpty()) {
      facts.add(shown);
    }
  }
}
