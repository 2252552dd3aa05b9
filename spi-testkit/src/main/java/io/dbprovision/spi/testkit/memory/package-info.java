/** A complete small engine whose servers are maps: for fast tests of what stands on the SPI. */
@NullMarked
package io.dbprovision.spi.testkit.memory;

import org.jspecify.annotations.NullMarked;
