/** A store on files, made with what the SPI has for that. */
@NullMarked
package io.dbprovision.spi.testkit.files;

import org.jspecify.annotations.NullMarked;
