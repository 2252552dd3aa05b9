package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Risk;

/** What one setting is and should be. */
record Difference(String path, String expected, String actual, Risk risk, Cause cause) {}
