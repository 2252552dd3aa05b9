package io.dbprovision.postgres.grant;

/**
 * A claim that a manifest makes.
 *
 * @param field that makes it
 * @param entry the list item that it belongs to, such as {@code spec.x.grants[2]}
 */
record Wish(GrantClaim claim, String field, String entry) {}
