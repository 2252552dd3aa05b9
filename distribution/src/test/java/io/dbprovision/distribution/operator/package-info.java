/**
 * The assembled operator against a real API server and a real PostgreSQL, driven by kubectl only.
 */
@NullMarked
package io.dbprovision.distribution.operator;

import org.jspecify.annotations.NullMarked;
