package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.cli.explain.Commands;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.core.status.Phase;
import io.dbprovision.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something that changes for an object when this operator takes it over.
 *
 * @param harm whether it stops working, or loses something, unless somebody acts before
 * @param remedy what to do before; may be empty
 */
record Takeover(boolean harm, String sentence, String remedy) {
  /** Rights beyond a tenant, which an instance has to allow by these names. */
  private static final List<String> ATTRIBUTES =
      List.of("superuser", "replication", "bypassRLS", "createRole");

  Takeover {
    Objects.requireNonNull(sentence, "sentence");
    Objects.requireNonNull(remedy, "remedy");
  }

  static List<Takeover> of(CustomResource object, Resources resources, Set<String> engines) {
    List<Takeover> found = new ArrayList<>();
    Kind kind = object.kind().spi();
    if (object.deleting()) {
      found.add(
          new Takeover(
              true,
              "it is being deleted, and that goes on: what it made is dropped by its deletion policy",
              Gates.paused(object)
                  ? ""
                  : Commands.annotate(object.key(), Keys.PAUSE_RECONCILE, "true")));
    }
    if (kind.equals(Kind.INSTANCE)) {
      instance(object, engines, found);
    } else if (kind.equals(Kind.BACKUP)) {
      backup(object, found);
    } else if (kind.equals(Kind.RESTORE)) {
      running(object, found);
    } else if (kind.equals(Kind.DATABASE)
        || kind.equals(Kind.USER)
        || kind.equals(Kind.ROLE)
        || kind.equals(Kind.GRANT)) {
      managed(object, resources, found);
    } else {
      schedule(object, found);
    }
    return found;
  }

  private static void instance(CustomResource object, Set<String> engines, List<Takeover> found) {
    String engine = object.spec().text("engine", "");
    if (!engines.contains(engine)) {
      found.add(
          new Takeover(
              true,
              "no plugin serves the engine %s: all that is on it is left alone and not Ready"
                  .formatted(engine),
              "stay with the earlier operator for it, or add a plugin: dbops plugins"));
    }
  }

  private static void managed(CustomResource object, Resources resources, List<Takeover> found) {
    if (!object.kind().spi().equals(Kind.GRANT) && MadeOn.changedBefore(object)) {
      found.add(
          new Takeover(
              true,
              "its manifest changed after the earlier operator last looked, so that its status proves nothing: Conflict",
              Commands.annotate(object.key(), Keys.ADOPT, "true")));
    }
    if (object.status().text("phase", "").equals(Phase.FAILED.toString())) {
      found.add(
          new Takeover(
              false,
              "the earlier operator did not get it Ready; this one tries: "
                  + object.status().text("message", "no message"),
              "kubectl dbops explain, after the switch"));
    }
    if (object.kind().spi().equals(Kind.USER)) {
      user(object, found);
    }
    Refs.instance(object)
        .or(() -> Refs.grantee(object).flatMap(resources::get).flatMap(Refs::instance))
        .flatMap(resources::get)
        .ifPresent(server -> refused(object, server, found));
  }

  private static void user(CustomResource object, List<Takeover> found) {
    String token = object.metadata().annotations().getOrDefault(Keys.ROTATE_PASSWORD, "");
    if (!token.isEmpty() && !token.equals("false")) {
      found.add(
          new Takeover(
              false,
              "it is annotated with rotate-password=%s: that counts as done, its password stays"
                  .formatted(token),
              "give the annotation another value, after the switch, to have it rotated"));
    }
    Fields rotation = object.spec().object("passwordRotation");
    if (rotation.flag("enabled", false)) {
      found.add(
          new Takeover(
              false,
              "passwordRotation is carried out from now on, with the strategy %s"
                  .formatted(rotation.text("strategy", "role-inheritance")),
              "set enabled to false to keep the login as it is"));
    }
    String format = object.spec().object("passwordSecret").text("format", "kubernetes");
    if (!format.equals("kubernetes")) {
      found.add(new Takeover(false, "passwordSecret.format %s is left out".formatted(format), ""));
    }
  }

  /** What only an instance may allow, in the section of its engine. */
  private static void refused(CustomResource object, CustomResource server, List<Takeover> found) {
    for (String section : object.spec().values().keySet()) {
      Fields asked = object.spec().object(section);
      Fields allowed = server.spec().object(section);
      for (String attribute : ATTRIBUTES) {
        if (asked.flag(attribute, false)
            && !allowed.texts("allowedAttributes").contains(attribute)) {
          found.add(
              new Takeover(
                  true,
                  "spec.%s.%s is refused: no tenant has it unless the instance says so"
                      .formatted(section, attribute),
                  "list it in spec.%s.allowedAttributes of %s".formatted(section, server.key())));
        }
      }
      boolean global =
          Stream.concat(
                  asked.objects("grants").stream(),
                  asked.object("grants").objects("grants").stream())
              .anyMatch(entry -> entry.text("level", "").equals("global"));
      if (global && allowed.texts("allowedPrivileges").isEmpty()) {
        found.add(
            new Takeover(
                false,
                "its grants with level global are refused from now on; what was given before stays in effect",
                "list the privileges in spec.%s.allowedPrivileges of %s"
                    .formatted(section, server.key())));
      }
    }
  }

  private static void backup(CustomResource object, List<Takeover> found) {
    running(object, found);
    object
        .status()
        .text("expiresAt")
        .ifPresent(
            at ->
                found.add(
                    new Takeover(
                        false,
                        "it expires at %s: it is deleted then, or at the switch, with what is stored"
                            .formatted(at),
                        "")));
    Fields encryption = object.spec().object("encryption");
    if (encryption.flag("enabled", false)
        && encryption.text("algorithm", "").equals("aes-256-cbc")) {
      found.add(
          new Takeover(
              false,
              "nothing tells whether its file was changed",
              "to restore it, set confirmation.acknowledgeUnverifiedFile: true"));
    }
  }

  private static void running(CustomResource object, List<Takeover> found) {
    if (object.status().text("phase", "").equals(Phase.RUNNING.toString())) {
      found.add(
          new Takeover(
              true,
              "it is Running, and becomes Failed",
              "wait until it is over before you switch"));
    }
  }

  private static void schedule(CustomResource object, List<Takeover> found) {
    if (!object.spec().flag("paused", false)) {
      boolean removes = !object.spec().object("retention").isEmpty();
      found.add(
          new Takeover(
              false,
              "it fires from the switch on at the times of %s%s"
                  .formatted(
                      object.spec().text("schedule", "?"),
                      removes ? ", and removes what its retention does not keep" : ""),
              removes ? "look at spec.retention first, or set spec.paused" : ""));
    }
  }
}
