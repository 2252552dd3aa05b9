/**
 * What the distribution promises: files that are made, manifests that apply, a folder that starts.
 */
@NullMarked
package io.dbprovision.distribution;

import org.jspecify.annotations.NullMarked;
