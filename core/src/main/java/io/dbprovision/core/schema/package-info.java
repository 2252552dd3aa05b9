/**
 * Composes the CRDs from a permanent base and the sections that plugins bring; no I/O but reading
 * files.
 */
@NullMarked
package io.dbprovision.core.schema;

import org.jspecify.annotations.NullMarked;
