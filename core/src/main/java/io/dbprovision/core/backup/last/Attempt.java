package io.dbprovision.core.backup.last;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.reconcile.BeforeDrop;
import io.dbprovision.core.secret.ShortHash;
import io.dbprovision.core.status.StatusDraft;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attempt at a last backup that a database's status tells of.
 *
 * @param number from one on
 * @param backup the name of its object
 * @param since when it came to that step
 * @param generation of the manifest that it was made by
 * @param forced whether open sessions were ended for it
 * @param message why it failed; empty otherwise
 */
record Attempt(
    int number,
    String backup,
    Step step,
    Instant since,
    long generation,
    boolean forced,
    String message) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
  private static final int LONGEST_NAME = 253;

  /** How far an attempt came; on record before the step is taken. */
  enum Step {
    /** Nobody is to come in any more. */
    CLOSING("Closing"),
    /** Its object is there. */
    COPYING("Copying"),
    FAILED("Failed");

    private final String text;

    Step(String text) {
      this.text = text;
    }
  }

  /** Empty before the first. */
  static Optional<Attempt> of(CustomResource database) {
    Fields block = database.status().object(BeforeDrop.FIELD);
    String text = block.text("step", "");
    return Arrays.stream(Step.values())
        .filter(step -> step.text.equals(text))
        .findFirst()
        .map(
            step ->
                new Attempt(
                    Math.toIntExact(block.number("attempt", 1)),
                    block.text("backup", ""),
                    step,
                    time(block),
                    block.number("generation", 0),
                    block.flag("forced", false),
                    block.text("message", "")));
  }

  private static Instant time(Fields block) {
    try {
      return block.text("since").map(Instant::parse).orElse(Instant.EPOCH);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** The first, or the one after a failed one. */
  static Attempt next(BeforeDrop.Leaving leaving, Instant now) {
    CustomResource database = leaving.resource();
    int number = of(database).map(Attempt::number).orElse(0) + 1;
    return new Attempt(
        number,
        name(database, number),
        Step.CLOSING,
        now,
        database.metadata().generation(),
        leaving.forced(),
        "");
  }

  /** The same for an attempt whenever it is asked for, so that none is made twice. */
  private static String name(CustomResource database, int number) {
    String suffix = "-last-" + ShortHash.of(database.metadata().uid()) + "-" + number;
    int room = LONGEST_NAME - suffix.length();
    String name = database.name();
    return (name.length() <= room ? name : name.substring(0, room)) + suffix;
  }

  Attempt at(Step next, Instant now) {
    return new Attempt(number, backup, next, now, generation, forced, "");
  }

  Attempt failed(String why, Instant now) {
    return new Attempt(number, backup, Step.FAILED, now, generation, forced, why);
  }

  /** Growing pauses; another manifest, or force, is worth a try at once. */
  boolean due(BeforeDrop.Leaving leaving, Instant now) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 10));
    boolean over =
        !now.isBefore(since.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE));
    return over
        || leaving.resource().metadata().generation() != generation
        || (leaving.forced() && !forced);
  }

  void put(StatusDraft draft) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("attempt", number);
    block.put("backup", backup);
    block.put("step", step.text);
    block.put("since", since.toString());
    block.put("generation", generation);
    if (forced) {
      block.put("forced", true);
    }
    if (!message.isEmpty()) {
      block.put("message", message);
    }
    draft.set(BeforeDrop.FIELD, block);
  }
}
