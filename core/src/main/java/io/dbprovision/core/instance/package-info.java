/**
 * Servers: how an instance becomes a session, whether it is healthy, and whether it is still
 * itself.
 */
@NullMarked
package io.dbprovision.core.instance;

import org.jspecify.annotations.NullMarked;
