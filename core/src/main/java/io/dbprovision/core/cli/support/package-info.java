/** What a maintainer needs to see of an installation, without what is nobody's business. */
@NullMarked
package io.dbprovision.core.cli.support;

import org.jspecify.annotations.NullMarked;
