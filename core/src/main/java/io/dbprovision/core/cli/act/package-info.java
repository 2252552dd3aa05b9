/** Waiting for what an operator does, and what is to be written so that it does it. */
@NullMarked
package io.dbprovision.core.cli.act;

import org.jspecify.annotations.NullMarked;
