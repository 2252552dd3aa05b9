/**
 * Privileges and memberships. A grantee is one identity with one account for each host: what is
 * asked for is in effect when every account has it, and what nobody asks for is there as soon as
 * one of them has it.
 *
 * <p>The types: {@code Level} and {@code Target} say what something is given on; a {@code
 * GrantClaim} is one privilege on one target and the unit that is on record; a {@code Wish} is a
 * claim of the manifest with the fields that ask for it, and {@code Asked} all of them. {@code
 * Vocabulary} knows which privileges a server has at which level, and so what ALL means there;
 * {@code ManifestReader} makes claims of manifests. {@code Catalog} is what {@code CatalogReader}
 * read of the server: for each {@code Account} the {@code Right}s on each target. {@code
 * EntryPlanner} reads for many {@code Request}s at once, {@code Prepared} holds one whose manifest
 * was read, {@code Tenancy} says what it may ask for, {@code GranteePlanner} compares it, {@code
 * GrantChanges} makes changes of the differences, with the statements of {@code Statements} and
 * {@code Joining}. {@code Memberships} compares the roles that a login's or a role's own manifest
 * asks for, a {@code Member}'s.
 *
 * <p>The grant option belongs to a target, not to a privilege, on both products: it is the
 * privilege GRANT OPTION. Only MySQL's dynamic privileges have one each.
 */
@NullMarked
package io.dbprovision.mysql.grant;

import org.jspecify.annotations.NullMarked;
