package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a backup's status tells of its being tried out. */
record VerificationStatus(CustomResource backup) {
  static final String BLOCK = "verification";
  static final String STARTED = "startedAt";
  static final String FAILED = "VerificationFailed";
  private static final String CONDITION = "Verified";
  private static final String STEP = "step";
  private static final String TOKEN = "token";
  private static final String VERIFIED = "verified";
  private static final String VERIFIED_AT = "verifiedAt";
  private static final String TOOK = "durationSeconds";
  private static final String MESSAGE = "message";
  private static final String NEXT = "nextTime";
  private static final String RUNNING = "Running";
  private static final String CLEARING = "Clearing";

  private Fields block() {
    return backup.status().object(BLOCK);
  }

  boolean running() {
    return block().text(STEP, "").equals(RUNNING);
  }

  /** It is over and leaves something to be taken away. */
  boolean clearing() {
    return block().text(STEP, "").equals(CLEARING);
  }

  boolean begun() {
    return running() || clearing();
  }

  /** Whether it was ever tried, whatever came of it. */
  boolean tried() {
    return block().has(STARTED);
  }

  /** Of the request that it was tried for last. */
  String token() {
    return block().text(TOKEN, "");
  }

  Instant startedAt(Instant fallback) {
    try {
      return block().text(STARTED).map(Instant::parse).orElse(fallback);
    } catch (DateTimeException e) {
      return fallback;
    }
  }

  static StatusDraft begun(StatusDraft draft, Site site, String token) {
    WorkedOn.put(draft, site.instance().key(), Scratch.database(draft.resource()));
    return attempt(draft, token, Map.of(STEP, RUNNING));
  }

  static StatusDraft next(StatusDraft draft, Instant at) {
    return put(draft, Map.of(NEXT, at.toString()));
  }

  /**
   * @param compared whether the backup says what it holds
   * @param tables that were filled; negative when unknown
   */
  static StatusDraft passed(StatusDraft draft, Duration took, boolean compared, int tables) {
    Map<String, Object> result = new LinkedHashMap<>();
    String restored =
        "restored %s in %d seconds"
            .formatted(tables < 0 ? "all of it" : tables + " tables", took.toSeconds());
    String text =
        restored
            + (compared
                ? "; rows and definitions are those of the backup"
                : "; the backup does not say what it holds, so the contents were not compared");
    result.put(STEP, CLEARING);
    result.put(VERIFIED_AT, draft.now().toString());
    result.put(TOOK, took.toSeconds());
    result.put(MESSAGE, text);
    StatusDraft told = put(without(draft, VERIFIED), result);
    return compared
        ? put(told, Map.of(VERIFIED, true)).condition(CONDITION, true, CONDITION, text)
        : told.condition(CONDITION, false, "NotCompared", text);
  }

  /**
   * @param token of the request when nothing was begun for it; null when something was
   */
  static StatusDraft failed(StatusDraft draft, String text, @Nullable String token) {
    StatusDraft told = token == null ? draft : attempt(draft, token, Map.of());
    Map<String, Object> result = new LinkedHashMap<>();
    if (token == null) {
      result.put(STEP, CLEARING);
    }
    result.put(VERIFIED, false);
    result.put(VERIFIED_AT, draft.now().toString());
    result.put(MESSAGE, text);
    return put(without(told, TOOK), result).condition(CONDITION, false, FAILED, text);
  }

  /** It could not be tried, which says nothing about the backup. */
  static StatusDraft untried(StatusDraft draft, Failure failure) {
    if (draft.block(BLOCK).has(VERIFIED)) {
      // what was found before is still what is known
      return draft;
    }
    return put(draft, Map.of(MESSAGE, failure.message()))
        .condition(CONDITION, false, failure.reason(), failure.text());
  }

  static StatusDraft clearing(StatusDraft draft) {
    return put(draft, Map.of(STEP, CLEARING));
  }

  static StatusDraft cleared(StatusDraft draft) {
    return without(draft, STEP);
  }

  private static StatusDraft attempt(StatusDraft draft, String token, Map<String, Object> more) {
    Map<String, Object> attempt = new LinkedHashMap<>(more);
    attempt.put(STARTED, draft.now().toString());
    if (!token.isEmpty()) {
      attempt.put(TOKEN, token);
    }
    return put(without(draft, NEXT), attempt);
  }

  private static StatusDraft put(StatusDraft draft, Map<String, Object> values) {
    Map<String, Object> block = new LinkedHashMap<>(draft.block(BLOCK).values());
    block.putAll(values);
    return draft.set(BLOCK, block);
  }

  private static StatusDraft without(StatusDraft draft, String key) {
    Map<String, Object> block = new LinkedHashMap<>(draft.block(BLOCK).values());
    block.remove(key);
    return draft.set(BLOCK, block.isEmpty() ? null : block);
  }
}
