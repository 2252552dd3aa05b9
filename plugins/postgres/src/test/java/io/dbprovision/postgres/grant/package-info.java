@NullMarked
package io.dbprovision.postgres.grant;

import org.jspecify.annotations.NullMarked;
