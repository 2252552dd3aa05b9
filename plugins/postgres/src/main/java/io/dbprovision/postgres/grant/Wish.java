package io.dbprovision.postgres.grant;

/**
 * A claim that a manifest makes.
 *
 * @param claim may be on all things of a sort
 * @param field that makes it, as a path from {@code spec} on
 * @param entry the list item that it belongs to, such as {@code spec.x.grants[2]}
 */
record Wish(GrantClaim claim, String field, String entry) {}
