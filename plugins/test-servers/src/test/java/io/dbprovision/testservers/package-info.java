@NullMarked
package io.dbprovision.testservers;

import org.jspecify.annotations.NullMarked;
