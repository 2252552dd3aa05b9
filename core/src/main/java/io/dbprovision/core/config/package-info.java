/** What the operator is told at its start: the flags, checked, as one record. */
@NullMarked
package io.dbprovision.core.config;

import org.jspecify.annotations.NullMarked;
