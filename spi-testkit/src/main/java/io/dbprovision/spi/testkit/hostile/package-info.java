/**
 * Hostile values in every field that holds text: what they ask for is refused, or happens to
 * exactly the object that was meant. An engine plugin brings a {@link
 * io.dbprovision.spi.testkit.hostile.HostileSite} of a real server.
 */
@NullMarked
package io.dbprovision.spi.testkit.hostile;

import org.jspecify.annotations.NullMarked;
