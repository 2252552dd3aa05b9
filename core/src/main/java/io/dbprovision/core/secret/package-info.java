/**
 * The credentials of database users: making passwords, and what their Secrets are called and hold.
 * Knows no Kubernetes types.
 */
@NullMarked
package io.dbprovision.core.secret;

import org.jspecify.annotations.NullMarked;
