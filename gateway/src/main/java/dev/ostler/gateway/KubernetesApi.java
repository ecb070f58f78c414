package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * The client's own patch and get-by-name calls read more than they say: a patch is preceded by a
 * get. Roles that allow no get, such as go-unidler's, would not do. So what is read is listed, if
 * need be by its name, and what is sent is exactly what is written here.
 */
/** All that is ever asked of an API server, but for watches. Blocks; safe for several threads. */
final class KubernetesApi implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;
  private static final int BAD_GATEWAY = 502;
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final KubernetesClient client;

  /** Of which it has been asked whether they may be watched. */
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  KubernetesApi(KubernetesClient client) {
    this.client = client;
  }

  KubernetesClient client() {
    return client;
  }

  String address() {
    return client.getMasterUrl().toString();
  }

  /**
   * Which objects.
   *
   * @param path of their collection
   * @param labels a selector; empty for all
   * @param fields a selector; empty for all
   */
  record Query(String path, Optional<String> labels, Optional<String> fields) {
    static Query of(String path) {
      return new Query(path, Optional.empty(), Optional.empty());
    }

    static Query named(String path, String name) {
      return new Query(path, Optional.empty(), Optional.of("metadata.name=" + name));
    }

    static Query labelled(String path, String labels) {
      return new Query(path, Optional.of(labels), Optional.empty());
    }

    String uri() {
      List<String> parameters = new ArrayList<>();
      labels.ifPresent(text -> parameters.add("labelSelector=" + encode(text)));
      fields.ifPresent(text -> parameters.add("fieldSelector=" + encode(text)));
      return path + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  <T extends KubernetesResource> List<T> list(Query query, Class<T> kind)
      throws KubernetesException {
    String body = send("GET", query.uri(), null, "list " + query.path());
    Map<String, Object> list =
        KubernetesJson.object(body)
            .orElseThrow(() ->
                new KubernetesException(
                    "cannot list %s: what answers at %s is no API server; see what is in between"
                        .formatted(query.path(), address()),
                    BAD_GATEWAY));
    List<T> items = new ArrayList<>();
    if (list.get("items") instanceof List<?> all) {
      all.forEach(item -> items.add(client.getKubernetesSerialization().convertValue(item, kind)));
    }
    return items;
  }

  /** Whether it is known from this call on, and was not before, that we may not watch them. */
  boolean mayNotWatch(Query query) {
    if (!asked.add(query.path())) {
      return false;
    }
    String watch = query.path() + "?watch=true&timeoutSeconds=1";
    try {
      send("GET", watch, null, "watch " + query.path());
      return false;
    } catch (KubernetesException e) {
      return e.isDenied();
    }
  }

  /** The object of a name; empty if there is none. Needs the right to list, not to get. */
  Optional<GenericKubernetesResource> find(String path, String name) throws KubernetesException {
    return list(Query.named(path, name), GenericKubernetesResource.class).stream().findFirst();
  }

  GenericKubernetesResource get(String path) throws KubernetesException {
    return read(send("GET", path, null, "get " + path));
  }

  GenericKubernetesResource patch(String path, Map<String, @Nullable Object> patch)
      throws KubernetesException {
    return read(send("PATCH", path, KubernetesJson.text(patch), "patch " + path));
  }

  /** The last lines that a container has written, before it was started anew if that is asked. */
  List<String> log(String podPath, String container, boolean previous, int lines)
      throws KubernetesException {
    String query = "?container=" + container + "&previous=" + previous + "&tailLines=" + lines;
    return send("GET", podPath + "/log" + query, null, "get the log of " + podPath)
        .lines()
        .toList();
  }

  private GenericKubernetesResource read(String body) {
    return client.getKubernetesSerialization().unmarshal(body, GenericKubernetesResource.class);
  }

  private String send(String method, String uri, @Nullable String body, String what)
      throws KubernetesException {
    String root = client.getMasterUrl().toString().replaceAll("/$", "");
    HttpRequest.Builder request = client.getHttpClient().newHttpRequestBuilder().uri(root + uri);
    if (body != null) {
      request.method(method, MERGE_PATCH, body);
    }
    CompletableFuture<HttpResponse<String>> sending =
        client
            .getHttpClient()
            .sendAsync(request.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).build(), String.class);
    HttpResponse<String> answer = await(sending, what);
    String text = answer.body() == null ? "" : answer.body();
    if (!answer.isSuccessful()) {
      throw new KubernetesException(
          "cannot " + what + ": " + reason(text, answer.code()), answer.code());
    }
    return text;
  }

  private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> sending, String what)
      throws KubernetesException {
    try {
      return sending.get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof KubernetesClientException refused && refused.getCode() > 0) {
        throw new KubernetesException(
            "cannot " + what + ": " + refused.getMessage(), refused.getCode());
      }
      throw unreachable(what, cause);
    } catch (TimeoutException e) {
      sending.cancel(true);
      throw unreachable(what, e);
    } catch (InterruptedException e) {
      sending.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable(what, e);
    }
  }

  private KubernetesException unreachable(String what, Throwable cause) {
    NoAnswer why = NoAnswer.of(cause);
    return new KubernetesException(
        "cannot %s: the API server %s does not answer: %s; %s"
            .formatted(what, address(), why.what(), why.advice()),
        cause);
  }

  private static String reason(String body, int status) {
    return KubernetesJson.object(body)
        .flatMap(map -> Optional.ofNullable(map.get("message")))
        .map(String::valueOf)
        .orElse("the API server answers " + status);
  }

  @Override
  public void close() {
    client.close();
  }
}
