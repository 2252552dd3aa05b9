/** The v1alpha1 API as the core sees it: kinds, keys, and immutable views of objects. */
@NullMarked
package io.dbprovision.core.api;

import org.jspecify.annotations.NullMarked;
