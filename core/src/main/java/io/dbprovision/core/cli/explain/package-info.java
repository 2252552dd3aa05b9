/** Why an object is not Ready: what its status says, what it waits for, and what to do about it. */
@NullMarked
package io.dbprovision.core.cli.explain;

import org.jspecify.annotations.NullMarked;
