/** Real stores that backups of the assembled operator go to. */
@NullMarked
package io.dbprovision.distribution.stores;

import org.jspecify.annotations.NullMarked;
