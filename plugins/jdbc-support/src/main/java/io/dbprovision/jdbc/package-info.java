/** What SQL engines share: text that cannot be injected into, pools, and SQLState meanings. */
@NullMarked
package io.dbprovision.jdbc;

import org.jspecify.annotations.NullMarked;
