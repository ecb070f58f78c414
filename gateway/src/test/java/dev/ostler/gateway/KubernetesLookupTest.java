package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which app of a cluster a host leads to. */
class KubernetesLookupTest {
  private static final String STATEFUL_SETS = "/apis/apps/v1/namespaces/team/statefulsets";

  /** As long as the name of a host may be between two dots. */
  private static final String LONGEST_NAME = "x".repeat(63);

  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void close() {
    cluster.close();
  }

  private KubernetesLookup.Result find(String key, String host) throws KubernetesException {
    try (KubernetesApi api = cluster.connect()) {
      return new KubernetesLookup(api, new KubernetesKeys(key)).find(KubernetesKeys.host(host));
    }
  }

  /** Its name is a host that its Ingress has a rule for, by whichever it was asked for. */
  private static KubernetesLookup.Result found(String workload, String service) {
    return new KubernetesLookup.Result.Found(
        "shop.example.org", KubernetesTarget.parse("team", workload), service);
  }

  private static KubernetesLookup.Result none(String sentence, String why) {
    return new KubernetesLookup.Result.NotFound(sentence, why);
  }

  /** An object that is labelled with nothing but this. */
  private static ObjectNode labelled(ObjectNode object, String label, String value) {
    object.withObject("metadata").remove("labels");
    if (!label.isEmpty()) {
      object.withObject("metadata").withObject("labels").put(label, value);
    }
    return object;
  }

  private void open(String label, String value) {
    cluster.objects.put(Shop.DEPLOYMENTS, labelled(Shop.deployment("Deployment", 0), label, value));
    cluster.objects.put(Shop.SERVICES, labelled(Shop.service(), label, value));
    cluster.objects.put(Shop.INGRESSES, labelled(Shop.ingress("shop.example.org"), label, value));
  }

  /** Another one with the same labels. */
  private void openAnother(String collection, ObjectNode object, String label, String value) {
    ObjectNode other = labelled(object, label, value);
    other.withObject("metadata").put("name", "other");
    cluster.objects.put(collection, other);
  }

  static Stream<Arguments> labels() {
    String first = "a-tool-with-a-long-name-of-somebody";
    String tooLong = first + ".tools-of-the-department.example.org";
    return Stream.of(
        arguments("host", "host", "shop.example.org", "shop.example.org"),
        arguments("host", "host", "shop.example.org", "SHOP.Example.Org:8080"),
        arguments("host", "host", "shop.example.org", "shop.example.org.:8080"),
        arguments("unidle-key", "unidle-key", "shop", "shop.example.org"),
        arguments("unidle-key", "unidle-key", "shop.example.org", "shop.example.org"),
        arguments("unidler-key", "unidler-key", "shop", "shop.example.org:80"),
        // Whatever is looked for first, the others are looked for as well.
        arguments("host", "unidle-key", "shop", "shop.example.org"),
        arguments("host", "unidler-key", "shop.example.org", "shop.example.org"),
        arguments("team-key", "host", "shop.example.org", "shop.example.org"),
        arguments("team-key", "team-key", "shop", "shop.example.org"),
        arguments("host", "host", tooLong.substring(0, 63), tooLong),
        arguments("unidle-key", "unidle-key", first, tooLong),
        arguments("host", "host", LONGEST_NAME, LONGEST_NAME + ".example.org"),
        // Cut, it ends in a dot, which no label may.
        arguments("host", "host", "y".repeat(62), "y".repeat(62) + ".example.org"));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void appIsFoundByItsLabels(String key, String label, String value, String host) throws Exception {
    open(label, value);

    assertThat(find(key, host)).isEqualTo(found("deployment/shop", "shop"));
  }

  @Test
  void labelsThatAreAskedForFirstCountMoreThanOthers() throws Exception {
    open("host", "shop.example.org");
    openAnother(Shop.INGRESSES, Shop.ingress("shop.example.org"), "unidle-key", "shop");

    assertThat(find("host", "shop.example.org")).isEqualTo(found("deployment/shop", "shop"));
  }

  @Test
  void statefulSetIsFoundWhereThereIsNoDeployment() throws Exception {
    open("host", "shop.example.org");
    cluster.objects.remove(Shop.DEPLOYMENT);
    cluster.objects.put(STATEFUL_SETS, Shop.deployment("StatefulSet", 0));

    assertThat(find("host", "shop.example.org")).isEqualTo(found("statefulset/shop", "shop"));
  }

  @Test
  void whereNothingIsLabelledTheRuleOfTheIngressLeadsToTheApp() throws Exception {
    open("", "");

    assertThat(find("host", "Shop.Example.org:443")).isEqualTo(found("deployment/shop", "shop"));
    assertThat(find("host", "blog.example.org"))
        .isEqualTo(
            none(
                "Ingress for your app not found.",
                "found no Ingress labelled for it and none with a rule for it"));
  }

  @Test
  void ruleLeadsToAStatefulSetOfTheNameOfItsServiceAsWell() throws Exception {
    open("", "");
    cluster.objects.remove(Shop.DEPLOYMENT);
    cluster.objects.put(STATEFUL_SETS, labelled(Shop.deployment("StatefulSet", 0), "", ""));

    assertThat(find("host", "shop.example.org")).isEqualTo(found("statefulset/shop", "shop"));
  }

  @Test
  void twoIngressesWithARuleForTheHostAreAnError() throws Exception {
    open("", "");
    openAnother(Shop.INGRESSES, Shop.ingress("shop.example.org"), "", "");

    assertThat(find("host", "shop.example.org"))
        .isEqualTo(
            none(
                "Ingress for your app not found.",
                "found 2 of kind Ingress with a rule for shop.example.org, expected one:"
                    + " team/shop, team/other"));
  }

  @Test
  void twoDeploymentsOfOneLabelAreAnError() throws Exception {
    open("unidle-key", "shop");
    openAnother(Shop.DEPLOYMENTS, Shop.deployment("Deployment", 0), "unidle-key", "shop");

    assertThat(find("unidle-key", "shop.example.org"))
        .isEqualTo(
            none(
                "Deployment for your app not found.",
                "found 2 of kind Deployment with label unidle-key=shop, expected one:"
                    + " team/shop, team/other"));
  }

  @Test
  void twoServicesOfOneLabelAreAnError() throws Exception {
    open("host", "shop.example.org");
    openAnother(Shop.SERVICES, Shop.service(), "host", "shop.example.org");

    assertThat(find("host", "shop.example.org"))
        .isEqualTo(
            none(
                "Service for your app not found.",
                "found 2 of kind Service with label host=shop.example.org, expected one:"
                    + " team/shop, team/other"));
  }

  static Stream<Arguments> missing() {
    return Stream.of(
        arguments(
            "host",
            Shop.DEPLOYMENT,
            none(
                "Deployment for your app not found.",
                "found no Deployment labelled for it in team")),
        arguments(
            "host",
            Shop.SERVICE,
            none("Service for your app not found.", "found no Service labelled for it in team")),
        arguments(
            "",
            Shop.DEPLOYMENT,
            none("Deployment for your app not found.", "found no Deployment named shop in team")));
  }

  @ParameterizedTest
  @MethodSource("missing")
  void appOfWhichSomethingIsMissingIsNone(
      String label, String path, KubernetesLookup.Result expected) throws Exception {
    open(label, "shop.example.org");
    cluster.objects.remove(path);

    assertThat(find("host", "shop.example.org")).isEqualTo(expected);
  }

  @Test
  void roleOfGoUnidlerIsEnoughToSayThatTheWorkloadIsMissing() throws Exception {
    cluster.allow(GoUnidler::mayCall);
    open("", "");
    cluster.objects.remove(Shop.DEPLOYMENT);

    assertThat(find("host", "shop.example.org"))
        .isEqualTo(
            none("Deployment for your app not found.", "found no Deployment named shop in team"));
  }

  @Test
  void appOfAnotherNamespaceIsNotTaken() throws Exception {
    open("host", "shop.example.org");
    cluster.objects.remove(Shop.DEPLOYMENT);
    cluster.objects.put(
        "/apis/apps/v1/namespaces/other/deployments", Shop.deployment("Deployment", 0));

    assertThat(find("host", "shop.example.org"))
        .isEqualTo(
            none(
                "Deployment for your app not found.",
                "found no Deployment labelled for it in team"));
  }

  @Test
  void nothingIsChangedByLooking() throws Exception {
    open("host", "shop.example.org");
    find("host", "shop.example.org");

    Predicate<FakeCluster.Call> lists = call -> call.verb().equals("list");
    assertThat(List.copyOf(cluster.calls)).isNotEmpty().allMatch(lists);
  }
}
