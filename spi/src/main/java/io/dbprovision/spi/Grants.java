package io.dbprovision.spi;

/**
 * Capability: privileges and memberships can be given to logins and roles.
 *
 * <p>A plan holds what this object asks for and does not have, and what of {@link GrantSpec#issued}
 * nobody asks for any more, as {@link Cause#EXTRA}. What nobody on record gave is drift: an EXTRA
 * change too, and only on the objects that this manifest speaks of. {@link Plan#claims} are the
 * entries that are in effect, one by one, and those of {@link GrantSpec#issued} that {@link
 * GrantSpec#others} ask for: whoever goes last takes them away.
 *
 * <p>An entry whose object is not there yet is an {@link Cause#AWAITED} change. A database that is
 * recorded for another tenant than the grant's is {@link ErrorKind#CONFLICT}.
 *
 * <p>{@link #removal} takes away what is on record and nobody else claims, in every {@link
 * DropMode} but {@link DropMode#RETAIN}, which leaves everything; it is empty when the grantee is
 * gone. {@link #names} are the names of possible grantees.
 *
 * <p>{@link Plan#facts} tell for {@code status.appliedGrants} what is fully in effect of what the
 * manifest asks for: {@link #ROLES}, {@link #DIRECT_GRANTS} and {@link #DEFAULT_PRIVILEGES}. What
 * an engine leaves out counts as nothing.
 */
public interface Grants extends Managed<GrantSpec> {
  /** The fact that lists the roles that the grantee is a member of by this object. */
  String ROLES = "roles";

  /** The fact that says how many entries of privileges are in effect. */
  String DIRECT_GRANTS = "directGrants";

  /** The fact that says how many entries of default privileges are in effect. */
  String DEFAULT_PRIVILEGES = "defaultPrivileges";
}
