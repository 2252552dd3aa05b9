/** What the operator shows of itself: logs, health and metrics. */
@NullMarked
package io.dbprovision.core.observability;

import org.jspecify.annotations.NullMarked;
