/** Backups in a folder of a WebDAV server. */
@NullMarked
package com.example.webdav;

import org.jspecify.annotations.NullMarked;
