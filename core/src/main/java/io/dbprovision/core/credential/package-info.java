/** The credential Secret of a user: where a password comes from, and how it gets to its readers. */
@NullMarked
package io.dbprovision.core.credential;

import org.jspecify.annotations.NullMarked;
