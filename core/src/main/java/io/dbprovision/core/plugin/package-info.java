/**
 * The plugin host: finds plugin jars, loads each behind its own class loader, and guards every call
 * into them. Only this package knows class loaders and PF4J; the rest of the operator sees the
 * SPI's interfaces.
 */
@NullMarked
package io.dbprovision.core.plugin;

import org.jspecify.annotations.NullMarked;
