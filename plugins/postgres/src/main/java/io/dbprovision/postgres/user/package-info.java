/** Logins and roles: what is there, what should be, and the way between. */
@NullMarked
package io.dbprovision.postgres.user;

import org.jspecify.annotations.NullMarked;
