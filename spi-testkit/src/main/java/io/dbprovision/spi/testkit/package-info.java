/**
 * The conformance suites that every engine plugin runs: one test per sentence of the SPI's
 * contract. A plugin's test class extends a suite and says how to reach a real server.
 */
@NullMarked
package io.dbprovision.spi.testkit;

import org.jspecify.annotations.NullMarked;
