/** Redis and Valkey as engines: logins by ACL, key prefixes as databases, grants as selectors. */
@NullMarked
package com.example.redis;

import org.jspecify.annotations.NullMarked;
