package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.work.WorkProgress;

/** How far a restore is, in percent: the backup is read twice, the first time only to verify it. */
final class RestoreProgress {
  private static final int PREPARED = 5;
  private static final int VERIFIED = 30;
  private static final int LOADED = 90;
  private static final int COMPARING = 92;

  /** Of the last step, which puts the copy in the target's place. */
  static final int COMPLETING = 95;

  private RestoreProgress() {}

  static int percentage(WorkProgress progress, long plainBytes, long storedBytes) {
    return switch (progress.phase()) {
      case "verifying" -> between(PREPARED, VERIFIED, progress.storedBytes(), storedBytes);
      case "loading" -> between(VERIFIED, LOADED, progress.plainBytes(), plainBytes);
      case "finishing" -> LOADED;
      case "comparing" -> COMPARING;
      default -> PREPARED;
    };
  }

  private static int between(int from, int to, long done, long all) {
    double part = all <= 0 ? 0 : Math.clamp((double) done / all, 0, 1);
    return (int) (from + part * (to - from));
  }

  /** As the status calls it. */
  static String phase(WorkProgress progress) {
    String word = progress.phase();
    return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
