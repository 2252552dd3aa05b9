/** What the docs show: every manifest and every command of a page, as a shell would read them. */
@NullMarked
package io.dbprovision.distribution.docs;

import org.jspecify.annotations.NullMarked;
