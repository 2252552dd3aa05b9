/** How to reach a PostgreSQL server: login, TLS, pool, and what its refusals mean. */
@NullMarked
package io.dbprovision.postgres.connect;

import org.jspecify.annotations.NullMarked;
