package io.dbprovision.core.backup.schedule;

import java.time.Instant;

/**
 * One time that a schedule names.
 *
 * @param time as the cron expression has it
 * @param start when the backup starts: not before {@code time}, and before the next slot
 */
record Slot(Instant time, Instant start) {}
