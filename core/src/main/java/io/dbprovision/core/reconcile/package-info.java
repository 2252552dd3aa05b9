/**
 * The one algorithm: gates, references, desired state, plan, policy, apply, outputs, status. A kind
 * is a small descriptor of it.
 */
@NullMarked
package io.dbprovision.core.reconcile;

import org.jspecify.annotations.NullMarked;
