package io.dbprovision.core.observability;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule is about to do.
 *
 * @param database the object of its backups
 * @param active whether it makes backups at all: it does not pause
 * @param ready whether it can: its manifest is understood
 * @param next when the next backup starts; null while none will
 * @param due the newest time for which it asked for a backup; null before the first
 */
public record SchedulePlan(
    ObjectRef database,
    boolean active,
    boolean ready,
    @Nullable Instant next,
    @Nullable Instant due) {}
