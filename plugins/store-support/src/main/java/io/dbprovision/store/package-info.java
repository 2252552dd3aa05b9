/** What the clients of stores behind a network have in common; nothing here knows a store. */
@NullMarked
package io.dbprovision.store;

import org.jspecify.annotations.NullMarked;
