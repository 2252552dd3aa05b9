/** Tools of the build: what is checked in but made from other sources. Not part of the operator. */
@NullMarked
package io.dbprovision.distribution;

import org.jspecify.annotations.NullMarked;
