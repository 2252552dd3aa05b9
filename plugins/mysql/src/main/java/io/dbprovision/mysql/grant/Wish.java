package io.dbprovision.mysql.grant;

/**
 * A claim that a manifest makes.
 *
 * @param field that names the privilege or the role
 * @param entry the whole entry's path
 */
record Wish(GrantClaim claim, String field, String entry) {}
