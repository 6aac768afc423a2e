package io.github.ddnskit.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.testkit.ManualTime;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** AWS's own client finds in the fake what it would find in Route 53. */
class FakeRoute53SdkTest {

    @AutoClose
    private final FakeRoute53 route53 = FakeRoute53.start();

    private final String zone = route53.addZone("example.org");

    @AutoClose
    private final Route53Client client = client(FakeRoute53.SECRET_ACCESS_KEY);

    @Test
    void createsReplacesAndDeletes() {
        change(set(ChangeAction.CREATE, "home.example.org", RRType.A, 60, "192.0.2.1"));
        change(
                set(ChangeAction.DELETE, "HOME.example.org.", RRType.A, 60, "192.0.2.1"),
                set(ChangeAction.CREATE, "home.example.org", RRType.A, 60, "192.0.2.2"),
                set(ChangeAction.UPSERT, "home.example.org", RRType.AAAA, 60, "2001:db8::1"),
                set(ChangeAction.UPSERT, "*.home.example.org", RRType.A, 60, "192.0.2.2"));
        change(set(ChangeAction.UPSERT, "home.example.org", RRType.AAAA, 90, "2001:db8::2"));
        assertThat(route53.values("home.example.org", "A")).containsExactly("192.0.2.2");
        assertThat(route53.values("home.example.org", "AAAA")).containsExactly("2001:db8::2");
        List<ResourceRecordSet> listed = client.listResourceRecordSets(
                        list -> list.hostedZoneId(zone).startRecordName("home.example.org"))
                .resourceRecordSets();
        assertThat(listed.stream().map(one -> one.name() + " " + one.typeAsString() + " " + one.ttl()))
                .containsExactly("home.example.org. A 60", "home.example.org. AAAA 90", "\\052.home.example.org. A 60");
        change(set(ChangeAction.DELETE, "\\052.home.example.org", RRType.A, 60, "192.0.2.2"));
        assertThat(route53.values("*.home.example.org", "A")).isEmpty();
    }

    @Test
    void takesABatchAsAWholeOrNotAtAllAndListsAllThatIsWrong() {
        change(set(ChangeAction.CREATE, "a.example.org", RRType.A, 60, "192.0.2.1"));
        Change[] batch = {
            set(ChangeAction.CREATE, "b.example.org", RRType.A, 60, "192.0.2.1"),
            set(ChangeAction.CREATE, "a.example.org", RRType.A, 60, "192.0.2.2"),
            set(ChangeAction.DELETE, "a.example.org", RRType.A, 61, "192.0.2.1"),
            set(ChangeAction.DELETE, "c.example.org", RRType.A, 60, "192.0.2.1"),
            set(ChangeAction.CREATE, "a.example.net", RRType.A, 60, "192.0.2.1"),
            set(ChangeAction.CREATE, "a.example.org", RRType.CNAME, 60, "x.example.org"),
            set(ChangeAction.CREATE, "d.example.org", RRType.AAAA, 60, "192.0.2.1"),
            set(ChangeAction.CREATE, "d.example.org", RRType.AAAA, 60, "2001:db8::1")
        };
        assertThatThrownBy(() -> change(batch))
                .isInstanceOf(InvalidChangeBatchException.class)
                .hasMessageContaining("a.example.org.', type='A'] but it already exists")
                .hasMessageContaining("do not match the current values")
                .hasMessageContaining("but it was not found")
                .hasMessageContaining("not permitted in zone example.org.")
                .hasMessageContaining("conflicting RRSet")
                .hasMessageContaining("Invalid Resource Record")
                .hasMessageContaining("invalid set of changes");
        route53.bareErrors(true);
        assertThatThrownBy(() -> change(batch))
                .as("a shape in which this client finds no code")
                .isInstanceOfSatisfying(
                        Route53Exception.class,
                        error -> assertThat(error.statusCode()).isEqualTo(400));
        assertThat(route53.values("b.example.org", "A")).isEmpty();
        assertThat(route53.values("a.example.org", "A")).containsExactly("192.0.2.1");
    }

    @Test
    void countsRecordsAndCharactersAndUpsertsTwice() {
        Change[] fits = changes(ChangeAction.CREATE, 1000, "192.0.2.1");
        change(fits);
        assertThatThrownBy(() -> change(changes(ChangeAction.CREATE, 1001, "192.0.2.1")))
                .hasMessageContaining("records limit of 1000");
        assertThatThrownBy(() -> change(changes(ChangeAction.UPSERT, 501, "192.0.2.1")))
                .hasMessageContaining("records limit of 1000");
        change(changes(ChangeAction.UPSERT, 500, "192.0.2.2"));
        String text = "\"" + "x".repeat(250) + "\"";
        assertThatThrownBy(() -> change(IntStream.range(0, 128)
                        .mapToObj(i -> set(ChangeAction.CREATE, "t" + i + ".example.org", RRType.TXT, 60, text))
                        .toArray(Change[]::new)))
                .hasMessageContaining("characters limit of 32000");
    }

    @Test
    void keepsRoutingPoliciesAndAliasesApartFromPlainRecords() {
        ResourceRecordSet.Builder weighted = ResourceRecordSet.builder()
                .name("w.example.org")
                .type(RRType.A)
                .setIdentifier("blue")
                .weight(10L)
                .ttl(60L)
                .resourceRecords(record("192.0.2.1"));
        ResourceRecordSet alias = ResourceRecordSet.builder()
                .name("alias.example.org")
                .type(RRType.A)
                .aliasTarget(AliasTarget.builder()
                        .hostedZoneId("Z2FDTNDATAQYW2")
                        .dnsName("d1.cloudfront.net")
                        .evaluateTargetHealth(false)
                        .build())
                .build();
        change(
                of(ChangeAction.CREATE, weighted.build()),
                of(ChangeAction.CREATE, weighted.setIdentifier("green").build()),
                of(ChangeAction.CREATE, alias));
        assertThatThrownBy(() -> change(set(ChangeAction.CREATE, "w.example.org", RRType.A, 60, "192.0.2.1")))
                .hasMessageContaining("routing policy");
        List<ResourceRecordSet> listed =
                client.listResourceRecordSets(list -> list.hostedZoneId(zone)).resourceRecordSets();
        assertThat(listed).anySatisfy(one -> {
            assertThat(one.setIdentifier()).isEqualTo("green");
            assertThat(one.weight()).isEqualTo(10);
        });
        assertThat(listed).anySatisfy(one -> assertThat(one.aliasTarget()).isNotNull());
        change(of(ChangeAction.DELETE, weighted.build()), of(ChangeAction.DELETE, alias));
        assertThat(route53.sets("w.example.org", "A")).hasSize(1);
        assertThat(route53.sets("alias.example.org", "A")).isEmpty();
    }

    @Test
    void listsInItsOrderAndInPages() {
        for (String name : List.of("b", "a-b", "a", "x.a", "B2")) {
            route53.put(zone, Route53Set.of(name + ".example.org", "A", 60, "192.0.2.1"));
        }
        List<String> names = client
                .listResourceRecordSetsPaginator(list -> list.hostedZoneId(zone).maxItems("2"))
                .resourceRecordSets()
                .stream()
                .map(ResourceRecordSet::name)
                .distinct()
                .toList();
        assertThat(names)
                .containsExactly(
                        "example.org.",
                        "a-b.example.org.",
                        "a.example.org.",
                        "x.a.example.org.",
                        "b.example.org.",
                        "b2.example.org.");
    }

    @Test
    void listsZonesByNameFromAStartOn() {
        String inside = route53.addPrivateZone("example.org");
        route53.addZone("a.example.org");
        route53.addZone("example.net");
        ListHostedZonesByNameResponse page =
                client.listHostedZonesByName(list -> list.dnsName("example.org").maxItems("2"));
        assertThat(page.hostedZones().stream().map(HostedZone::id))
                .containsExactly("/hostedzone/" + zone, "/hostedzone/" + inside);
        assertThat(page.hostedZones().get(1).config().privateZone()).isTrue();
        assertThat(page.isTruncated()).isTrue();
        assertThat(page.nextDNSName()).isEqualTo("a.example.org.");
        ListHostedZonesByNameResponse rest = client.listHostedZonesByName(
                list -> list.dnsName(page.nextDNSName()).hostedZoneId(page.nextHostedZoneId()));
        assertThat(rest.hostedZones().stream().map(HostedZone::name)).containsExactly("a.example.org.");
        assertThat(client.listHostedZonesByName().hostedZones()).hasSize(4);
    }

    @Test
    void aChangeIsPendingUntilItIsSynced() {
        String id = change(set(ChangeAction.CREATE, "home.example.org", RRType.A, 60, "192.0.2.1"));
        assertThat(client.getChange(get -> get.id(id)).changeInfo().status()).isEqualTo(ChangeStatus.PENDING);
        route53.sync();
        assertThat(client.getChange(get -> get.id(id)).changeInfo().status()).isEqualTo(ChangeStatus.INSYNC);
        assertThatThrownBy(() -> client.getChange(get -> get.id("C0"))).isInstanceOf(NoSuchChangeException.class);
    }

    @Test
    void fiveRequestsASecondAndNotOneMore() {
        ManualTime time = ManualTime.at(Instant.now());
        try (FakeRoute53 busy = FakeRoute53.start(time.clock());
                Route53Client impatient = client(busy, FakeRoute53.SECRET_ACCESS_KEY)) {
            String zoneOfBusy = busy.addZone("example.org");
            busy.throttle();
            for (int i = 0; i < 5; i++) {
                impatient.listResourceRecordSets(list -> list.hostedZoneId(zoneOfBusy));
            }
            assertThatThrownBy(() -> impatient.listResourceRecordSets(list -> list.hostedZoneId(zoneOfBusy)))
                    .isInstanceOfSatisfying(Route53Exception.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(400);
                        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("Throttling");
                    });
            time.advance(Duration.ofSeconds(1));
            assertThat(impatient
                            .listResourceRecordSets(list -> list.hostedZoneId(zoneOfBusy))
                            .resourceRecordSets())
                    .hasSize(2);
        }
    }

    @Test
    void aChangeMayHaveToWaitForTheOneBefore() {
        String other = route53.addZone("example.net");
        route53.oneChangeAtOnce();
        change(set(ChangeAction.UPSERT, "home.example.org", RRType.A, 60, "192.0.2.1"));
        assertThatThrownBy(() -> change(set(ChangeAction.UPSERT, "home.example.org", RRType.A, 60, "192.0.2.2")))
                .isInstanceOfSatisfying(Route53Exception.class, error -> {
                    assertThat(error.statusCode()).isEqualTo(400);
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("PriorRequestNotComplete");
                });
        client.changeResourceRecordSets(change -> change.hostedZoneId(other)
                .changeBatch(batch ->
                        batch.changes(set(ChangeAction.UPSERT, "home.example.net", RRType.A, 60, "192.0.2.1"))));
        route53.sync();
        change(set(ChangeAction.UPSERT, "home.example.org", RRType.A, 60, "192.0.2.2"));
        assertThat(route53.values("home.example.org", "A")).containsExactly("192.0.2.2");
    }

    @Test
    void toDeleteASetAllItsValuesMustBeRepeated() {
        Change both = set(ChangeAction.CREATE, "home.example.org", RRType.A, 60, "192.0.2.1", "192.0.2.2");
        change(both);
        assertThatThrownBy(() -> change(set(ChangeAction.DELETE, "home.example.org", RRType.A, 60, "192.0.2.1")))
                .isInstanceOf(InvalidChangeBatchException.class)
                .hasMessageContaining("do not match the current values");
        change(set(ChangeAction.DELETE, "home.example.org", RRType.A, 60, "192.0.2.2", "192.0.2.1"));
        assertThat(route53.values("home.example.org", "A")).isEmpty();
    }

    @Test
    void refusesAsRoute53Does() {
        assertThatThrownBy(() -> client.listResourceRecordSets(list -> list.hostedZoneId("Z0")))
                .isInstanceOf(NoSuchHostedZoneException.class);
        route53.failNext(1, 400, "Throttling");
        assertThatThrownBy(() -> client.listHostedZonesByName())
                .isInstanceOfSatisfying(Route53Exception.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("Throttling");
                    assertThat(error.isThrottlingException()).isTrue();
                });
        try (Route53Client stranger = client("another key")) {
            assertThatThrownBy(() -> stranger.listHostedZonesByName())
                    .isInstanceOfSatisfying(Route53Exception.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(403);
                        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
                    });
        }
    }

    private String change(Change... changes) {
        return client.changeResourceRecordSets(
                        change -> change.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)))
                .changeInfo()
                .id();
    }

    private static Change[] changes(ChangeAction action, int count, String address) {
        return IntStream.range(0, count)
                .mapToObj(i -> set(action, "h" + i + ".example.org", RRType.A, 60, address))
                .toArray(Change[]::new);
    }

    private static Change set(ChangeAction action, String name, RRType type, long ttl, String... values) {
        return of(
                action,
                ResourceRecordSet.builder()
                        .name(name)
                        .type(type)
                        .ttl(ttl)
                        .resourceRecords(Arrays.stream(values)
                                .map(FakeRoute53SdkTest::record)
                                .toList())
                        .build());
    }

    private static Change of(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    private static ResourceRecord record(String value) {
        return ResourceRecord.builder().value(value).build();
    }

    private Route53Client client(String secretKey) {
        return client(route53, secretKey);
    }

    private static Route53Client client(FakeRoute53 fake, String secretKey) {
        return Route53Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(
                        "https://127.0.0.1:" + fake.addresses().get(0).getPort()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(FakeRoute53.ACCESS_KEY_ID, secretKey)))
                .httpClientBuilder(UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> trust(fake)))
                .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    private static TrustManager[] trust(FakeRoute53 fake) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("fake", fake.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
