/** What objects refer to: reading it, being allowed to, and finding who refers to what. */
@NullMarked
package io.dbprovision.core.reference;

import org.jspecify.annotations.NullMarked;
