/** An engine that is nothing but what {@code ManagedObjects} and {@code ManagedGrants} leave. */
@NullMarked
package io.dbprovision.spi.testkit.plain;

import org.jspecify.annotations.NullMarked;
