package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static final Owner SELF = new Owner("c", "o", "ns", "shop", "1");
  private static final Owner OTHER = new Owner("c", "o", "ns", "stock", "2");

  private final Shelf shelf = new Shelf();

  @Test
  void aPartIsWhatItImplements() {
    OwnLogin login = password -> {};
    Capabilities capabilities = Capabilities.of(shelf, login);
    assertThat(capabilities.find(Users.class)).containsSame(shelf);
    assertThat(capabilities.find(OwnLogin.class)).containsSame(login);
    assertThat(capabilities.find(Databases.class)).isEmpty();
  }

  @Test
  void whoOwnsWhatAndWhatIsThereIsKnownOfManagedObjects() {
    shelf.put("shop", SELF);
    shelf.put("nobodys", null);
    Capabilities capabilities = Capabilities.of(shelf);
    OwnershipRecord records = capabilities.find(OwnershipRecord.class).orElseThrow();
    assertThat(records.ownerOf(Kind.USER, "shop")).contains(SELF);
    assertThat(records.ownerOf(Kind.USER, "nobodys")).isEmpty();
    assertThat(records.ownerOf(Kind.DATABASE, "shop")).isEmpty();
    assertThat(capabilities.find(Discovery.class).orElseThrow().find())
        .containsExactlyInAnyOrder(
            new Discovery.Found(Kind.USER, "shop", SELF),
            new Discovery.Found(Kind.USER, "nobodys", null));
  }

  @Test
  void aRecordThatWasLostIsRenewedAndNobodyElsesIs() {
    shelf.put("lost", null);
    shelf.put("theirs", OTHER);
    OwnershipRecord records = Capabilities.of(shelf).find(OwnershipRecord.class).orElseThrow();

    assertThat(records.renew(Kind.USER, "lost", SELF)).isTrue();
    assertThat(records.ownerOf(Kind.USER, "lost")).contains(SELF);
    assertThat(records.renew(Kind.USER, "lost", SELF)).as("it is there").isFalse();
    assertThat(records.renew(Kind.USER, "theirs", SELF)).isFalse();
    assertThat(records.ownerOf(Kind.USER, "theirs")).contains(OTHER);
    assertThat(records.renew(Kind.USER, "nothing", SELF)).isFalse();
    assertThat(records.renew(Kind.DATABASE, "lost", SELF)).isFalse();
  }

  @Test
  void withoutManagedObjectsThereIsNoRecord() {
    assertThat(Capabilities.of().find(OwnershipRecord.class)).isEmpty();
  }

  @Test
  void anEngineCanTellOfOwnersItself() {
    OwnershipRecord own = (kind, name) -> Optional.of(SELF);
    assertThat(Capabilities.of(own, shelf).find(OwnershipRecord.class)).containsSame(own);
    assertThat(shelf.names()).isEqualTo(Set.of());
  }
}
