/** How objects stand, and how that is shown to people and programs. Nothing here asks a cluster. */
@NullMarked
package io.dbprovision.core.cli.view;

import org.jspecify.annotations.NullMarked;
