package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Workloads;
import io.dbprovision.core.secret.ShortHash;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the workloads that use a rotated Secret roll out anew, where the manifest asks for it; only
 * those of the user's own namespace, as {@link UnreadUserFields} says to who asks for more. Which
 * change they were restarted for is in the status, written after they were, and in their Pod
 * templates: a crash in between restarts nothing twice and forgets none.
 */
final class WorkloadRestarts {
  private static final String FIELD = "spec.passwordRotation.restartWorkloads";

  /** Of {@code status.secret}: the {@code lastRotatedAt} whose restarts are done. */
  private static final String DONE = "workloadsRestartedFor";

  private static final int LONGEST_NAME = 63;
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Workloads workloads;
  private final Events events;

  @Inject
  WorkloadRestarts(Workloads workloads, Events events) {
    this.workloads = workloads;
    this.events = events;
  }

  /**
   * Call when readers have the new credentials.
   *
   * @param secret the {@code status.secret} block to be written, which gets the record
   * @return why workloads that should restart do not; it is tried again with the next look
   */
  Optional<Failure> after(CustomResource user, Map<String, Object> secret) {
    Fields now = Fields.of(secret);
    String changedAt = now.text("lastRotatedAt", "");
    if (changedAt.isEmpty()
        || !user.spec().object("passwordRotation").flag("restartWorkloads", false)) {
      return Optional.empty();
    }
    Fields before = user.status().object("secret");
    // what runs when the first credentials are made, or when this is first asked for, has no others
    String done = before.text(DONE).or(() -> before.text("lastRotatedAt")).orElse(changedAt);
    secret.put(DONE, changedAt);
    // whoever lets a Secret be put into its namespace did not agree to more
    boolean others = !now.text("namespace", "").equals(user.namespace());
    if (others || done.equals(changedAt)) {
      return Optional.empty();
    }
    if (user.metadata().flagged(Keys.PLAN_ONLY)) {
      // no plan tells of restarts: they wait until the user lets things run again
      secret.put(DONE, done);
      return Optional.empty();
    }
    String name = now.text("name", "");
    Workloads.Restarted restarted =
        workloads.restart(now.text("namespace", ""), name, annotation(name), changedAt);
    if (!restarted.names().isEmpty()) {
      events.normal(
          user,
          "WorkloadsRestarted",
          "%s use Secret %s and roll out with its new credentials"
              .formatted(String.join(", ", restarted.names()), name));
    }
    if (restarted.complete()) {
      return Optional.empty();
    }
    secret.put(DONE, done);
    return Optional.of(failure(restarted));
  }

  /** When to try again after a failure. */
  static Optional<Duration> again(Optional<Failure> failure, Optional<Duration> otherwise) {
    return failure.isEmpty()
        ? otherwise
        : Optional.of(otherwise.filter(at -> at.compareTo(RETRY) < 0).orElse(RETRY));
  }

  private static Failure failure(Workloads.Restarted restarted) {
    return restarted.forbidden()
        ? Failure.of(
            EngineException.at(
                ErrorKind.PERMISSION,
                FIELD,
                "the credentials are rotated, but the workloads that use them are not restarted: the"
                    + " operator needs the rights list and patch on deployments, statefulsets and"
                    + " daemonsets of API group apps there (config/workload-restarts). "
                    + restarted.said()))
        : new Failure(
            Reasons.WORKLOADS_NOT_RESTARTED,
            FIELD + ": " + restarted.said(),
            new Failure.Retry.After(RETRY),
            false);
  }

  /** One for each Secret: a workload may use several. */
  static String annotation(String secret) {
    String name = "rotated-" + secret;
    String fitted =
        name.length() <= LONGEST_NAME
            ? name
            : name.substring(0, LONGEST_NAME - ShortHash.LENGTH - 1) + "-" + ShortHash.of(secret);
    return CustomKind.GROUP + "/" + fitted;
  }
}
