@NullMarked
package io.dbprovision.mysql.grant;

import org.jspecify.annotations.NullMarked;
