package io.dbprovision.postgres.user;

/**
 * A membership as it is on the server: since 16 there is one for each who granted it.
 *
 * @param grantor who granted it
 * @param endable whether the operator's login may end it in the grantor's name
 */
public record Granted(String role, String grantor, boolean endable) {}
