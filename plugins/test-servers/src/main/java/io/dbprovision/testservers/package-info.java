/**
 * Real servers for the tests of the engines: a script of {@code hack} runs them natively, which is
 * the default, or Testcontainers does with {@code -Dservers=containers}. What is started lives as
 * long as the test JVM. Nothing here knows an engine.
 */
@NullMarked
package io.dbprovision.testservers;

import org.jspecify.annotations.NullMarked;
