/** When credentials change, and what the logins that take turns are called. Pure. */
@NullMarked
package io.dbprovision.core.rotation;

import org.jspecify.annotations.NullMarked;
