/**
 * Objects as files of a mounted PersistentVolumeClaim: a key is the path below the mount. An upload
 * is written in a hidden folder of the same file system and linked to its name when it is whole, so
 * that whatever ends the process leaves all of an object or nothing.
 */
@NullMarked
package io.dbprovision.storage.pvc;

import org.jspecify.annotations.NullMarked;
