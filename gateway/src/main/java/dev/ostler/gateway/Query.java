package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import java.util.Collection;

/*
 * The server takes a question mark off the beginning of a query, for it may be set with the one
 * that separates it; of /a??b it leaves b. Its parameters, which nothing decodes here, have every
 * question mark that came. An empty query it does not tell from none: /a? goes to the app as /a.
 */
/** What comes behind the first question mark of a target. */
final class Query {
  private Query() {}

  /** Gives the query of a request back the question marks that the server has taken off. */
  static void restore(HttpServerExchange exchange) {
    String query = exchange.getQueryString();
    long taken = marksOfParameters(exchange) - marks(query);
    if (taken > 0) {
      exchange.setQueryString("?".repeat((int) taken + 1) + query); // takes off one more
    }
  }

  private static long marksOfParameters(HttpServerExchange exchange) {
    long marks = 0;
    for (var parameter : exchange.getQueryParameters().entrySet()) {
      Collection<String> values = parameter.getValue();
      marks += marks(parameter.getKey()) * values.size();
      for (String value : values) {
        marks += marks(value);
      }
    }
    return marks;
  }

  private static long marks(String text) {
    return text.chars().filter(c -> c == '?').count();
  }
}
