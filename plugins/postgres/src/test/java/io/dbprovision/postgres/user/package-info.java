@NullMarked
package io.dbprovision.postgres.user;

import org.jspecify.annotations.NullMarked;
