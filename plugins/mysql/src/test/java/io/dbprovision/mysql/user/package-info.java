@NullMarked
package io.dbprovision.mysql.user;

import org.jspecify.annotations.NullMarked;
