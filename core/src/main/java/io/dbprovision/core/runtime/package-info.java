/**
 * Queues, workers, order of start and stop: everything a controller needs that is not about
 * Kubernetes. Depends on no other package of the core.
 */
@NullMarked
package io.dbprovision.core.runtime;

import org.jspecify.annotations.NullMarked;
