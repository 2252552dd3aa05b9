package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Health;
import io.dbprovision.core.cli.view.KindNames;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Optional;

/** The way out of each reason, with the commands. */
final class Advice {
  private static final String LOG =
      "kubectl logs -n db-provision-operator-system -l control-plane=controller-manager --tail=200";

  private Advice() {}

  /** About something that is referred to and is not there. */
  static Remedy absent(String field, ResourceKey key) {
    return Remedy.of(
        "%s does not exist: make it, or correct %s of what refers to it".formatted(key, field),
        "kubectl get %s%s"
            .formatted(
                key.kind().plural(), key.namespace().isEmpty() ? "" : " -n " + key.namespace()));
  }

  /** About a role that a manifest names as the server does. */
  static Remedy unmade(String role, CustomResource object) {
    return Remedy.of(
        "No DatabaseUser or DatabaseRole%s makes the role %s: write one, make the role on the server, or take it out of the manifest; it goes on by itself"
            .formatted(
                object.namespace().isEmpty() ? "" : " of namespace " + object.namespace(), role),
        Commands.kubectl("edit", object.key()));
  }

  /**
   * @param waits for another object that is told of as well
   */
  static List<Remedy> of(CustomResource object, State state, boolean waits) {
    ResourceKey key = object.key();
    if (Gates.paused(object)) {
      String gate =
          object.metadata().flagged(Keys.PAUSE_RECONCILE)
              ? Keys.PAUSE_RECONCILE
              : Keys.SKIP_RECONCILE;
      return List.of(
          Remedy.of(
              "Nothing is done for %s as long as it has the annotation %s: take it off"
                  .formatted(key, gate),
              Commands.withoutAnnotation(key, gate)));
    }
    Optional<Remedy> deletion = DeletionAdvice.of(object, state);
    if (deletion.isPresent()) {
      return List.of(deletion.get());
    }
    return switch (state.reason()) {
      case State.NOT_SEEN, State.OUTDATED -> List.of(unseen(object));
      case Reasons.DEPENDENCY_NOT_READY, Reasons.RECONCILING, Reasons.CREATING ->
          waits || (state.health() == Health.WAITING && running(object))
              ? List.of()
              : List.of(Remedy.of("It goes on by itself as soon as that is so"));
      case Reasons.AWAITING_APPROVAL -> List.of(approval(object));
      case Reasons.CONFLICT -> List.of(conflict(object));
      case Reasons.DRIFT_DETECTED -> List.of(drift(object));
      case Reasons.INVALID_SPEC, Reasons.INIT_SQL_FAILED, Reasons.VALIDATION_FAILED ->
          List.of(manifest(object));
      case Reasons.UNSUPPORTED ->
          List.of(
              Remedy.of(
                  "Leave out the field that the message names, or see which plugins are there",
                  Commands.kubectl("edit", key)));
      case Reasons.AUTHENTICATION_FAILED -> List.of(login(object, waits));
      case Reasons.UNREACHABLE, Reasons.TIMEOUT, Reasons.CONNECTION_FAILED ->
          waits ? List.of() : List.of(address(object));
      case Reasons.SERVER_CHANGED, Reasons.MASS_LOSS, Reasons.MASS_DELETION ->
          List.of(brake(object, state));
      case Reasons.PERMISSION_DENIED ->
          List.of(
              Remedy.of(
                  "The message names the privilege, the annotation or the field that is missing",
                  Commands.kubectl("edit", key)));
      case Reasons.BACKUP_FAILED, Reasons.RESTORE_FAILED, Reasons.DEADLINE_EXCEEDED ->
          List.of(again(object));
      default ->
          waits
              ? List.of()
              : List.of(
                  Remedy.of(
                      "See the message above; more is in the operator's log, in the lines with %s"
                          .formatted(key.path()),
                      LOG));
    };
  }

  private static boolean running(CustomResource object) {
    return object.status().text("phase", "").equals(Phase.RUNNING.toString());
  }

  private static Remedy unseen(CustomResource object) {
    String id = object.metadata().labels().getOrDefault(Keys.OPERATOR_INSTANCE_ID, "default");
    return Remedy.of(
        "An operator with --instance-id=%s that watches %s has to run and to lead: look at its pods and its log"
            .formatted(
                id,
                object.namespace().isEmpty()
                    ? "the whole cluster"
                    : "namespace " + object.namespace()),
        "kubectl get pods -A -l control-plane=controller-manager",
        LOG);
  }

  private static Remedy approval(CustomResource object) {
    String hash = object.status().object("plan").text("hash", "HASH");
    return Remedy.of(
        "%s shows what it would change, and waits for a yes to exactly that"
            .formatted(object.key()),
        Commands.annotate(object.key(), Keys.APPROVE_PLAN, hash));
  }

  private static Remedy conflict(CustomResource object) {
    Kind kind = object.kind().spi();
    boolean adoptable =
        kind.equals(Kind.DATABASE) || kind.equals(Kind.USER) || kind.equals(Kind.ROLE);
    return adoptable
        ? Remedy.of(
            "It is on the server already and somebody else's: choose another name, or adopt it if it is meant",
            "kubectl dbops adopt %s%s".formatted(word(object.key()), place(object.key())))
        : Remedy.of(
            "Two of them ask for what cannot both be: the message says which",
            Commands.kubectl("edit", object.key()));
  }

  private static Remedy drift(CustomResource object) {
    boolean destructive =
        object.status().object("drift").objects("diffs").stream()
            .anyMatch(diff -> diff.flag("destructive", false));
    String correct =
        Commands.kubectl(
            "patch",
            object.key(),
            "--type=merge",
            "-p",
            "{\"spec\":{\"driftPolicy\":{\"mode\":\"correct\"}}}");
    return destructive
        ? Remedy.of(
            "Somebody changed the server. Change the manifest if that is meant; else have it put right, which may lose something, so it takes both",
            correct,
            Commands.annotate(object.key(), Keys.ALLOW_DESTRUCTIVE_DRIFT, "true"))
        : Remedy.of(
            "Somebody changed the server. Change the manifest if that is meant; else have it put right",
            correct);
  }

  private static Remedy manifest(CustomResource object) {
    return object.kind().spi().equals(Kind.RESTORE) || object.kind().spi().equals(Kind.BACKUP)
        ? again(object)
        : Remedy.of(
            "Correct what the message names in the manifest of %s".formatted(object.key()),
            Commands.kubectl("edit", object.key()));
  }

  private static Remedy login(CustomResource object, boolean waits) {
    Optional<CrossRef> secret =
        object.kind().spi().equals(Kind.INSTANCE) ? CrossRefs.admin(object) : Optional.empty();
    return secret
        .map(
            ref ->
                Remedy.of(
                    "The server refuses the login in the Secret %s of namespace %s: correct it there; it goes on by itself"
                        .formatted(ref.name(), ref.namespace()),
                    "kubectl edit secret %s -n %s"
                        .formatted(Commands.quoted(ref.name()), Commands.quoted(ref.namespace()))))
        .orElseGet(
            () ->
                Remedy.of(
                    waits
                        ? "Its instance says which login is refused"
                        : "Correct the Secret that the message names; it goes on by itself"));
  }

  private static Remedy address(CustomResource object) {
    Fields connection = object.spec().object("connection");
    return object.kind().spi().equals(Kind.INSTANCE)
        ? Remedy.of(
            "The server at %s:%d has to answer the operator: look at host and port, network policies and TLS; it goes on by itself"
                .formatted(connection.text("host", "?"), connection.number("port", 0)),
            Commands.kubectl("edit", object.key()))
        : Remedy.of("It is tried again every minute, and when its instance is Ready again");
  }

  private static Remedy brake(CustomResource object, State state) {
    boolean instance = object.kind().spi().equals(Kind.INSTANCE);
    if (!instance || state.reason().equals(Reasons.SERVER_CHANGED)) {
      return Remedy.of(
          "The message has the annotation that lets it go on; give it only when that is meant",
          Commands.kubectl("describe", object.key()));
    }
    return state.reason().equals(Reasons.MASS_LOSS)
        ? Remedy.of(
            "Most objects of the server are missing: restore it; or have them made again",
            Commands.annotate(object.key(), Keys.ALLOW_RECREATE, "true"))
        : Remedy.of(
            "Most objects of the server are to be dropped: keep them, or allow it",
            Commands.annotate(object.key(), Keys.ALLOW_MASS_DELETION, "true"));
  }

  private static Remedy again(CustomResource object) {
    ResourceKey key = object.key();
    boolean backup = object.kind().spi().equals(Kind.BACKUP);
    return Remedy.of(
        "What has failed is not tried again: put right what the message names, and make another one",
        backup
            ? "kubectl dbops backup database/%s --like %s%s"
                .formatted(
                    object.spec().object("databaseRef").text("name", "NAME"), word(key), place(key))
            : Commands.kubectl("get", key, "-o", "yaml"));
  }

  private static String word(ResourceKey key) {
    return KindNames.word(key);
  }

  private static String place(ResourceKey key) {
    return key.namespace().isEmpty() ? "" : " -n " + key.namespace();
  }
}
