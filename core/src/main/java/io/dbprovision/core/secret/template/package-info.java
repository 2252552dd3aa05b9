/**
 * The template language that credential Secrets are written in: that of Go's {@code text/template}.
 * Bounded in time, size and depth, because a template is a tenant's text.
 */
@NullMarked
package io.dbprovision.core.secret.template;

import org.jspecify.annotations.NullMarked;
