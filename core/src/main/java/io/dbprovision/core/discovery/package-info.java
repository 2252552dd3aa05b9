/** Finds what is on a server and kept by nobody, and takes over what the user names of it. */
@NullMarked
package io.dbprovision.core.discovery;

import org.jspecify.annotations.NullMarked;
