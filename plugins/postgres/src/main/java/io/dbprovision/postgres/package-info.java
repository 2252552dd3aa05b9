/** PostgreSQL as an engine: the provider, its sessions and what they offer. */
@NullMarked
package io.dbprovision.postgres;

import org.jspecify.annotations.NullMarked;
