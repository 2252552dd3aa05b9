package io.dbprovision.gcs;

import com.google.api.client.http.HttpContent;
import io.dbprovision.store.Slabs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/** The rest of what waits, as the body of a request. */
final class SlabsContent implements HttpContent {
  private final Slabs slabs;
  private final int offset;

  SlabsContent(Slabs slabs, int offset) {
    this.slabs = slabs;
    this.offset = offset;
  }

  @Override
  public long getLength() {
    return (long) slabs.size() - offset;
  }

  @Override
  public String getType() {
    return "application/octet-stream";
  }

  @Override
  public boolean retrySupported() {
    return true;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    for (ByteBuffer each : slabs.from(offset)) {
      while (each.hasRemaining()) {
        channel.write(each);
      }
    }
    out.flush();
  }
}
