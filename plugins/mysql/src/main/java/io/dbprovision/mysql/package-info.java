/**
 * MySQL and MariaDB as engines: the provider, its sessions and what they offer.
 *
 * <p>One plug-in serves both names, and the name in a manifest decides nothing: {@code ServerFacts}
 * tells the product by what the server says. {@code connect} makes connections, {@code sql} quotes,
 * {@code record} remembers who owns what, {@code change} applies plans, and {@code database},
 * {@code user}, {@code role} and {@code grant} compare what is asked for with what is there.
 */
@NullMarked
package io.dbprovision.mysql;

import org.jspecify.annotations.NullMarked;
