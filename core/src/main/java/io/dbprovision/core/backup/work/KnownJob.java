package io.dbprovision.core.backup.work;

import io.dbprovision.core.kube.Jobs;

/** A Job as it was seen last, and what that means. */
record KnownJob(Jobs.Job job, WorkState state) {}
