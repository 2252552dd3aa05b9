/** What every store promises: a plugin's tests extend {@code StoreContract}. */
@NullMarked
package io.dbprovision.spi.testkit.store;

import org.jspecify.annotations.NullMarked;
