package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The bytes of one object, of which none may be missing. */
final class WholeObject extends InputStream {
  private final InputStream in;
  private final long size;
  private final Complaint complaint;
  private long count;

  WholeObject(ObjectStore store, StoredObject object, Complaint complaint) {
    this.in = store.open(object.key(), 0);
    this.size = object.size();
    this.complaint = complaint;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    try {
      int read = in.read(into, offset, length);
      if (read < 0 && count < size) {
        throw complaint.of(
            ErrorKind.UNREACHABLE, "could not be read to its end: the store broke off");
      }
      count += Math.max(0, read);
      return read;
    } catch (IOException e) {
      throw complaint
          .of(ErrorKind.UNREACHABLE, "could not be read to its end: the store broke off")
          .causedBy(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
