package io.dbprovision.postgres.ownership;

import org.jspecify.annotations.Nullable;

/** {@code spec.postgres.ownership} of a database: a role that owns, a login that is its member. */
public record OwnershipOptions(
    @Nullable Boolean autoOwnership,
    @Nullable String roleName,
    @Nullable String userName,
    @Nullable Boolean setDefaultPrivileges,
    @Nullable Boolean dropOnDelete) {}
